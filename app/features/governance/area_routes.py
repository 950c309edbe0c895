"""Areas side by side: what each group has set for itself, since when, and where they differ. PR-25."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.governance.blueprint import bp
from app.features.governance.domain.documents import HOLDS, status
from app.features.governance.models import GovernedDocument
from app.features.governance.shown import tabs
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Permission, acting_as, current_actor, system_actor
from app.platform.database import db
from app.web.access import permits
from app.web.rendering import render

audit.declare("areas.compared", facts={"areas"})

KINDS = ("TOR", "THRESHOLDS")
"""Documents that say how an area works."""


@dataclass(frozen=True)
class Cell:
    """What one area has, since when, and whether it is its own: other than what most areas have."""

    words: str
    since: date | None
    differs: bool


@bp.get("/areas")
@permits(Permission.AREAS_COMPARE)
def areas() -> str:
    """Ages, thresholds and versions of each area. Nobody's name and no count of people is here."""
    actor, on = current_actor(), today()
    listed = partnership.list_areas()
    uids = [area.uid for area in listed]
    versions = _versions(frozenset(uids), on)
    rows = [("Ages the group covers", _marked([_ages(uid, on) for uid in uids]))]
    rows.append(("What counts as serious violence", _marked([_definition(uid, on) for uid in uids])))
    for kind in KINDS:
        cells = [versions.get((uid, kind), ("None in force", None)) for uid in uids]
        rows.append((partnership.code_label("governed_document", kind), _marked(cells)))
    rows += _numbers(uids, on)
    audit.record("areas.compared", areas=len(uids))
    return render(
        "governance/areas.html", tabs=tabs(actor, "governance.areas"), areas=[area.name for area in listed], rows=rows
    )


def _ages(uid: str, on: date) -> tuple[str, date | None]:
    scope = partnership.age_scope(uid, on)
    if scope is None:
        return "Every age", None
    top = scope.max_age_exclusive
    return (f"{scope.min_age} and over" if top is None else f"{scope.min_age} to {top - 1}"), scope.valid_from


def _definition(uid: str, on: date) -> tuple[str, date | None]:
    used = partnership.definition(uid, on)
    return (used.label, used.valid_from) if used else ("No definition is set", None)


@bp.get("/definitions")
@permits(Permission.AREAS_COMPARE)
def definitions() -> str:
    """Which kinds of violence each definition counts, and which area uses it. PR-09."""
    actor, on = current_actor(), today()
    areas = {area.code: area.name for area in partnership.list_areas()}
    return render(
        "governance/definitions.html",
        tabs=tabs(actor, "governance.definitions"),
        definitions=partnership.definitions(on),
        kinds=partnership.code_list("violence_type", on),
        areas=areas,
    )


def _versions(uids: frozenset[str], on: date) -> dict[tuple[str, str], tuple[str, date | None]]:
    """By area and kind, the version in force: of every area, so the system looks, and takes no more than these."""
    with acting_as(system_actor("areas", uids)):
        every = db.session.scalars(select(GovernedDocument).where(GovernedDocument.kind.in_(KINDS))).all()
        held = [row for row in every if status(row, on) in HOLDS]
        return {
            (row.area_uid, row.kind): (f"Version {row.version}", row.approved_on)
            for row in sorted(held, key=lambda one: one.approved_on or on)
        }


def _numbers(uids: list[str], on: date) -> list[tuple[str, list[Cell]]]:
    """The numbers that some area has changed for itself."""
    found = []
    for item in partnership.list_numbers(on=on):
        own = [partnership.number_item(item.key, uid, on) for uid in uids]
        if any(one.area_uid for one in own):
            cells = [(f"{one.value} {one.unit}", one.valid_from if one.area_uid else None) for one in own]
            found.append((item.label, _marked(cells)))
    return found


def _marked(cells: list[tuple[str, date | None]]) -> list[Cell]:
    """Each with whether it is other than what most areas have."""
    words = [one for one, _since in cells]
    usual = max(words, key=words.count)
    return [Cell(one, since, one != usual) for one, since in cells]
