"""What happened at a place: for the picture of when a place is of concern."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

from app.features.incidents.domain import SUSPECTED_FALSE
from app.features.incidents.models import Incident
from app.platform.access import Actor
from app.platform.database import db


@dataclass(frozen=True)
class Happened:
    """An incident by its day, its time where it is known, and its code of `violence_type` (empty when not known)."""

    on: date
    at: time | None
    type: str


def happened_at(actor: Actor, place_uid: str, since: date, until: date) -> list[Happened]:
    """What happened at a place from one day to another, both counted, that the actor may see, the earliest first.
    Joined incidents count once; what is suspected to be false does not count."""
    return happened_at_each(actor, [place_uid], since, until).get(place_uid, [])


def happened_at_each(actor: Actor, place_uids: Iterable[str], since: date, until: date) -> Mapping[str, list[Happened]]:
    """The same of several places, by place, in one statement; a place where nothing happened is left out."""
    rows: Iterable[Incident] = db.session.scalars(
        select(Incident)
        .where(
            Incident.place_uid.in_(list(place_uids)),
            Incident.happened_on.between(since, until),
            Incident.joined_uid.is_(None),
        )
        .order_by(Incident.happened_on, Incident.uid)
    )
    found: dict[str, list[Happened]] = {}
    for row in rows:
        if row.place_uid and row.happened_on and row.told.get("grade") != SUSPECTED_FALSE:
            one = Happened(row.happened_on, time_of(row.told.get("time")), row.kind or "")
            found.setdefault(row.place_uid, []).append(one)
    return found


def time_of(told: object) -> time | None:
    """A time as somebody told it, 22:15; None when it is none."""
    try:
        return time.fromisoformat(str(told)) if told else None
    except ValueError:
        return None
