"""Corrections: an agency that was there says what is wrong in an item, and the coordinator answers."""

from sqlalchemy import select

from app.features.meetings import interface as meetings
from app.features.meetings.interface import AgendaItem, Meeting
from app.features.minutes.domain import course
from app.features.minutes.models import Minutes, MinutesCorrection
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db


def may_propose(actor: Actor, minutes: Minutes, meeting: Meeting) -> bool:
    """While corrections are open, for the agencies that were at the meeting."""
    if course.minutes_state(minutes, today()) != course.CORRECTIONS or actor.agency_uid is None:
        return False
    return any(row.agency_uid == actor.agency_uid for row in meetings.list_attendance(actor, meeting))


def propose_correction(
    *, actor: Actor, minutes: Minutes, meeting: Meeting, item: AgendaItem | None, wrong: str, instead: str
) -> MinutesCorrection:
    """Say what is wrong in an item, or in the general part, and what it should say. Sent twice, it is one."""
    wrong, instead = wrong.strip(), instead.strip()
    if not wrong:
        raise Refused("Enter what is wrong", field="wrong")
    if not instead:
        raise Refused("Enter what it should say", field="instead")
    course.is_done("propose", minutes, today())
    if not may_propose(actor, minutes, meeting):
        raise Refused("Ask the coordinator: corrections come from agencies that were at the meeting")
    part_uid = item.uid if item else minutes.uid
    for one in db.session.scalars(
        select(MinutesCorrection).where(
            MinutesCorrection.part_uid == part_uid, MinutesCorrection.proposed_by_uid == actor.user_uid
        )
    ):
        if (one.wrong, one.instead) == (wrong, instead):
            return one
    correction = MinutesCorrection(
        uid=new_uid(),
        key_uid=item.key_uid if item else minutes.key_uid,
        agency_uid=actor.agency_uid,
        area_uid=minutes.area_uid,
        minutes_uid=minutes.uid,
        part_uid=part_uid,
        case_uid=item.case_uid if item else None,
        proposed_at=now(),
        proposed_by_uid=actor.user_uid,
    )
    correction.wrong, correction.instead, correction.answer = wrong, instead, None
    db.session.add(correction)
    db.session.flush()
    audit.record("minutes.correction_proposed", correction, part_uid=part_uid)
    return correction


def answer_correction(
    *, actor: Actor, minutes: Minutes, correction: MinutesCorrection, accepted: bool, answer: str
) -> None:
    """Accept it, and then put the words right; or leave the words, with the reason. Answered already, it stays so."""
    course.is_done("answer", minutes, today())
    if correction.answered_at is not None:
        return
    if not accepted and not answer.strip():
        raise Refused("Enter why it stays as it is", field="answer")
    correction.answered_at, correction.answered_by_uid = now(), actor.user_uid
    correction.accepted = accepted
    correction.answer = answer.strip() or None
    audit.record("minutes.correction_answered", correction, part_uid=correction.part_uid, accepted=accepted)
