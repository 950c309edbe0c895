"""Terms that follow one another. What has not become history yet can be put right, or taken back (PR-01)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from app.features.partnership import domain, queries
from app.features.partnership.models import (
    AgencyTerm,
    AgeScope,
    AreaTerm,
    Code,
    Dated,
    Forum,
    ForumTerm,
    Number,
    Seat,
)
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform.database import db
from app.web.rendering import day

T = TypeVar("T", bound=Dated)


@dataclass(frozen=True)
class Kind:
    """A kind of term: its model, the columns that say whose it is, and whether there must always be one."""

    model: type[Any]
    owner: tuple[str, ...]
    words: str
    needed: bool = True


KINDS: dict[str, Kind] = {
    "agency": Kind(AgencyTerm, ("agency_uid",), "Agency"),
    "area": Kind(AreaTerm, ("area_uid",), "Name of an area"),
    "forum": Kind(ForumTerm, ("forum_uid",), "Name of a forum"),
    "seat": Kind(Seat, ("area_uid", "agency_uid"), "Seat", needed=False),
    "ages": Kind(AgeScope, ("area_uid",), "Ages", needed=False),
    "number": Kind(Number, ("key", "area_uid"), "Number"),
    "code": Kind(Code, ("list", "code"), "Choice of a list"),
}


def follow(terms: list[T], new: T) -> T:
    """Let `new` follow the last of `terms`, which ends the day before. Returns the term that holds from then on.

    A last term that begins on the same day, today or later, is put right instead: it has not become history.
    """
    latest = max(terms, key=lambda term: term.valid_from, default=None)
    planned = latest if latest is not None and domain.may_put_right(latest.valid_from, today()) else None
    if planned is not None and new.valid_from < planned.valid_from:
        raise Refused(
            f"Choose a day after {day(planned.valid_from)}, or withdraw the change planned for then",
            field="valid_from",
            rule="PR-01",
        )
    if planned is not None and new.valid_from == planned.valid_from:
        for name, value in vars(new).items():
            if not name.startswith("_"):
                setattr(planned, name, value)
        planned.valid_to = None
        return planned
    ending = domain.succeed(terms, new.valid_from)
    if ending is not None:
        ending.valid_to = domain.day_before(new.valid_from)
    terms.append(new)
    return new


def get_term(kind: str, uid: str) -> Any:
    """Raises NotFound."""
    found = db.session.get(KINDS[kind].model, uid) if kind in KINDS else None
    if found is None:
        raise NotFound("term")
    return found


def take_back(kind: str, term: Any) -> None:
    """Delete a term that has not become history; the one it followed goes on. Raises Refused."""
    rest = [one for one in _siblings(kind, term) if one is not term]
    if not domain.may_put_right(term.valid_from, today()):
        raise Refused("Choose a change that begins today or later: what was before is history", rule="PR-01")
    if any(one.valid_from > term.valid_from for one in rest):
        raise Refused("Withdraw the later change first")
    before = next((one for one in rest if one.valid_to == domain.day_before(term.valid_from)), None)
    if before is None and KINDS[kind].needed and not (kind == "number" and term.area_uid):
        raise Refused("Change this instead: there is nothing before it to go back to")
    if before is not None:
        before.valid_to = None
    db.session.delete(term)


def _siblings(kind: str, term: Any) -> Sequence[Any]:
    of = KINDS[kind]
    same = [getattr(of.model, name).is_not_distinct_from(getattr(term, name)) for name in of.owner]
    return db.session.scalars(select(of.model).where(*same)).all()


def area_of(kind: str, term: Any) -> str | None:
    """The area that a term is part of; None: every area's."""
    if kind == "agency":
        return queries.get_agency(term.agency_uid).area_uid
    if kind == "forum":
        return queries.row(Forum, term.forum_uid).area_uid
    area_uid: str | None = term.area_uid if kind in ("seat", "ages", "number") else None
    return area_uid


@dataclass(frozen=True)
class Planned:
    """A change that begins today or later, in words."""

    kind: str
    uid: str
    what: str
    area_uid: str | None
    since: date


def list_planned(on: date) -> list[Planned]:
    """Every change that begins `on` a day or later, the first one first."""
    found = [
        Planned(name, term.uid, f"{kind.words}: {_words(name, term)}", area_of(name, term), term.valid_from)
        for name, kind in KINDS.items()
        for term in db.session.scalars(select(kind.model).where(kind.model.valid_from >= on))
    ]
    return sorted(found, key=lambda one: (one.since, one.what))


def _words(kind: str, term: Any) -> str:
    if kind == "seat":
        return queries.agency_name(term.agency_uid, term.valid_from)
    if kind == "ages":
        limit = term.max_age_exclusive
        return f"{term.min_age} and over" if limit is None else f"{term.min_age} to {limit - 1}"
    if kind == "number":
        return f"{term.label}, {term.value}"
    return str(term.label if kind == "code" else term.name)
