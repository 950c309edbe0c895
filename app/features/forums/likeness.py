"""Whether somebody on another forum's list is somebody we hold, or are told of. A person decides. PR-13."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.features.forums.domain.lists import as_answers
from app.features.forums.models import ListedPerson
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Person
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.database import db

SAME = "SAME"


@dataclass(frozen=True)
class Found:
    """Somebody we hold who may be the person of a row, and what speaks for it."""

    person: Person
    why: tuple[str, ...]
    exact: bool
    sibling: bool


def candidates(actor: Actor, rows: Sequence[ListedPerson]) -> dict[str, list[Found]]:
    """For each row, by uid, the people held who may be the same and were not ruled out; the exact first."""
    wanted = [row for row in rows if row.subject_uid is None]
    if not wanted:
        return {}
    on = today()
    people = [
        (person, subjects.identity_of(subjects.comparable(person), on=person.approx_age_on or on))
        for person in db.session.scalars(select(Person).where(Person.erased_on.is_(None)))
        if person.joined_to is None
    ]
    found: dict[str, list[Found]] = {}
    for row in wanted:
        listed = subjects.identity_of(as_answers(row.name, row.dob), on=on)
        ruled_out = set(row.ruled_out)
        alike = [
            Found(person, verdict.why, verdict.exact, verdict.relation != SAME)
            for person, known in people
            if person.uid not in ruled_out and (verdict := subjects.compare(listed, known))
        ]
        if alike:
            found[row.uid] = sorted(alike, key=lambda one: (one.sibling, not one.exact, -len(one.why)))
    return found


def listed_like(actor: Actor, answers: Mapping[str, Any]) -> list[ListedPerson]:
    """Rows of other forums' lists, matched or not, that look like the person of a notification or a member of its
    network. For triage."""
    rows = db.session.scalars(select(ListedPerson).where(ListedPerson.gone_on.is_(None))).all()
    on = today()
    told = [subjects.identity_of(one, on=on) for one in _people(answers)]
    return [
        row
        for row in rows
        if any(
            (verdict := subjects.compare(subjects.identity_of(as_answers(row.name, row.dob), on=on), one))
            and verdict.relation == SAME
            for one in told
        )
    ]


def _people(answers: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if answers.get("family_name") or answers.get("given_names"):
        yield answers
    members: Iterable[Any] = answers.get("members") or ()
    for member in members:
        if isinstance(member, Mapping) and member.get("name"):
            known = {name: member.get(name) for name in ("dob", "approx_age")}
            yield as_answers(str(member["name"]), None) | known
