"""Two people side by side, and what follows when they are joined, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from app.features.cases import interface as cases
from app.features.cases.interface import Case, CaseLockOut, closing
from app.features.merging.joining import cases_of, open_one, source_of, standings
from app.features.merging.memberships import count_held
from app.features.merging.models import Merge, Pair
from app.features.partnership.interface import agency_name, code_label, number
from app.features.subjects import interface as subjects
from app.features.subjects.interface import NetworkMember, Person, Sign
from app.kernel.days import day_words
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.platform.database import db

SHOWN = (
    "family_name",
    "given_names",
    "aliases",
    "dob",
    "approx_age",
    "sex",
    "pronouns",
    "addresses",
    "identifiers",
    "contact_risk_flags",
    "parents_carers",
    "household",
)


@dataclass(frozen=True)
class Side:
    """One of two people, with their cases."""

    person: Person
    cases: Sequence[Case]
    told_by: str

    @property
    def open_case(self) -> Case | None:
        return open_one(self.cases)


@dataclass(frozen=True)
class Row:
    """What each of the two records says of one thing."""

    label: str
    first: list[str]
    second: list[str]

    @property
    def same(self) -> bool:
        return self.first == self.second


def sides_of(actor: Actor, pair: Pair | Merge) -> tuple[Side, Side]:
    """Both, the one whose record would be kept first: who has an open case, or the older reference. Raises NotFound."""
    uids = (pair.first_uid, pair.second_uid) if isinstance(pair, Pair) else (pair.kept_uid, pair.away_uid)
    found = [_side(fetch(actor, Person, uid)) for uid in uids]
    if any(one.person.erased_on is not None for one in found):
        raise NotFound("pair")
    if isinstance(pair, Pair):
        found.sort(key=lambda one: (one.open_case is None, one.person.reference))
    return found[0], found[1]


def _side(person: Person) -> Side:
    held = cases_of(person.uid)
    return Side(person, held, _agency(person.agency_uid))


def rows_of(first: Person, second: Person) -> list[Row]:
    """What either record says, beside what the other does."""
    facts = subjects.facts_of(first), subjects.facts_of(second)
    names = [*SHOWN, *sorted({f"{name}.{key}" for name in subjects.KEYED for one in facts for key in one[name]})]
    rows = [Row(subjects.fact_label(name), *(_lines(name, one) for one in facts)) for name in names]
    return [row for row in rows if row.first or row.second]


def signs_of(first: Person, second: Person) -> tuple[Sign, ...]:
    """What agrees, nearly agrees and differs, field by field."""
    verdict = subjects.compare_people(first, second)
    return verdict.signs if verdict else ()


def follows(actor: Actor, kept: Side, away: Side) -> list[str]:
    """What follows when the two are joined. Nothing of it is about what the actor may not see."""
    return list(_follows(actor, kept, away))


def _follows(actor: Actor, kept: Side, away: Side) -> Iterator[str]:
    one, other = kept.person.reference, away.person.reference
    yield (
        f"{other} becomes part of {one}: one person, found under the names of both. Whatever you do not choose is kept "
        "beside it, with who said it."
    )
    for case in away.cases:
        yield f"{case.reference} ({_state(case)}) becomes a case of {one}."
    if kept.open_case and away.open_case:
        yield (
            "The case that does not go on is closed as a duplicate. Its actions, assurance and interventions stay "
            "open, and are shown on the case that goes on. Its levels of concern, who leads it and which agencies "
            "know of it are not taken over: look at them again. What agencies have not answered yet is asked about "
            "the case that goes on. If both are on an agenda, take one off."
        )
    yield "Roles in violence stay with the case they were told in. None is copied from one record to the other."
    if held := count_held(away.person.uid):
        yield f"{_many(held, 'record')} of other groups follow{'s' if held == 1 else ''}."
    networks = db.session.scalar(
        select(func.count()).select_from(NetworkMember).where(NetworkMember.person_uid == away.person.uid)
    )
    if networks:
        yield f"{_many(networks, 'place')} in networks follow{'s' if networks == 1 else ''}."
    known = standings([*kept.cases, *away.cases])
    shut = {row.agency_uid for row in known if row.standing == cases.EXCLUDED}
    if shut:
        names = ", ".join(sorted(map(_agency, shut)))
        yield f"Shut out of one, and from now on of both: {names}."
    locked = db.session.scalars(
        select(CaseLockOut.user_uid).where(
            or_(CaseLockOut.subject_uid == kept.person.uid, CaseLockOut.subject_uid == away.person.uid),
            CaseLockOut.lifted_at.is_(None),
        )
    )
    if people := set(locked):
        are = "is" if len(people) == 1 else "are"
        yield f"{_many(len(people), 'person', 'people')} locked out of one {are} locked out of both."
    own = {case.uid for case in kept.cases}
    knows = {row.agency_uid for row in known if row.case_uid in own} ^ {
        row.agency_uid for row in known if row.case_uid not in own
    }
    if knows - shut:
        names = ", ".join(sorted(map(_agency, knows - shut)))
        yield f"Who knows of one case sees the names and details of the one person, but no other case: {names}."


def in_short(actor: Actor, case: Case) -> str:
    """How a case stands, for somebody who chooses which of two goes on."""
    band = next((code for code, rank in cases.RANK.items() if rank == case.band_rank), None)
    level = f"highest level {code_label('band', band).lower()}" if band else "no level of concern set"
    lead = f"led by {_agency(case.lead_agency_uid)}" if case.lead_agency_uid else "no lead named"
    opened = f"opened on {day_words(case.opened_on)}"
    works = len(closing.open_work(actor, case))
    return f"{_state(case).capitalize()}, {opened}, {level}, {lead}, {_many(works, 'thing')} open in it"


def open_work(actor: Actor, case: Case) -> list[closing.Work]:
    """What is still open in a case that was closed because it goes on in another."""
    return closing.open_work(actor, case) if case.closure_reason == "DUPLICATE" else []


def first_told(side: Side) -> str:
    on = source_of(side.person, side.cases).on
    return f"{side.told_by}, {day_words(on)}"


def _lines(name: str, facts: dict[str, Any]) -> list[str]:
    whole, _dot, key = name.partition(".")
    value = facts[whole].get(key) if key else facts[whole]
    if value in (None, "", [], {}):
        return []
    if isinstance(value, list) and not key:
        return [subjects.fact_words(name, one) for one in value]
    return [subjects.fact_words(name, value, precision=facts["dob_precision"])]


def _state(case: Case) -> str:
    return code_label("case_state", cases.case_status(case)).lower()


def _agency(uid: str | None) -> str:
    try:
        return agency_name(uid) if uid else "Not recorded who told"
    except NotFound:
        return "An agency no longer listed"


def _many(number: int, noun: str, more: str | None = None) -> str:
    return f"{number} {noun if number == 1 else more or noun + 's'}"


def names_apart(merge: Merge, kept: Person, away: Person) -> tuple[str, str]:
    """What each was called when they were joined, with the reference."""
    words = " ".join(merge.before[name] for name in ("given_names", "family_name") if merge.before.get(name))
    return f"{words or 'Name not known'}, {kept.reference}", f"{away.title}, {away.reference}"


def days_to_undo(person: Person) -> int:
    """For how many days a merge can be taken back."""
    return int(number("merge.undo", person.area_uid))
