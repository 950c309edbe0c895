"""Recording a session: first whether it happened, and only then who came."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.sessions.changing import hold
from app.features.sessions.domain import attending
from app.features.sessions.domain.attending import Answer
from app.features.sessions.domain.planning import COUNTING
from app.features.sessions.models import Attendance, ContactTally, Session
from app.features.sessions.telling import tell
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("session.happened")
audit.declare("session.not_held", facts={"reason", "people"})
audit.declare("attendance.taken", facts={"people", "came"})
audit.declare("attendance.corrected", facts={"before", "after", "minutes_before", "minutes_after"})

HAPPENED_FIRST = "Record that the session happened first"


def record_held(*, actor: Actor, session: Session, note: str | None = None) -> None:
    """It happened. What was said while it was thought not to have happened is taken back. Pressed twice, the same."""
    _hold_past(actor, session)
    _check_note(session, note)
    if session.happened is not True:
        for row in rows_of(session) if session.happened is False else ():
            _set(row, actor, None, None, None)
        session.happened, session.not_held_reason = True, None
        _sign(session, actor)
        audit.record("session.happened", session)
    session.note = (note or "").strip() or session.note


def record_not_held(*, actor: Actor, session: Session, reason: str, note: str | None = None) -> None:
    """It did not happen. `reason`, a code of `session_not_held`, says whose reason it was, and so what is said of
    everybody who was asked: nobody failed to come. Refused once contacts were counted."""
    item = partnership.code_item("session_not_held", reason or "")
    if item is None:
        raise Refused("Select why it did not happen", field="reason")
    _hold_past(actor, session)
    _check_note(session, note)
    if db.session.scalar(select(ContactTally.uid).where(ContactTally.session_uid == session.uid).limit(1)):
        raise Refused("Take the people you counted out first: then it did not happen")
    if session.happened is False and session.not_held_reason == reason:
        session.note = (note or "").strip() or session.note
        return
    rows = rows_of(session)
    for row in rows:
        _set(row, actor, str(item.attributes["attend"]), str(item.attributes["by"]), 0)
    session.happened, session.not_held_reason = False, reason
    session.note = (note or "").strip() or session.note
    _sign(session, actor)
    audit.record("session.not_held", session, reason=reason, people=len(rows))


def record_attendance(
    *, actor: Actor, session: Session, answers: Sequence[Answer], everybody_came: bool = False
) -> Sequence[Attendance]:
    """Who came, of the whole group at once. Where nothing is said nothing changes; with `everybody_came` those of whom
    nothing was said ever were present. Returns the rows that changed.

    An answer put right stays in the audit as it was before. Raises Refused at `rows-<place>-<field>`.
    """
    hold(actor, session)
    if session.happened is not True:
        raise Refused(HAPPENED_FIRST)
    rows = rows_of(session)
    for refused in problems(session, rows, answers):
        raise refused
    said = {answer.uid: answer for answer in answers}
    changed = []
    for row in rows:
        answer = said.get(row.uid, Answer(row.uid))
        if answer.code is None and everybody_came and row.code is None:
            answer = replace(answer, code=attending.PRESENT)
        if _say(actor, session, row, answer):
            changed.append(row)
    if changed:
        came = [row for row in changed if row.code in attending.ATTENDED]
        audit.record("attendance.taken", session, people=len(changed), came=len(came))
        tell(actor, session, came)
    return changed


def rows_of(session: Session) -> Sequence[Attendance]:
    """Who was asked, as far as whoever acts may see them."""
    return db.session.scalars(
        select(Attendance).where(Attendance.session_uid == session.uid).order_by(Attendance.referral_uid)
    ).all()


def problems(session: Session, rows: Iterable[Attendance], answers: Iterable[Answer]) -> Iterator[Refused]:
    """What cannot be said of each of these rows, at `rows-<place>-<field>`: the page shows them all at once."""
    adults = {row.uid: row.adult for row in rows}
    for place, answer in enumerate(answers):
        try:
            if answer.uid in adults:
                _check(session, adults[answer.uid], answer)
        except Refused as refused:
            yield Refused(refused.message, field=f"rows-{place}-{refused.field}", rule=refused.rule)


def _check(session: Session, adult: bool, answer: Answer) -> None:
    attending.check_feedback(answer.feedback)
    if answer.code is None:
        return
    if not partnership.is_code("attend_code", answer.code):
        raise Refused("Select an answer from the list", field="code")
    attending.check_code(answer.code, adult)
    if answer.reason_by and not partnership.is_code("whose_reason", answer.reason_by):
        raise Refused("Select whose reason it was from the list", field="reason_by")
    attending.delivered(answer.code, answer.minutes, session.minutes)


def _say(actor: Actor, session: Session, row: Attendance, answer: Answer) -> bool:
    """Whether anything was said that was not said before."""
    before = (row.code, row.minutes, row.reason_by, row.note, row.feedback)
    if answer.code is not None:
        minutes = attending.delivered(answer.code, answer.minutes, session.minutes)
        _set(row, actor, answer.code, attending.whose_reason(answer.code, answer.reason_by), minutes)
    row.note = answer.note.strip() or row.note
    row.feedback = row.feedback if answer.feedback is None or row.adult else answer.feedback
    return (row.code, row.minutes, row.reason_by, row.note, row.feedback) != before


def _set(row: Attendance, actor: Actor, code: str | None, reason_by: str | None, minutes: int | None) -> None:
    if (row.code, row.reason_by, row.minutes) == (code, reason_by, minutes):
        return
    if row.code is not None:
        audit.record(
            "attendance.corrected",
            row,
            before=row.code,
            after=code,
            minutes_before=row.minutes,
            minutes_after=minutes,
        )
    row.code, row.reason_by, row.minutes = code, reason_by, minutes
    row.recorded_at, row.recorded_by_uid = now(), actor.user_uid


def _hold_past(actor: Actor, session: Session) -> None:
    hold(actor, session)
    if session.cancelled_on is not None:
        raise Refused("Plan a new session: this one was called off")
    if session.held_on > today():
        raise Refused("Call it off instead: this session is still to come")


def _check_note(session: Session, note: str | None) -> None:
    if session.mode in COUNTING and (note or "").strip():
        raise Refused("Leave the note out: what is counted without names has no words", field="note", rule="PR-51")


def _sign(session: Session, actor: Actor) -> None:
    session.recorded_at, session.recorded_by_uid = now(), actor.user_uid
