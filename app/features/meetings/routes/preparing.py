"""The days before a meeting: its times, what is left out, the chair's agreement, who comes, conflicts of interest."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.incidents import interface as incidents
from app.features.meetings import answers, planning, queries
from app.features.meetings.apart import apart, next_to_each_other
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import agreeing, conflicts, placing
from app.features.meetings.domain import status
from app.features.meetings.preparing_forms import AnswerForm, ConflictForm, OwnConflictForm, TimeForm
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform.access import Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

P = Permission
MEETING = "meetings.meeting"


@bp.get("/<uid:meeting_uid>/left-out")
@permits(P.MEETING_MANAGE)
def left_out(meeting_uid: str) -> str:
    """Every open case that was considered and is not on the agenda, with the reason."""
    actor = current_actor()
    shown = queries.get_meeting(actor, meeting_uid)
    return render("meetings/left_out.html", meeting=shown, rows=planning.left_out(actor, shown))


@bp.post("/<uid:meeting_uid>/agree")
@permits(P.MEETING_MANAGE)
def agree(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    if Role.CHAIR not in actor.roles:
        raise NotFound("agreement")
    shown = queries.get_meeting(actor, meeting_uid)
    items = queries.list_items(actor, shown)
    page = incidents.stopped(
        actor,
        next_to_each_other(items, apart(actor, items)),
        step="agenda",
        row=shown,
        heading="Before you agree the agenda",
        button="Agree it all the same",
        back=url_for(MEETING, meeting_uid=meeting_uid),
    )
    if page is not None:
        return page
    agreeing.agree_agenda(actor=actor, meeting=shown)
    return see_other(MEETING, meeting_uid=meeting_uid, flash="Agenda agreed")


@bp.route("/items/<uid:item_uid>/time", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def time(item_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    form = TimeForm(data={"minutes": item.minutes_planned, "brief": item.brief})
    if form.validate_on_submit():
        with form.catching():
            if status.meeting_status(item.meeting, today()) in status.ENDED:
                raise Refused("Choose another meeting: this one is over", field="minutes")
            placing.set_time(actor=actor, item=item, minutes=form.minutes.data, brief=bool(form.brief.data))
            return see_other(MEETING, meeting_uid=item.meeting_uid, flash="Time planned", _anchor=f"item-{item.uid}")
    return render("meetings/time.html", form=form, item=item, usual=placing.minutes_of(item))


@bp.route("/<uid:meeting_uid>/coming", methods=["GET", "POST"])
@permits(P.MEETING_VIEW)
def coming(meeting_uid: str) -> ResponseReturnValue:
    """Will you be there?"""
    actor = current_actor()
    shown = queries.get_meeting(actor, meeting_uid)
    if not planning.is_ahead(shown):
        raise NotFound("meeting to come")
    own = answers.own_answer(actor, shown)
    form = AnswerForm(
        data={"answer": own.answer, "deputy_name": own.deputy_name, "note": own.note} if own is not None else None
    )
    if form.validate_on_submit():
        with form.catching():
            agreeing.answer_meeting(actor=actor, meeting=shown, **form.values)
            return see_other(MEETING, meeting_uid=meeting_uid, flash="Thank you. The coordinator sees your answer")
    return render("meetings/coming.html", form=form, meeting=shown)


@bp.get("/<uid:meeting_uid>/answers")
@permits(P.MEETING_MANAGE)
def who_comes(meeting_uid: str) -> str:
    """Who said they will come, and whether that makes a quorum."""
    actor = current_actor()
    shown = queries.get_meeting(actor, meeting_uid)
    rows = answers.list_answers(actor, shown)
    return render(
        "meetings/answers.html",
        meeting=shown,
        rows=answers.asked(actor, shown, rows),
        words=lambda code: partnership.code_label("attendance", code),
        quorum=answers.expected_quorum(shown, rows),
        quorum_words=lambda code: partnership.code_label("quorum_group", code),
    )


@bp.route("/items/<uid:item_uid>/own-conflict", methods=["GET", "POST"])
@permits(P.MEETING_VIEW)
def own_conflict(item_uid: str) -> ResponseReturnValue:
    """Declare a conflict of interest of one's own. PR-03."""
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    meeting_uid = item.meeting_uid
    form = OwnConflictForm()
    if form.validate_on_submit():
        with form.catching():
            conflicts.declare_conflict(actor=actor, item=item, user_uid=actor.user_uid, **form.values)
            return see_other(MEETING, meeting_uid=meeting_uid, flash="Conflict of interest declared")
    return render("meetings/own_conflict.html", form=form, item=item)


@bp.route("/items/<uid:item_uid>/conflicts", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def item_conflicts(item_uid: str) -> ResponseReturnValue:
    """What was declared for an item, and a form to declare for somebody."""
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    meeting_uid = item.meeting_uid
    form = ConflictForm()
    names = {agency.uid: agency.name for agency in partnership.agencies_in(item.area_uid)}
    form.user_uid.choices = [
        choice(user.uid, user.name, group=names.get(user.agency_uid or "", "Other"))
        for user in accounts.list_users(actor)
    ]
    if form.validate_on_submit():
        with form.catching():
            if form.user_uid.data is None and not form.name.data:
                raise Refused("Enter who has a conflict of interest", field="name")
            conflicts.declare_conflict(actor=actor, item=item, **form.values)
            flash = "Conflict of interest declared"
            if form.lock_out.data and form.user_uid.data == actor.user_uid:
                return see_other(MEETING, meeting_uid=meeting_uid, flash=flash)
            return see_other("meetings.item_conflicts", item_uid=item_uid, flash=flash)
    return render("meetings/conflicts.html", form=form, item=item)
