"""Reading subjects."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.features.subjects.matching import Identity, Relation, Verdict, compare, identity_of
from app.features.subjects.models import NetworkMember, Person, Subject
from app.features.subjects.resemblance import compare_member
from app.kernel.clock import today
from app.platform.access import Actor, fetch
from app.platform.database import db

FindCases = Callable[[Sequence[str]], Mapping[str, str]]
"""Subject uids to the uid of the case each has open."""

_find_cases: list[FindCases] = []

FindJoined = Callable[[Collection[str]], Mapping[str, str]]
_find_joined: list[FindJoined] = []


@dataclass(frozen=True)
class Candidate:
    """Somebody already held who may be the same person, or a sibling. A person decides. PR-13."""

    subject_uid: str
    case_uid: str | None
    reference: str
    title: str
    why: tuple[str, ...]
    exact: bool
    relation: str = Relation.SAME

    @property
    def sibling(self) -> bool:
        return self.relation == Relation.SIBLING


def provide_open_cases(find: FindCases) -> None:
    """Let the room of cases, which lies above, say which subjects have a case open."""
    _find_cases[:] = [find]


def get_subject(actor: Actor, uid: str) -> Subject:
    """The subject, or the one its record was joined to. Raises NotFound."""
    subject = fetch(actor, Subject, uid)
    while subject.joined_to is not None:
        subject = fetch(actor, Subject, subject.joined_to)
    return subject


def provide_joined(find: FindJoined) -> None:
    """Let the room of merging, which lies above, say which records were joined to others."""
    _find_joined[:] = [find]


def joined_references(references: Collection[str]) -> Mapping[str, str]:
    """Of these references those of records that were joined to another: reference to the other's uid."""
    return _find_joined[0](references) if _find_joined and references else {}


def members_of(network_uid: str) -> list[NetworkMember]:
    """The members of a network that the bound actor may see, by name."""
    rows = db.session.scalars(select(NetworkMember).where(NetworkMember.network_uid == network_uid)).all()
    return sorted(rows, key=lambda member: member.name.casefold())


def list_members(actor: Actor, network_uid: str) -> list[NetworkMember]:
    return members_of(network_uid)


def comparable(person: Person) -> dict[str, Any]:
    """A person as answers, for comparing."""
    return {
        name: getattr(person, name)
        for name in (
            "family_name",
            "given_names",
            "aliases",
            "dob",
            "dob_precision",
            "approx_age",
            "identifiers",
            "addresses",
            "household",
            "alternatives",
        )
    }


def similar_people(actor: Actor, answers: Mapping[str, Any], limit: int = 10) -> list[Candidate]:
    """People the actor may see who share exact or nearly exact signs with `answers`: the exact first, siblings last.

    Looks through every person of the area in memory; nothing is kept.
    """
    wanted = identity_of(answers, on=today())
    return _candidates([(person, compare(wanted, known)) for person, known in _everybody()], limit)


def similar_members(actor: Actor, members: Iterable[Mapping[str, Any]], limit: int = 3) -> list[list[Candidate]]:
    """For each member that a notification of a network names, the people the actor may see who may be the same."""
    held, on = _everybody(), today()
    return [
        _candidates([(person, compare_member(member, known, on=on)) for person, known in held], limit)
        for member in members
    ]


def _everybody() -> list[tuple[Person, Identity]]:
    people = db.session.scalars(select(Person).where(Person.erased_on.is_(None)))
    held = [one for one in people if one.joined_to is None]
    return [(one, identity_of(comparable(one), on=one.approx_age_on or today())) for one in held]


def _candidates(compared: Iterable[tuple[Person, Verdict | None]], limit: int) -> list[Candidate]:
    found = [(person, verdict) for person, verdict in compared if verdict is not None]
    found.sort(key=lambda one: (one[1].relation != Relation.SAME, not one[1].exact, -len(one[1].why)))
    cases = open_cases(person.uid for person, _verdict in found[:limit])
    return [
        Candidate(
            subject_uid=person.uid,
            case_uid=cases.get(person.uid),
            reference=person.reference,
            title=person.title,
            why=verdict.why,
            exact=verdict.exact,
            relation=verdict.relation,
        )
        for person, verdict in found[:limit]
    ]


def open_cases(subject_uids: Iterable[str]) -> Mapping[str, str]:
    """Subject uid to the uid of its open case, of those the bound actor may see."""
    uids = list(subject_uids)
    return _find_cases[0](uids) if _find_cases and uids else {}
