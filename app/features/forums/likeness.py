"""Whether somebody on another forum's list is somebody we hold, or are told of. A person decides. PR-13."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.features.forums.domain.lists import as_answers
from app.features.forums.models import ListedPerson
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Candidate
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.database import db

SAME = "SAME"
MOST = 10
"""People named for one row."""


def candidates(actor: Actor, rows: Sequence[ListedPerson]) -> dict[str, list[Candidate]]:
    """For each row, by uid, the people held who may be the same and were not ruled out; the exact first. Raises
    IndexNotReady just after a start, when the group holds many."""
    wanted = [row for row in rows if row.subject_uid is None]
    if not wanted:
        return {}
    found: dict[str, list[Candidate]] = {}
    told = [as_answers(row.name, row.dob) for row in wanted]
    for row, people in zip(wanted, subjects.similar_to_each(actor, told, MOST), strict=True):
        alike = [one for one in people if one.subject_uid not in row.ruled_out]
        if alike:
            found[row.uid] = alike
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
