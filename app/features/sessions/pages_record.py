"""Recording: did it happen, and then who came, of the whole group on one page."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.partnership import interface as partnership
from app.features.sessions import changing, forms, queries, recording
from app.features.sessions.blueprint import bp
from app.features.sessions.domain import attending
from app.features.sessions.domain.attending import Answer
from app.features.sessions.forms import OTHER
from app.features.sessions.pages_plan import RECORD
from app.features.sessions.queries import Row
from app.features.sessions.state import record_at
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

FIRST = (attending.PRESENT, attending.LATE, attending.PART)
"""Offered at a touch, with that the person was not there; the others are a step further."""


@bp.route("/<uid:session_uid>/happened", methods=["GET", "POST"])
@permits(RECORD)
def happened(session_uid: str) -> ResponseReturnValue:
    """Did it happen? When not, whose reason was it?"""
    actor = current_actor()
    session = queries.session_for_change(actor, session_uid)
    said = {True: "YES", False: "NO"}.get(session.happened) if session.happened is not None else None
    form = forms.HappenedForm(data={"happened": said, "reason": session.not_held_reason, "note": session.note})
    if session.counts:
        del form.note
    if form.validate_on_submit():
        with form.catching():
            note = form.note.data if "note" in form else None
            if form.happened.data == "NO":
                recording.record_not_held(actor=actor, session=session, reason=form.reason.data, note=note)
                return see_other("sessions.session", session_uid=session.uid, flash="Recorded that it did not happen")
            recording.record_held(actor=actor, session=session, note=note)
            return see_other(record_at(session), session_uid=session.uid)
    return render("sessions/happened.html", form=form, session=session, to_come=session.held_on > today())


@bp.route("/<uid:session_uid>/attendance", methods=["GET", "POST"])
@permits(RECORD)
def attendance(session_uid: str) -> ResponseReturnValue:
    """Who came: everybody on one page, nothing chosen beforehand, one press where everybody came."""
    actor = current_actor()
    session = queries.session_for_change(actor, session_uid)
    if session.counts or session.cancelled_on is not None:
        raise NotFound("Attendance")
    if session.happened is not True:
        return see_other("sessions.happened", session_uid=session.uid)
    rows = queries.rows_at([session.uid]).get(session.uid, [])
    form = forms.AttendanceForm(data={"rows": [_shown(row) for row in rows]})
    by_uid = {row.attendance.uid: row for row in rows}
    if form.validate_on_submit():
        answers = [_answer(one) for one in form.rows.data]
        for refused in recording.problems(session, [row.attendance for row in rows], answers):
            form.refuse(refused.message, field=refused.field)
        if not form.problems:
            with form.catching():
                changed = recording.record_attendance(
                    actor=actor, session=session, answers=answers, everybody_came="everybody" in request.form
                )
                said = f"Saved for {len(changed)}" if changed else "Nothing to save"
                return see_other("sessions.session", session_uid=session.uid, flash=said)
    codes = [item.code for item in partnership.code_list("attend_code")]
    return render(
        "sessions/attendance.html",
        form=form,
        session=session,
        rows=[(entry, by_uid[entry.form.uid.data]) for entry in form.rows.entries if entry.form.uid.data in by_uid],
        first=lambda adult: [*FIRST, attending.absent_code(adult)],
        further=lambda adult: [code for code in attending.choices_for(codes, adult) if code not in _at_a_touch(adult)],
        labels={item.code: item.label for item in partnership.code_list("attend_code")},
        reasons=partnership.code_list("whose_reason"),
        other=OTHER,
        beside=changing.beside_it(session),
    )


def _at_a_touch(adult: bool) -> set[str]:
    return {*FIRST, attending.absent_code(adult)}


def _shown(row: Row) -> dict[str, Any]:
    """A row as the page begins: nothing, or what was said before."""
    said = row.attendance
    plain = said.code in _at_a_touch(said.adult) if said.code else True
    return {
        "uid": said.uid,
        "code": said.code or "" if plain else OTHER,
        "other": "" if plain else said.code,
        "minutes": said.minutes if said.code in attending.SHORTER else None,
        "reason_by": said.reason_by or "",
        "note": said.note or "",
        "feedback": said.feedback,
    }


def _answer(one: dict[str, Any]) -> Answer:
    """A further answer counts where it was asked for, or where nothing else was said."""
    code = one["other"] if one["code"] in (OTHER, "") else one["code"]
    return Answer(one["uid"], code or None, one["minutes"], one["reason_by"] or None, one["note"], one["feedback"])
