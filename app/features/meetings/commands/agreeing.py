"""The chair agrees the agenda; people say whether they will be there."""

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.meetings import planning
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.models import AgreedAgenda, Answer, Meeting
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Role
from app.platform.database import db

ABSENT = "ABSENT"


def agree_agenda(*, actor: Actor, meeting: Meeting) -> AgreedAgenda:
    """The chair agrees the agenda as it stands. What changes later is shown against it; agreed again without a change,
    it is the same agreement."""
    if Role.CHAIR not in actor.roles:
        raise NotPermitted("only the chair agrees the agenda")
    check_meeting("agree", meeting)
    lines = planning.lines_of(actor, meeting)
    if not lines:
        raise Refused("Build the agenda first: nothing is on it")
    last = planning.agreed_agenda(meeting)
    if last is not None and planning.read_lines(last) == lines:
        return last
    row = AgreedAgenda(
        meeting_uid=meeting.uid,
        agreed_at=now(),
        agreed_by_uid=actor.user_uid,
        lines=[
            {"item": one.item_uid, "case": one.case_uid, "minutes": one.minutes, "reasons": list(one.reasons)}
            for one in lines
        ],
    )
    db.session.add(row)
    meeting.agenda_agreed_at, meeting.agenda_agreed_by_uid = row.agreed_at, actor.user_uid
    db.session.flush()
    audit.record("meeting.agenda_agreed", meeting, items=len(lines))
    return row


def answer_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    answer: str,
    deputy_name: str | None = None,
    note: str | None = None,
    user_uid: str | None = None,
) -> Answer:
    """Say whether somebody (oneself, unless whoever runs the month says it for them) will be there. It may be changed
    until the meeting begins. `answer` is a code of the list `attendance`, without ABSENT."""
    check_meeting("answer", meeting, at="answer")
    code = partnership.code_item("attendance", answer)
    if code is None or answer == ABSENT:
        raise Refused("Select whether you will be there", field="answer")
    deputy_name = (deputy_name or "").strip() or None
    if code.attributes.get("deputy"):
        deputy_name = needed(deputy_name, "Enter the name of the deputy", "deputy_name")
    else:
        deputy_name = None
    who = accounts.get_user(actor, user_uid or actor.user_uid)
    row = db.session.scalar(select(Answer).where(Answer.meeting_uid == meeting.uid, Answer.user_uid == who.uid))
    told = (answer, deputy_name, (note or "").strip() or None)
    if row is None:
        row = Answer(
            key_uid=meeting.area_uid,
            area_uid=meeting.area_uid,
            meeting_uid=meeting.uid,
            user_uid=who.uid,
            answered_at=now(),
        )
        row.agency_uid = who.agency_uid
        db.session.add(row)
    elif (row.answer, row.deputy_name, row.note) == told:
        return row
    row.answer, row.deputy_name, row.note = told
    row.answered_at = now()
    db.session.flush()
    audit.record("meeting.answered", meeting, answer=answer)
    return row
