"""The meeting itself: attendance, opening, closing, minutes."""

import json
from typing import Any

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.meetings import people, presence, queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import sitting as commands
from app.features.meetings.commands.drafting import drafts_of_items
from app.features.meetings.forms import OpenForm, PersonForm, agency_choices
from app.features.meetings.models import AgendaItem, Attendance, Meeting
from app.features.meetings.overtaking import shown_attendance
from app.features.meetings.people import Expected
from app.features.meetings.routes.agenda import item_row
from app.features.partnership import interface as partnership
from app.platform.access import Actor, Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import Hidden, Select, TextField, choice
from app.web.forms import Form
from app.web.rendering import render, see_other

P = Permission
NOBODY = ""
DEPUTY = "DEPUTY"
SEEN_LIMIT = 100_000
BEGUN = {"summary": "notes", "voice_heard": "notes", "decisions": "a decision", "action": "an action",
         "assurance": "assurance"}  # fmt: skip


# Attendance ---------------------------------------------------------------------------------------------------------


def attendance_form(everybody: list[Expected]) -> Form:
    """One choice for each person. Left as it is, nothing is written down; taken back, the line goes. `seen` tells what
    the page showed when it was opened."""
    options = [choice(item.code, item.label) for item in partnership.code_list("attendance")]
    fields: dict[str, Any] = {
        f"p_{one.key}": Select(one.name, choices=options, blank="Not written down", default=one.attendance)
        for one in everybody
    }
    fields |= {
        f"d_{one.key}": TextField("Whom they came for", default=one.deputy_for)
        for one in everybody
        if one.attendance == DEPUTY
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
                _write_down(actor, meeting, one, chosen[one.key], rows, _came_for(form, one))
                for one in everybody
                if shown is None or chosen[one.key] != shown.get(one.key) or _came_for(form, one) != one.deputy_for
            )  # another person's writing stays
            unsaid = any(chosen[one.key] == DEPUTY and not _came_for(form, one) for one in everybody)
            people_words = "1 person" if changed == 1 else f"{changed} people"
            if unsaid and changed:
                words = f"Attendance saved for {people_words}. Enter whom the deputies came for"
                return see_other("meetings.attendance", meeting_uid=meeting.uid, flash=words)
            return see_other("meetings.meeting", meeting_uid=meeting.uid, flash=f"Attendance saved for {people_words}")
    return render("meetings/attendance.html", form=form, meeting=meeting, everybody=everybody)


def _came_for(form: Form, one: Expected) -> str:
    """Whom somebody came for, as the page says it; as it was where the page did not ask."""
    name = f"d_{one.key}"
    return form[name].data or "" if name in form else one.deputy_for


def _write_down(  # noqa: PLR0917 - one line of the page
    actor: Actor, meeting: Meeting, one: Expected, chosen: str | None, rows: list[Attendance], came_for: str
) -> bool:
    if chosen == one.attendance and came_for == one.deputy_for:
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
        deputy_for=came_for,
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
        begun=_begun(items),
        quorum=quorum,
        quorum_words=_group,
    )


def _begun(items: list[AgendaItem]) -> list[tuple[dict[str, Any], list[str]]]:
    """The items with something typed and not saved, with what it is."""
    parts: dict[str, set[str]] = {}
    for draft in drafts_of_items(items):
        parts.setdefault(draft.item_uid, set()).add(BEGUN.get(draft.part, "a form"))
    return [(item_row(item), sorted(parts[item.uid])) for item in items if item.uid in parts]
