"""When the group meets."""

from flask.typing import ResponseReturnValue

from app.features.meetings import queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import calendar as commands
from app.features.meetings.commands.exceptions import cancel_meeting, convene_extraordinary
from app.features.meetings.domain import recurrence
from app.features.meetings.domain.status import meeting_status
from app.features.meetings.forms import BY_THE_MONTH, ExtraordinaryForm, ReasonForm, SeriesForm
from app.features.meetings.invitations import audience_of
from app.features.meetings.words import MEETING_STATUS
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import count, render, see_other

P = Permission


@bp.get("/")
@permits(P.MEETING_VIEW)
def list_all() -> str:
    actor = current_actor()
    ahead, gone = queries.upcoming_and_past(actor)
    following = queries.next_meeting(actor)
    return render(
        "meetings/list.html",
        following=following,
        ahead=ahead,
        gone=gone,
        counts=queries.count_items(actor, [*ahead, *gone]),
        series=queries.list_series(actor),
        status_of=lambda meeting: MEETING_STATUS[meeting_status(meeting, today())],
        words_of=lambda one: recurrence.read(one.rule).words,
        manages=actor.may(P.MEETING_MANAGE),
    )


@bp.route("/series", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def series() -> ResponseReturnValue:
    """Say when the group meets; its meetings of the coming year follow."""
    actor = current_actor()
    area_uid = actor.area_uid
    form = SeriesForm(
        data={
            "week_of_month": str(partnership.number("cycle.meeting.week", area_uid)),
            "weekday": str(partnership.number("cycle.meeting.weekday", area_uid) - 1),
            "valid_from": today(),
            "frequency": BY_THE_MONTH,
            "interval": 1,
        }
    )
    form.forum_uid.choices = [choice(forum.uid, forum.name) for forum in partnership.list_forums(area_uid)]
    if form.validate_on_submit():
        with form.catching():
            made = commands.create_series(
                actor=actor,
                forum_uid=form.forum_uid.data or "",
                frequency=form.frequency.data or "",
                interval=form.interval.data or 0,
                weekday=int(form.weekday.data or -1),
                week_of_month=int(form.week_of_month.data or 0),
                starts_at=form.starts_at.data or "",
                venue=form.venue.data or "",
                valid_from=form.valid_from.data or today(),
            )
            added = commands.schedule_meetings(actor=actor, series=made)
            return see_other("meetings.list_all", flash=f"{count(added, 'meeting')} added to the calendar")
    return render("meetings/series.html", form=form)


@bp.route("/extraordinary", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def extraordinary() -> ResponseReturnValue:
    """Call a meeting that cannot wait. PR-05."""
    actor = current_actor()
    form = ExtraordinaryForm()
    if form.validate_on_submit():
        with form.catching():
            meeting = convene_extraordinary(
                actor=actor,
                held_on=form.held_on.data or today(),
                starts_at=form.starts_at.data or "",
                venue=form.venue.data or "",
                reason=form.reason.data or "",
            )
            return see_other("meetings.meeting", meeting_uid=meeting.uid, flash="Extraordinary meeting called")
    area_uid = actor.area_uid
    return render("meetings/extraordinary.html", form=form, limit=partnership.number("meeting.extraordinary", area_uid))


@bp.route("/<uid:meeting_uid>/call-off", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def call_off(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            cancel_meeting(actor=actor, meeting=meeting, reason=form.reason.data or "")
            return see_other("meetings.list_all", flash="Meeting called off")
    return render("meetings/call_off.html", form=form, meeting=meeting, audience=audience_of(actor, meeting))
