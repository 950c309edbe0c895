"""Each at a meeting, on their own device: the confidentiality statement, and what the absent send in writing."""

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.meetings import presence, queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import attending as commands
from app.features.meetings.domain import status
from app.features.meetings.forms import ContributionForm, agency_choices
from app.features.meetings.live_models import Contribution
from app.features.meetings.models import Attendance
from app.features.meetings.picture import agency_words
from app.features.meetings.routes.agenda import item_row
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import Checkboxes, choice
from app.web.forms import Form
from app.web.rendering import moment, render, see_other

P = Permission


@bp.route("/<uid:meeting_uid>/statement", methods=["GET", "POST"])
@permits(P.MEETING_VIEW)
def statement(meeting_uid: str) -> ResponseReturnValue:
    """Each who is here ticks for themself; whoever runs the meeting for those in the room without a device."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    present = [row for row in presence.list_attendance(actor, meeting) if presence.is_here(row)]
    mine = next((row for row in present if row.user_uid == actor.user_uid), None)
    manages = actor.may(P.MEETING_MANAGE)
    others = [row for row in present if manages and row is not mine and row.acknowledged_at is None]
    form = _statement_form(mine, others)
    if form.validate_on_submit():
        chosen = set(form["people"].data) if "people" in form else {mine.uid} if mine else set()
        rows = [row for row in present if row.uid in chosen]
        if not rows:
            form.refuse("Select who acknowledged the statement", field="people")
        else:
            with form.catching():
                ticked = commands.acknowledge_statement(actor=actor, meeting=meeting, rows=rows)
                words = "1 person" if len(ticked) == 1 else f"{len(ticked)} people"
                return see_other("meetings.statement", meeting_uid=meeting.uid, flash=f"Acknowledged by {words}")
    names = accounts.user_names(actor, [row.acknowledged_by_uid for row in present])
    return render(
        "meetings/acknowledge.html",
        form=form,
        meeting=meeting,
        mine=mine,
        manages=manages,
        done=[(row, _ticked_by(row, names)) for row in present if row.acknowledged_at and (manages or row is mine)],
        over=status.meeting_status(meeting, today()) in status.ENDED,
    )


def _statement_form(mine: Attendance | None, others: list[Attendance]) -> Form:
    """Whoever runs the meeting chooses among all who have not acknowledged it; others tick for themselves alone."""
    waiting = [row for row in (mine, *others) if row is not None and row.acknowledged_at is None]
    if not others:
        return Form()
    people = Checkboxes(
        "Who acknowledged it",
        hint="For those in the room who have no device of their own",
        choices=[choice(row.uid, row.name, hint=agency_words(row.agency_uid)) for row in waiting],
        small=True,
    )
    return type("StatementForm", (Form,), {"people": people})()  # type: ignore[no-any-return]


def _ticked_by(row: Attendance, names: dict[str, str]) -> str:
    words = moment(row.acknowledged_at)
    if row.acknowledged_by_uid == row.user_uid:
        return words
    return f"{words}, ticked by {names.get(row.acknowledged_by_uid or '', 'somebody else')}"


@bp.get("/<uid:meeting_uid>/contributions")
@permits(P.MEETING_VIEW)
def contributions(meeting_uid: str) -> str:
    """The items somebody who cannot come may write about."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    items = queries.list_items(actor, meeting)
    written = commands.written_about(actor, meeting)
    return render(
        "meetings/contributions.html",
        meeting=meeting,
        items=[(item_row(item), written.get(item.uid, [])) for item in items],
        over=status.meeting_status(meeting, today()) in status.ENDED,
    )


@bp.route("/items/<uid:item_uid>/contribution", methods=["GET", "POST"])
@permits(P.MEETING_VIEW)
def contribution(item_uid: str) -> ResponseReturnValue:
    """What somebody who cannot come would have said about an item."""
    actor = current_actor()
    shown = queries.get_item(actor, item_uid)
    before = next((one for one in commands.list_contributions(actor, shown) if one.user_uid == actor.user_uid), None)
    form = _contribution_form(actor, shown.area_uid, before)
    if form.validate_on_submit():
        with form.catching():
            commands.contribute(actor=actor, item=shown, **form.values)
            return see_other("meetings.contributions", meeting_uid=shown.meeting_uid, flash="Contribution saved")
    audit.record("agenda.item_viewed", shown)
    return render("meetings/contribution.html", form=form, item=shown, row=item_row(shown))


def _contribution_form(actor: Actor, area_uid: str, before: Contribution | None) -> ContributionForm:
    """Whoever runs the month says for whom they write it down; others write for their own agency."""
    if actor.may(P.MEETING_MANAGE):
        form = ContributionForm()
        form.agency_uid.choices = agency_choices(area_uid)
        return form
    form = ContributionForm(data={"text": before.text} if before else {})
    del form.agency_uid, form.name
    return form
