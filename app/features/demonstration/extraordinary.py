"""A meeting that could not wait (PR-05): for each notification that triage found urgent."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial

from app.features.demonstration import minuting
from app.features.demonstration.cast import Cast, body_of
from app.features.demonstration.month import Month, Record
from app.features.demonstration.nominations import decided_on
from app.features.demonstration.replay import Memory, Step
from app.features.meetings import interface as meetings
from app.kernel.clock import LONDON, today
from app.platform.access import Actor

URGENT = "URGENT_EXTRAORDINARY"
CONVENED = time(13, 0)
HELD = time(15, 0)
AT_ONCE = frozenset({"POL", "LA_CSC", "YOT", "LA_EDU"})
"""Types of agency whose people are called in."""
SUMMARY = "Heard out of turn because somebody may be in danger. What was put in place stands until the monthly meeting."
RETURNS = "Returns to the monthly meeting"


def steps(month: Month, cast: Cast, memory: Memory, area_uid: str) -> Iterator[Step]:
    """Convened and held on the day the notification was decided."""
    for record in month.notifications:
        outcome = month.decisions.outcomes.get(record["record_id"])
        if outcome is None or outcome.code != URGENT:
            continue
        held: dict[str, str] = {}
        day = decided_on(record)
        yield Step(datetime.combine(day, CONVENED, LONDON), cast.coordinator, _convene(outcome.reason, month, held))
        yield Step(datetime.combine(day, HELD, LONDON), cast.coordinator, _hold(record, month, memory, held))
        yield from minuting.steps(
            partial(held.__getitem__, "uid"),
            day,
            area_uid,
            coordinator=cast.coordinator,
            chair=month.meeting["chair"],
            signs=False,
        )


def _convene(reason: str, month: Month, held: dict[str, str]) -> Callable[[Actor], None]:
    def convene(actor: Actor) -> None:
        meeting = meetings.convene_extraordinary(
            actor=actor,
            held_on=today(),
            starts_at=f"{HELD:%H:%M}",
            venue=month.meeting["venue"],
            reason=reason,
        )
        meetings.build_agenda(actor=actor, meeting=meeting)
        held["uid"] = meeting.uid

    return convene


def _hold(record: Record, month: Month, memory: Memory, held: dict[str, str]) -> Callable[[Actor], None]:
    def hold(actor: Actor) -> None:
        meeting = meetings.get_meeting(actor, held["uid"])
        for one in month.meeting["attendees"]:
            runs_it = one["name"] in (month.meeting["chair"], month.meeting["minute_taker"])
            if runs_it or (one["agency"]["agency_type"] in AT_ONCE and not one.get("invited_for")):
                meetings.record_attendance(
                    actor=actor,
                    meeting=meeting,
                    user_uid=memory.users[one["name"]],
                    name=one["name"],
                    job_title=one["role"],
                    agency_uid=memory.agencies[body_of(one["agency"])],
                    attendance="REMOTE",
                )
        meetings.open_meeting(
            actor=actor,
            meeting=meeting,
            chair_uid=memory.users[month.meeting["chair"]],
            confidentiality_read=True,
        )
        for item in meetings.list_items(actor, meeting):
            meetings.hear_item(actor=actor, item=item, summary=SUMMARY, voice_heard=None)
            meetings.decide(actor=actor, item=item, code="KEEP_OPEN", detail=RETURNS)
        meetings.close_meeting(actor=actor, meeting=meeting)

    return hold
