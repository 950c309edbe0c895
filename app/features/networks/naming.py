"""Whom a link may name that was told in words, to an actor who may not know of everybody in the network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.networks.seeing import see
from app.features.subjects.interface import NetworkMember, Person
from app.platform.access import RUNS_THE_MONTH, Actor, beside, system_actor
from app.platform.database import db


@dataclass(frozen=True)
class Names:
    """What people of a network are called, folded, by what the actor may know of them."""

    actor: Actor
    open: frozenset[str]
    """Of those who are shown by name."""
    restricted: frozenset[str]
    """Of those of whom the actor may know that they are there: only the agency that told of them reads the name."""
    hidden: frozenset[str]
    """Of those of whom nothing is shown."""
    whole: bool
    """Whether there is nobody in it whom the actor may not know of."""

    def may_be_read(self, a: str | None, b: str | None, told_by: str | None) -> bool:
        """Whether the actor may read a link between these two. A name that is nobody's could be another spelling of
        somebody they may not know of."""
        own = told_by is not None and told_by == self.actor.agency_uid
        ends = {_folded(name) for name in (a, b) if name}
        if ends & self.hidden or (ends & self.restricted and not own):
            return False
        return ends <= self.open | self.restricted or (self.whole and (own or self.actor.is_any(RUNS_THE_MONTH)))


def names_in(actor: Actor, case: Case) -> Names:
    """The names of everybody who was named with the network a case is about."""
    seen = see(actor, case)
    apart = {one.uid for one in seen.apart} if not actor.is_any(RUNS_THE_MONTH) else set()
    by_person = {one.row.person_uid or one.uid: one for one in (*seen.people, *seen.told, *seen.apart)}
    may_know = set(db.session.scalars(select(NetworkMember.uid).where(NetworkMember.network_uid == case.subject_uid)))
    everybody = _everybody(actor, case)
    called: dict[str, set[str]] = {"open": set(), "restricted": set(), "hidden": set()}
    for uid, person_uid, names in everybody:
        one = by_person.get(person_uid or uid) if uid in may_know else None
        kind = "hidden" if one is None else "restricted" if one.restricted or one.uid in apart else "open"
        called[kind] |= {_folded(name) for name in names if name}
    folded = {kind: frozenset(names) for kind, names in called.items()}
    return Names(actor, **folded, whole=all(uid in may_know for uid, _person, _names in everybody))


def _everybody(actor: Actor, case: Case) -> Sequence[tuple[str, str | None, tuple[str, ...]]]:
    """Every row of the network's members, whoever may see it: its uid, the person's, and what they are called."""
    with beside(system_actor("network-names", actor.area_uids)):
        rows = db.session.scalars(select(NetworkMember).where(NetworkMember.network_uid == case.subject_uid)).all()
        wanted = {row.person_uid for row in rows if row.person_uid}
        people = {one.uid: one.title for one in db.session.scalars(select(Person).where(Person.uid.in_(wanted)))}
        return [(row.uid, row.person_uid, (row.name or "", people.get(row.person_uid or "", ""))) for row in rows]


def is_called(name: str | None, told: Mapping[str, Any]) -> bool:
    """Whether a link that was told names somebody so, at either end."""
    return bool(name) and _folded(str(name)) in {_folded(str(told.get(end) or "")) for end in ("a", "b")}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
