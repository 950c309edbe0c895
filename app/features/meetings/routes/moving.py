"""A meeting moved or added by hand, and the timetable of each."""

from dataclasses import dataclass
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from app.features.meetings import queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands.exceptions import add_meeting, can_move, check_move, move_meeting
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.domain.cycle import Planned
from app.features.meetings.forms import MoveForm, WhenForm
from app.features.meetings.invitations import audience_of
from app.features.meetings.models import Meeting
from app.features.meetings.timetable import planned, task_of
from app.features.meetings.timetable import timetable as steps_of
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.numbers import whole_number
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission
CONFIRM = "confirm"


@dataclass(frozen=True)
class Shift:
    """A step of the timetable before and after a meeting is moved; `gone`: its new day has gone by already."""

    label: str
    before: Planned | None
    after: Planned | None
    gone: bool


@bp.get("/<uid:meeting_uid>/timetable")
@permits(P.MEETING_VIEW)
def timetable(meeting_uid: str) -> str:
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    manages = actor.may(P.MEETING_MANAGE)
    return render(
        "meetings/timetable.html",
        meeting=meeting,
        tasks=[task_of(step) for step in steps_of(actor, meeting)] if meeting.cancelled_at is None else [],
        movable=manages and can_move(meeting),
        audience=audience_of(actor, meeting) if manages and meeting.opened_at is None else None,
    )


@bp.route("/<uid:meeting_uid>/move", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def move_it(meeting_uid: str) -> ResponseReturnValue:
    """Another day, time or place: first shown with what it changes, then done."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    form = MoveForm(
        data={
            "held_on": meeting.held_on,
            "starts_at": meeting.starts_at,
            "venue": meeting.venue,
            "seen": str(meeting.sequence),
        }
    )
    if not form.is_submitted():
        check_meeting("move", meeting)
    if form.validate_on_submit():
        held_on, starts_at, venue = form.held_on.data or today(), form.starts_at.data or "", form.venue.data or ""
        seen = form.seen.data or ""
        with form.catching():
            if request.form.get(CONFIRM):
                move_meeting(
                    actor=actor,
                    meeting=meeting,
                    held_on=held_on,
                    starts_at=starts_at,
                    venue=venue,
                    reason=form.reason.data or "",
                    sequence=whole_number(seen, -1),
                )
                return see_other("meetings.timetable", meeting_uid=meeting.uid, flash="Meeting moved")
            check_move(actor, meeting, held_on, starts_at)
            return render(
                "meetings/move_check.html",
                form=form,
                meeting=meeting,
                held_on=held_on,
                starts_at=starts_at,
                venue=venue,
                shifts=_shifts(meeting, held_on) if held_on != meeting.held_on else [],
                audience=audience_of(actor, meeting),
            )
    return render("meetings/move.html", form=form, meeting=meeting)


def _shifts(meeting: Meeting, held_on: date) -> list[Shift]:
    """The timetable as it is, and as it would be."""
    after = queries.meeting_after(meeting)
    following = after.held_on if after else None
    before = {step.code: step for step in planned(meeting, following)}
    moved = {step.code: step for step in planned(meeting, following, held_on=held_on)}
    return [
        Shift(
            partnership.code_label("cycle_event", code, held_on),
            before.get(code),
            moved.get(code),
            gone=code in moved and moved[code].day < today(),
        )
        for code in {**moved, **before}
    ]


@bp.route("/new", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def new() -> ResponseReturnValue:
    """A meeting beside those of the series."""
    actor = current_actor()
    form = WhenForm()
    if form.validate_on_submit():
        with form.catching():
            meeting = add_meeting(
                actor=actor,
                held_on=form.held_on.data or today(),
                starts_at=form.starts_at.data or "",
                venue=form.venue.data or "",
                reason=form.reason.data or "",
            )
            return see_other("meetings.timetable", meeting_uid=meeting.uid, flash="Meeting added")
    return render("meetings/new.html", form=form)
