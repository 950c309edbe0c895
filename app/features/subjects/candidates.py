"""People already held who may be the same as somebody told of, or as each other: found through the index, compared by
the rules of `matching`. A person decides. PR-13."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.features.subjects.asking import questions
from app.features.subjects.finding import IndexNotReady, ready_index
from app.features.subjects.matching import (
    Identity,
    Relation,
    Sign,
    Strength,
    Verdict,
    compare,
    identity_of,
    member_identity,
)
from app.features.subjects.models import Person
from app.features.subjects.resemblance import compare_member
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.work import let_others_write
from app.platform.identity import Index

FEW = 2_000
"""People of an area who are all compared while the index is still being built."""
ALIKE, FEWER = 50, 20
"""Candidates of each of the ways to look for somebody."""
BY_NIGHT = 900.0
"""Seconds that the nightly list waits for the index."""
BATCH = 500


@dataclass(frozen=True)
class Candidate:
    """Somebody already held who may be the same person, or a sibling. A person decides. PR-13."""

    subject_uid: str
    reference: str
    title: str
    why: tuple[str, ...]
    """The strongest signs, in a line."""
    exact: bool
    relation: str = Relation.SAME
    strength: str = Strength.POSSIBLE
    signs: tuple[Sign, ...] = ()
    """Every field: what agrees, nearly agrees, differs or is missing."""

    @property
    def sibling(self) -> bool:
        return self.relation == Relation.SIBLING


@dataclass(frozen=True)
class LikelyPair:
    """Two people of an area who may be one. `one_uid` comes before `other_uid`, so that a pair has one form."""

    one_uid: str
    other_uid: str
    strength: str
    """LIKELY or POSSIBLE."""
    why: tuple[str, ...]
    """The strongest signs, in a line."""
    signs: tuple[Sign, ...]
    """Every field: what agrees, nearly agrees, differs or is missing."""
    total: float
    """Orders a list; never shown."""

    def order(self) -> tuple[bool, float, str]:
        return self.strength != Strength.LIKELY, -self.total, self.one_uid


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
            "sex",
            "identifiers",
            "addresses",
            "household",
            "alternatives",
        )
    }


def similar_people(actor: Actor, answers: Mapping[str, Any], limit: int = 10) -> list[Candidate]:
    """People the actor may see who may be the person of `answers`: the exact first, siblings last.

    Sees what this transaction has written. Raises IndexNotReady while the people of a large area are being read.
    """
    wanted = identity_of(answers, on=today())
    (held,) = _held(actor.area_uids, [wanted], ALIKE)
    return _candidates([(person, compare(wanted, known)) for person, known in held], limit)


def similar_to_each(actor: Actor, told: Sequence[Mapping[str, Any]], limit: int = 3) -> list[list[Candidate]]:
    """`similar_people` for a screenful of answers at once, in as many statements as for one."""
    wanted = [identity_of(answers, on=today()) for answers in told]
    held = _held(actor.area_uids, wanted, FEWER)
    return [
        _candidates([(person, compare(one, known)) for person, known in near], limit)
        for one, near in zip(wanted, held, strict=True)
    ]


def similar_members(actor: Actor, members: Iterable[Mapping[str, Any]], limit: int = 3) -> list[list[Candidate]]:
    """For each member that a notification of a network names, the people the actor may see who may be the same.
    Raises IndexNotReady as `similar_people` does."""
    on, told = today(), list(members)
    held = _held(actor.area_uids, [member_identity(member, on) for member in told], FEWER)
    return [
        _candidates([(person, compare_member(member, known, on=on)) for person, known in near], limit)
        for member, near in zip(told, held, strict=True)
    ]


def likely_pairs(actor: Actor, area_uid: str, *, most: int = 1_000) -> list[LikelyPair]:
    """Pairs of people of an area who may be one person, the likely first, at most `most`; brothers, sisters and twins
    are left out. What was said of a pair before is for the caller to leave out. Raises IndexNotReady.

    For the nightly list: everybody is looked up in the index and compared with some thirty candidates, which takes some
    twenty milliseconds each, and what is compared of them stays in memory meanwhile (2 MB for a thousand people). Once
    they are read the transaction ends: on SQLite nobody waits for the comparing.
    """
    index = ready_index(BY_NIGHT).follow()
    of_area = select(Person).where(Person.area_uid == area_uid, Person.erased_on.is_(None))
    people = db.session.scalars(of_area.execution_options(yield_per=BATCH))
    known = {person.uid: _identity(person) for person in people if person.joined_to is None}
    let_others_write()
    pairs: dict[tuple[str, str], LikelyPair] = {}
    for uid, one in known.items():
        for other in _most_alike(index, [one], {area_uid}, FEWER) & known.keys():
            pair = (min(uid, other), max(uid, other))
            if uid == other or pair in pairs:
                continue
            verdict = compare(known[pair[0]], known[pair[1]])
            if verdict is not None and verdict.relation is Relation.SAME:
                pairs[pair] = LikelyPair(*pair, verdict.strength, verdict.why, verdict.signs, verdict.total)
    return sorted(pairs.values(), key=LikelyPair.order)[:most]


def compare_people(one: Person, other: Person) -> Verdict | None:
    """What speaks for two people who are held being the same, or siblings; None when too little does."""
    return compare(_identity(one), _identity(other))


def _held(area_uids: Collection[str], wanted: Sequence[Identity], limit: int) -> list[list[tuple[Person, Identity]]]:
    """Whom to compare with each: those who have most in common, and whom this transaction wrote. One statement."""
    near: list[set[str]] | None = None
    try:
        index, written = ready_index().follow(), audit.written_now(Person)
        near = [_most_alike(index, [one], area_uids, limit) | written for one in wanted]
        people = select(Person).where(Person.uid.in_(sorted(set().union(*near))))
    except IndexNotReady:
        people = select(Person).where(Person.area_uid.in_(area_uids))
        if (db.session.scalar(select(func.count()).select_from(people.subquery())) or 0) > FEW:
            raise
    rows = db.session.scalars(people.where(Person.erased_on.is_(None)))
    held = [(one, _identity(one)) for one in rows if one.joined_to is None]
    return [[one for one in held if near is None or one[0].uid in near[at]] for at in range(len(wanted))]


def _most_alike(index: Index, wanted: Iterable[Identity], area_uids: Collection[str], limit: int) -> set[str]:
    """By what is restricted too: whoever is compared is then read through the visibility rule."""
    asked = {question for one in wanted for question in questions(one)}
    return {uid for question in asked for uid in index.most_alike(question, areas=area_uids, limit=limit)}


def _identity(person: Person) -> Identity:
    return identity_of(comparable(person), on=person.approx_age_on or today())


def _candidates(compared: Iterable[tuple[Person, Verdict | None]], limit: int) -> list[Candidate]:
    found = [(person, verdict) for person, verdict in compared if verdict is not None]
    found.sort(key=lambda one: (one[1].relation != Relation.SAME, not one[1].exact, -one[1].total))
    return [
        Candidate(
            subject_uid=person.uid,
            reference=person.reference,
            title=person.title,
            why=verdict.why,
            exact=verdict.exact,
            relation=verdict.relation,
            strength=verdict.strength,
            signs=verdict.signs,
        )
        for person, verdict in found[:limit]
    ]
