"""What rooms below show and do of minutes: a draft when a meeting closes, a card on its page, steps of the month."""

from flask import url_for

from app.features.meetings import interface as meetings
from app.features.meetings.interface import Meeting, StepState
from app.features.minutes import queries, reading
from app.features.minutes.commands import writing
from app.features.minutes.domain import course
from app.features.minutes.models import Minutes
from app.features.minutes.words import STATES
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def minutes_panel(meeting: Meeting, **_context: object) -> str | None:
    """How the minutes of a meeting stand, and the way to them."""
    actor = current_actor()
    if meeting.closed_at is None or not actor.may(Permission.MEETING_VIEW):
        return None
    held = queries.find_minutes(actor, meeting.uid)
    manages = reading.manages(actor)
    if held is None and not manages:
        return None
    state = course.minutes_state(held, today()) if held else None
    return part(
        "minutes/panel.html",
        meeting=meeting,
        minutes=held,
        state=STATES[state] if state else None,
        may_read=manages or bool(held and held.issued_at),
        manages=manages,
    )


def draft(actor: Actor, meeting: Meeting) -> None:
    """What was recorded at a meeting becomes the draft of its minutes."""
    writing.start_minutes(actor=actor, meeting=meeting)


def _step(actor: Actor, meeting: Meeting, is_done: bool, page: str = "minutes.minutes") -> StepState:
    url = url_for(page, meeting_uid=meeting.uid) if meeting.closed_at else None
    return StepState(done=is_done, url=url)


def _held(actor: Actor, meeting: Meeting) -> Minutes | None:
    return queries.find_minutes(actor, meeting.uid) if meeting.closed_at else None


def urgent_out(actor: Actor, meeting: Meeting) -> StepState:
    held = _held(actor, meeting)
    return _step(actor, meeting, bool(held and held.urgent_out_at), "minutes.urgent" if held else "minutes.minutes")


def drafted(actor: Actor, meeting: Meeting) -> StepState:
    held = _held(actor, meeting)
    return _step(actor, meeting, bool(held and held.sent_at))


def issued(actor: Actor, meeting: Meeting) -> StepState:
    held = _held(actor, meeting)
    return _step(actor, meeting, bool(held and held.issued_at))


def corrected(actor: Actor, meeting: Meeting) -> StepState:
    """Done with the chair's signature; until then, the corrections that wait for an answer."""
    held = _held(actor, meeting)
    left = queries.count_unanswered(actor, held) if held and not held.locked_at else 0
    url = url_for("minutes.minutes", meeting_uid=meeting.uid) if held else None
    return StepState(done=bool(held and held.locked_at), left=left or None, what="correction", url=url)


panels.register("meeting", 30, minutes_panel)
meetings.when_closed("minutes", draft)
meetings.add_fact("URGENT_OUT", urgent_out)
meetings.add_fact("DRAFT_MIN", drafted)
meetings.add_fact("MIN_OUT", issued)
meetings.add_fact("CORRECT", corrected)
