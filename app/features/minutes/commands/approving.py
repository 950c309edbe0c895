"""From the coordinator to the chair, back or on; and the chair's signature, which locks."""

from app.features.accounts import interface as accounts
from app.features.meetings import interface as meetings
from app.features.meetings.interface import Meeting
from app.features.minutes import mails, queries
from app.features.minutes.commands.writing import draft_again, draft_general_again
from app.features.minutes.domain import course
from app.features.minutes.models import Minutes
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Role


def send_to_chair(*, actor: Actor, minutes: Minutes, meeting: Meeting) -> None:
    """Ask the chair to approve the draft. What nobody has put into words of their own is drafted once more, so that
    notes put right since the meeting are in it."""
    if _done("send", minutes):
        return
    for item in meetings.list_items(actor, meeting, withdrawn=True):
        if queries.latest_version(actor, minutes, item.uid).number == 1:
            draft_again(actor=actor, minutes=minutes, item=item)
    draft_general_again(actor=actor, minutes=minutes, meeting=meeting)
    _change("send", minutes)
    minutes.returned_reason = None
    audit.record("minutes.sent_to_chair", minutes)
    chairs = accounts.holders_of(minutes.area_uid, Role.CHAIR)
    for chair in [one for one in chairs if one.uid == meeting.chair_uid] or chairs:
        mails.ask_chair(chair, minutes, meeting)


def give_back(*, actor: Actor, minutes: Minutes, reason: str) -> None:
    """The chair wants something changed."""
    _check_chair(actor)
    if not reason.strip():
        raise Refused("Enter what should be changed", field="reason")
    if _done("give_back", minutes):
        return
    _change("give_back", minutes)
    minutes.returned_reason = reason.strip()
    audit.record("minutes.given_back", minutes, reason=reason.strip())


def approve(*, actor: Actor, minutes: Minutes) -> None:
    """The chair agrees to the words. Whatever is changed before issue waits for the chair again (1.4 DRAFT_MIN)."""
    _check_chair(actor)
    if _done("approve", minutes):
        return
    _change("approve", minutes)
    minutes.approved_by_uid = actor.user_uid
    audit.record("minutes.approved", minutes)


def lock(*, actor: Actor, minutes: Minutes, meeting: Meeting, reason: str | None = None) -> None:
    """Whoever chaired the meeting signs, or another chair in their place with the `reason`. From then on nothing of it
    changes (1.4 CORRECT).

    Refused while corrections are open, unanswered or not issued.
    """
    _check_chair(actor)
    if _done("lock", minutes):
        return
    if queries.count_unanswered(actor, minutes):
        raise Refused("Answer every correction that was proposed, then sign")
    versions = queries.current_versions(actor, minutes, issued=False).values()
    if any(version.issued_round is None for version in versions):
        raise Refused("Issue what was corrected first, then sign")
    meetings.sign_meeting(actor=actor, meeting=meeting, reason=reason)
    if actor.user_uid != meeting.chair_uid:
        minutes.locked_reason = (reason or "").strip()
    _change("lock", minutes)
    minutes.locked_by_uid = actor.user_uid
    audit.record("minutes.locked", minutes)


def _done(step: str, minutes: Minutes) -> bool:
    queries.hold(minutes)
    return course.is_done(step, minutes, today())


def _change(step: str, minutes: Minutes) -> None:
    for name, value in course.changes(step, minutes, now()).items():
        setattr(minutes, name, value)


def _check_chair(actor: Actor) -> None:
    if Role.CHAIR not in actor.roles:
        raise NotPermitted("only the chair approves and signs minutes")
