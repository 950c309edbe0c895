"""People already held who may be the same as somebody told of, or as each other: found through the index, compared by
the rules of `matching`. A person decides. PR-13."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from app.features.subjects.finding import IndexNotReady, candidates
from app.features.subjects.matching import Identity, Relation, Sign, Strength, Verdict, compare, identity_of
from app.features.subjects.models import Person
from app.features.subjects.queries import open_cases
from app.features.subjects.resemblance import compare_member, member_identity
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.identity import Query

FEW = 2_000
"""People of an area who are all compared while the index is still being built."""
BATCH = 200


@dataclass(frozen=True)
class Candidate:
    """Somebody already held who may be the same person, or a sibling. A person decides. PR-13."""

    subject_uid: str
    case_uid: str | None
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
    signs: tuple[Sign, ...]


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
    held = _held(actor.area_uids, [wanted])
    return _candidates([(person, compare(wanted, known)) for person, known in held], limit)


def similar_members(actor: Actor, members: Iterable[Mapping[str, Any]], limit: int = 3) -> list[list[Candidate]]:
    """For each member that a notification of a network names, the people the actor may see who may be the same.
    Raises IndexNotReady as `similar_people` does."""
    on, told = today(), list(members)
    held = _held(actor.area_uids, [member_identity(member, on) for member in told])
    return [
        _candidates([(person, compare_member(member, known, on=on)) for person, known in held], limit)
        for member in told
    ]


def likely_pairs(actor: Actor, area_uid: str, *, most: int = 1_000) -> list[LikelyPair]:
    """Pairs of people of an area who may be one person, the likely first, at most `most`; brothers, sisters and twins
    are left out. For the nightly list: each person is looked up in the index and compared with their candidates, some
    milliseconds each. What was said of a pair before is for the caller to leave out. Raises IndexNotReady."""
    pairs: dict[tuple[str, str], LikelyPair] = {}
    people = db.session.scalars(
        select(Person.uid).where(Person.area_uid == area_uid, Person.erased_on.is_(None)).order_by(Person.uid)
    )
    uids = iter(people.all())
    while batch := list(islice(uids, BATCH)):
        for person, known in _opened(batch):
            for other, theirs in _held({area_uid}, [known]):
                pair = (min(person.uid, other.uid), max(person.uid, other.uid))
                if person.uid == other.uid or pair in pairs:
                    continue
                verdict = compare(known, theirs)
                if verdict is not None and verdict.relation is Relation.SAME:
                    pairs[pair] = LikelyPair(*pair, verdict.strength, verdict.why, verdict.signs)
    return sorted(pairs.values(), key=lambda pair: (pair.strength != Strength.LIKELY, -len(pair.why), pair.one_uid))[
        :most
    ]


def _held(area_uids: Collection[str], wanted: Iterable[Identity]) -> list[tuple[Person, Identity]]:
    """Whom to compare: those who have most in common with somebody wanted, and whom this transaction wrote."""
    questions = [question for one in wanted for question in _questions(one)]
    try:
        uids = candidates(questions, area_uids)
    except IndexNotReady:
        people = select(Person.uid).where(Person.area_uid.in_(area_uids), Person.erased_on.is_(None))
        if (db.session.scalar(select(func.count()).select_from(people.subquery())) or 0) > FEW:
            raise
        return _opened(db.session.scalars(people).all())
    return _opened(uids | audit.written_now(Person))


def _opened(uids: Collection[str]) -> list[tuple[Person, Identity]]:
    """Those of `uids` whom the bound actor may see."""
    people = db.session.scalars(select(Person).where(Person.uid.in_(sorted(uids)), Person.erased_on.is_(None)))
    return [
        (one, identity_of(comparable(one), on=one.approx_age_on or today())) for one in people if one.joined_to is None
    ]


def _questions(wanted: Identity) -> Iterator[Query]:
    """The ways to look for somebody: by names, by birth, by where they live, by identifiers, and by all of it."""
    names = [word for name in wanted.names for word in (*name.given, *name.family)]
    words = tuple(dict.fromkeys([*names, *(word for one in sorted(wanted.nicknames) for word in one.split())]))
    births, postcodes = tuple(sorted(wanted.births)), tuple(sorted(wanted.postcodes))
    identifiers = tuple(sorted(value for _scheme, value in wanted.identifiers))
    asked = [
        Query(words=words),
        Query(births=births),
        Query(identifiers=identifiers),
        Query(words=words, births=births, postcodes=postcodes),
    ]
    yield from (question for question in dict.fromkeys(asked) if not question.empty)


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
            strength=verdict.strength,
            signs=verdict.signs,
        )
        for person, verdict in found[:limit]
    ]
