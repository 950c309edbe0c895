"""Searching for a person, a network or a place, from any page.

The words that are searched for are typed by people about people: they are posted, never part of an address, and neither
kept nor recorded. The audit says who searched, and how many were found.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.domain import case_status
from app.features.cases.models import Case
from app.features.partnership.interface import area_name, code_label, every_area_uid
from app.features.subjects.interface import (
    Found,
    Person,
    Subject,
    areas_that_hold,
    find_subjects,
    identity,
    may_ask_elsewhere,
)
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.identity import Query, read_query

audit.declare("search.made", facts={"found"})
audit.declare("search.other_areas", facts={"areas"})

SHORTEST = 2
SAME_REFERENCE = "Same reference"
TOO_SHORT = f"Enter at least {SHORTEST} letters of a name, or a date of birth, postcode, reference or identifier"
NOT_EXACT = "Enter the given name, the family name and the date of birth, or an identifier, to ask other areas"


@dataclass(frozen=True)
class Result:
    """One line of what was found. `case` is the open one, or the latest that the actor may see."""

    subject: Subject
    case: Case | None
    state: str
    born: str | None
    why: tuple[str, ...]

    @property
    def is_past(self) -> bool:
        """Whether nothing about them is open: left out unless somebody asks for closed cases or by reference. PR-22."""
        return self.case is not None and self.case.closed_on is not None and SAME_REFERENCE not in self.why


def read(text: str) -> Query:
    """What was asked. Refused when it is too little to look for."""
    query = read_query(text, today())
    if query.empty or (_words_alone(query) and max(map(len, query.words)) < SHORTEST):
        raise Refused(TOO_SHORT, field="words")
    return query


def _words_alone(query: Query) -> bool:
    return not (query.births or query.postcodes or query.identifiers or query.references)


def search(actor: Actor, query: Query) -> list[Result]:
    """What the actor may see that answers the question, the best first. Raises IndexNotReady."""
    found = _found(actor, query)
    cases = _cases_of(one.subject.uid for one in found)
    return [_result(one, cases.get(one.subject.uid)) for one in found]


def find_people(actor: Actor, query: Query) -> list[Person]:
    """People the actor may see who answer the question, by the reference of their case too. Raises IndexNotReady."""
    return [one.subject for one in _found(actor, query) if isinstance(one.subject, Person)]


def _found(actor: Actor, query: Query) -> list[Found]:
    found = _by_case_reference(query)
    there = {one.subject.uid for one in found}
    found += [one for one in find_subjects(actor, query) if one.subject.uid not in there]
    audit.record("search.made", found=len(found))
    return found


def ask_other_areas(actor: Actor, query: Query) -> list[str]:
    """The names of the other areas whose coordinator should be asked about this person. PR-44; recorded.

    Refused unless the question is exact: it is no way to look through other areas.
    """
    if not may_ask_elsewhere(query):
        raise Refused(NOT_EXACT, field="words", rule="PR-44")
    held_by = areas_that_hold(query, every_area_uid() - actor.area_uids)
    audit.record("search.other_areas", areas=len(held_by))
    return sorted(map(area_name, held_by))


def _by_case_reference(query: Query) -> list[Found]:
    if not query.references:
        return []
    cases = db.session.scalars(
        select(Case).where(Case.reference.in_(query.references)).options(joinedload(Case.subject))
    )
    subjects: dict[str, Subject | None] = {case.subject_uid: case.subject for case in cases}
    return [Found(subject, (SAME_REFERENCE,)) for subject in subjects.values() if subject and not subject.erased_on]


def _cases_of(subject_uids: Iterable[str]) -> dict[str, Case]:
    """The case to open for each subject: an open one before any that is closed, and the latest of those."""
    found = db.session.scalars(
        select(Case).where(Case.subject_uid.in_(list(subject_uids))).order_by(Case.opened_on, Case.uid)
    ).all()
    ordered = sorted(found, key=lambda case: case.closed_on is None)
    return {case.subject_uid: case for case in ordered}


def _result(found: Found, case: Case | None) -> Result:
    subject = found.subject
    born = identity(subject, restricted=False, on=today()).dob_words if isinstance(subject, Person) else None
    state = code_label("case_state", case_status(case)) if case else "No case that you may open"
    return Result(subject, case, state, born, found.why)
