"""Code lists of the police list as the rules take them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.features.partnership import interface as partnership
from app.features.police_list.domain.columns import Column, folded
from app.features.police_list.domain.judging import Scope
from app.kernel.clock import local


def columns() -> list[Column]:
    return [
        Column(
            code=one.code,
            label=one.label,
            kind=str(one.attributes.get("kind", "text")),
            needed=bool(one.attributes.get("needed")),
            compared=bool(one.attributes.get("compared")),
            names=tuple(one.attributes.get("names", ())),
        )
        for one in partnership.code_list("police_column")
    ]


def scope(area_uid: str, extract_at: datetime, encoding: str) -> Scope:
    """What the rows of an area's extract are judged by, on the day it was taken."""
    at = local(extract_at)
    ages = partnership.age_scope(area_uid, at.date())
    areas = {area.code: area.name for area in partnership.list_areas()}

    def number(key: str) -> int:
        return int(partnership.number(key, area_uid, at.date()))

    return Scope(
        area_code=partnership.get_area(area_uid).code,
        extract_at=at,
        youngest=ages.min_age if ages else 0,
        oldest=ages.max_age_exclusive if ages else None,
        notice=number("age.transition_notice"),
        responsible_from=number("age.criminal_responsibility"),
        encoding=encoding,
        name_of=lambda code: areas.get(code, "another area"),
    )


@dataclass(frozen=True)
class Model:
    """What is published of a model of the police: shares between 0 and 1, and where."""

    precision: float
    recall: float
    source: str


def published(name: str) -> Model | None:
    """None: nothing is published of a model of that name, as far as Concord was told."""
    for one in partnership.code_list("police_model"):
        known: dict[str, Any] = dict(one.attributes)
        if folded(name) in {folded(one.label), *map(folded, known.get("names", ()))} and "precision" in known:
            return Model(float(known["precision"]), float(known["recall"]), str(known.get("source", "")))
    return None


def police_agency(area_uid: str, own: str | None = None) -> str | None:
    """The police agency that a list comes from: the actor's own when it is one, or else that of the area."""
    police = [one.uid for one in partnership.agencies_in(area_uid) if one.agency_type == "POL"]
    return own if own in police else next(iter(police), None)
