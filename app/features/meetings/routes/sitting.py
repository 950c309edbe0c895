"""The meeting itself: attendance, opening, closing, minutes."""

import json
from typing import Any

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.meetings import people, presence, queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import sitting as commands
from app.features.meetings.forms import OpenForm, PersonForm, agency_choices
from app.features.meetings.models import Attendance, Meeting
from app.features.meetings.overtaking import shown_attendance
from app.features.meetings.people import Expected
from app.features.meetings.routes.agenda import item_row
from app.features.partnership import interface as partnership
from app.platform.access import Actor, Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import Hidden, Select, choice
from app.web.forms import Form
from app.web.rendering import render, see_other

P = Permission
NOBODY = ""
SEEN_LIMIT = 100_000


# Attendance ---------------------------------------------------------------------------------------------------------


def attendance_form(everybody: list[Expected]) -> Form:
    """One choice for each person. Left as it is, nothing is written down; taken back, the line goes. `seen` tells what
    the page showed when it was opened."""
    options = [choice(item.code, item.label) for item in partnership.code_list("attendance")]
    fields: dict[str, Any] = {
        f"p_{one.key}": Select(one.name, choices=options, blank="Not written down", default=one.attendance)
        for one in everybody
    }
    shown = json.dumps({one.key: one.attendance for one in everybody if one.attendance})
    fields["seen"] = Hidden(default=shown, max_length=SEEN_LIMIT)
    return type("AttendanceForm", (Form,), fields)()  # type: ignore[no-any-return]


@bp.route("/<uid:meeting_uid>/attendance", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def attendance(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    rows = presence.list_attendance(actor, meeting)
    everybody = people.expected(actor, meeting, rows)
    form = attendance_form(everybody)
    if form.validate_on_submit():
        with form.catching():
            chosen = {one.key: form[f"p_{one.key}"].data for one in everybody}
            shown = shown_attendance(form.seen.data)
            changed = sum(
                _write_down(actor, meeting, one, chosen[one.key], rows)
                for one in everybody
                if shown is None or chosen[one.key] != shown.get(one.key)  # another person's writing stays
            )
            people_words = "1 person" if changed == 1 else f"{changed} people"
            return see_other("meetings.meeting", meeting_uid=meeting.uid, flash=f"Attendance saved for {people_words}")
    return render("meetings/attendance.html", form=form, meeting=meeting, everybody=everybody)


def _write_down(actor: Actor, meeting: Meeting, one: Expected, chosen: str | None, rows: list[Attendance]) -> bool:
    if chosen == one.attendance:
        return False
    row = next((row for row in rows if row.uid == one.row_uid), None)
    if chosen is None:
        if row is not None:
            commands.remove_attendance(actor=actor, row=row, meeting=meeting)
        return row is not None
    commands.record_attendance(
        actor=actor,
        meeting=meeting,
        user_uid=one.user_uid,
        name=one.name,
        job_title=one.job_title,
        agency_uid=one.agency_uid,
        attendance=chosen,
        item_uids=row.item_uids if row is not None else (),
    )
    return True


@bp.route("/<uid:meeting_uid>/attendance/person", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def person(meeting_uid: str) -> ResponseReturnValue:
    """Somebody who is not in the list, for the whole meeting or for some items."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    form = PersonForm()
    form.agency_uid.choices = agency_choices(meeting.area_uid)
    form.item_uids.choices = [
        choice(item.uid, f"{item.case.reference}: {item.case.subject.title}")
        for item in queries.list_items(actor, meeting)
    ]
    if form.validate_on_submit():
        with form.catching():
            commands.record_attendance(actor=actor, meeting=meeting, user_uid=None, **form.values)
            return see_other("meetings.meeting", meeting_uid=meeting.uid, flash="Person added")
    return render("meetings/person.html", form=form, meeting=meeting)


# Opening and closing ------------------------------------------------------------------------------------------------


@bp.route("/<uid:meeting_uid>/open", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def open_it(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    form = OpenForm(data={"chair_uid": actor.user_uid if Role.CHAIR in actor.roles else None})
    form.chair_uid.choices = [
        choice(user.uid, user.name, hint=user.job_title or None)
        for user in accounts.holders_of(meeting.area_uid, Role.CHAIR)
    ]
    if form.validate_on_submit():
        with form.catching():
            commands.open_meeting(
                actor=actor,
                meeting=meeting,
                chair_uid=form.chair_uid.data or "",
                confidentiality_read=bool(form.confidentiality_read.data),
            )
            return see_other("meetings.meeting", meeting_uid=meeting.uid, flash="Meeting opened")
    quorum = presence.quorum_of(meeting, presence.list_attendance(actor, meeting))
    return render("meetings/open.html", form=form, meeting=meeting, quorum=quorum, quorum_words=_group)


def _group(code: str) -> str:
    return partnership.code_label("quorum_group", code)


@bp.route("/<uid:meeting_uid>/close", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def close(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    items = queries.list_items(actor, meeting)
    form = Form()
    if form.validate_on_submit():
        with form.catching():
            commands.close_meeting(actor=actor, meeting=meeting)
            return see_other("meetings.meeting", meeting_uid=meeting.uid, flash="Meeting closed")
    quorum = presence.quorum_of(meeting, presence.list_attendance(actor, meeting))
    return render(
        "meetings/close.html",
        form=form,
        meeting=meeting,
        left=[item_row(item) for item in queries.undecided(items)],
        quorum=quorum,
        quorum_words=_group,
    )
