"""Who said they will be at a meeting, and whether that would make a quorum."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.features.meetings import people, presence
from app.features.meetings.domain.quorum import Quorum
from app.features.meetings.models import Answer, Meeting
from app.features.partnership import interface as partnership
from app.platform.access import Actor
from app.platform.database import db


@dataclass(frozen=True)
class Asked:
    """Somebody who is expected, and what they said. `answer` None: nothing yet."""

    name: str
    job_title: str
    agency: str
    answer: str | None
    comes: bool
    deputy: str | None = None
    note: str | None = None


def own_answer(actor: Actor, meeting: Meeting) -> Answer | None:
    return db.session.scalar(select(Answer).where(Answer.meeting_uid == meeting.uid, Answer.user_uid == actor.user_uid))


def list_answers(actor: Actor, meeting: Meeting) -> list[Answer]:
    """What everybody said, as far as the actor may read it."""
    return list(db.session.scalars(select(Answer).where(Answer.meeting_uid == meeting.uid)))


def comes(row: Answer) -> bool:
    """Whether somebody of the agency will be there: an attribute of the code list `attendance`."""
    item = partnership.code_item("attendance", row.answer)
    return bool(item and item.attributes.get("present"))


def expected_quorum(meeting: Meeting, rows: Sequence[Answer]) -> Quorum:
    return presence.quorum_with(meeting, {row.agency_uid for row in rows if row.agency_uid and comes(row)})


def asked(actor: Actor, meeting: Meeting, rows: Sequence[Answer]) -> list[Asked]:
    """Everybody with an account who is expected, those who did not answer first, then by agency and name."""
    told = {row.user_uid: row for row in rows}
    found = []
    for one in people.expected(actor, meeting, ()):
        if one.user_uid is None:
            continue
        row = told.get(one.user_uid)
        found.append(
            Asked(
                one.name,
                one.job_title,
                one.agency,
                row.answer if row else None,
                bool(row and comes(row)),
                row.deputy_name if row else None,
                row.note if row else None,
            )
        )
    return sorted(found, key=lambda one: (one.answer is not None, one.agency.casefold(), one.name.casefold()))
