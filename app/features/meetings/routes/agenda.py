"""A meeting and its agenda."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.accounts import interface as accounts
from app.features.cases.interface import Case
from app.features.forums import interface as forums
from app.features.incidents import interface as incidents
from app.features.meetings import answers, planning, presence, queries
from app.features.meetings.apart import HEADING, NEXT, apart, next_to_each_other
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import agenda as commands
from app.features.meetings.domain import status
from app.features.meetings.domain.steps import ITEM_STEPS, MEETING_STEPS
from app.features.meetings.forms import AddForm, ReasonForm
from app.features.meetings.models import AgendaItem, Meeting
from app.features.meetings.words import AXES, BAND_COLOURS, ITEM_COLOURS, KINDS, MEETING_STATUS, REASONS, item_words
from app.features.partnership import interface as partnership
from app.features.returns import interface as returns
from app.features.subjects.interface import Person, Subject, identity
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Permission, Role, current_actor
from app.platform.database import db
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission


@bp.get("/<uid:meeting_uid>")
@permits(P.MEETING_VIEW)
def meeting(meeting_uid: str) -> str:
    actor = current_actor()
    shown = queries.get_meeting(actor, meeting_uid)
    now = status.meeting_status(shown, today())
    items = queries.list_items(actor, shown)
    attendance = presence.list_attendance(actor, shown)
    manages = actor.may(P.MEETING_MANAGE)
    agenda = planning.agenda_of(actor, shown, items)
    waits = planning.is_ahead(shown)
    people = accounts.user_names(actor, [shown.chair_uid, shown.agenda_agreed_by_uid])
    researched = returns.researched(actor, shown.uid) if manages and now in MEETING_STEPS["arrange"].allowed else set()
    rows = {item.uid: item_row(item, researched=item.case_uid in researched) for item in items}
    elsewhere = forums.overlaps(actor, [item.case.subject_uid for item in items]) if manages else {}
    pairs = apart(actor, items) if manages and waits else []
    return render(
        "meetings/meeting.html",
        meeting=shown,
        status=now,
        status_words=MEETING_STATUS[now],
        items=list(rows.values()),
        elsewhere=elsewhere,
        warned=incidents.warnings(pairs, HEADING),
        together=next_to_each_other(items, pairs),
        lines=[{"slot": line.slot, "row": rows[line.item.uid] if line.item else None} for line in agenda.lines],
        ends=agenda.ends,
        waits=waits,
        agreed_by=people.get(shown.agenda_agreed_by_uid or ""),
        altered=planning.changes_since(actor, shown) if manages and shown.agenda_agreed_at else [],
        own_answer=answers.own_answer(actor, shown) if waits else None,
        expected=answers.expected_quorum(shown, answers.list_answers(actor, shown)) if manages and waits else None,
        attendance_label=lambda code: partnership.code_label("attendance", code),
        left=len(queries.undecided(items)),
        attendance=attendance,
        attendance_words=lambda row: partnership.code_label("attendance", row.attendance).lower(),
        here=sum(presence.is_here(row) for row in attendance),
        quorum=presence.quorum_of(shown, attendance),
        quorum_words=lambda code: partnership.code_label("quorum_group", code),
        chair=people.get(shown.chair_uid or "", ""),
        next_to=NEXT,
        late=queries.late_cases(actor, shown, items) if manages and now not in status.ENDED else [],
        cutoff=queries.cutoff_at(shown),
        manages=manages,
        chairs=Role.CHAIR in actor.roles,
        changes=manages and now not in status.ENDED,
        today=today(),
    )


def item_row(item: AgendaItem, *, researched: bool = False) -> dict[str, Any]:
    """One line of an agenda. `researched`: every agency that was asked has answered."""
    state = status.item_status(item, researched=researched)
    case = item.case
    return {
        "item": item,
        "case": case,
        "title": case.subject.title,
        "about": about(case.subject, item.meeting),
        "bands": bands_of(case),
        "reasons": list(item.why) or [REASONS.get(code, code) for code in item.reasons or [item.reason]],
        "declared": presence.conflicts_known_to(current_actor(), item),
        "late": item.late_agreed_by_uid is not None,
        "state": item_words(state),
        "colour": ITEM_COLOURS.get(state, "grey"),
        "waits": state in ITEM_STEPS["withdraw"].allowed,
        "to_hear": state in status.TO_HEAR,
    }


def about(subject: Subject, shown: Meeting) -> str:
    """`Person, 15`: the kind of subject, and the age of a person on the day of the meeting."""
    kind = KINDS[subject.kind]
    if not isinstance(subject, Person):
        return kind
    words = identity(subject, restricted=False, on=shown.held_on).age.words
    return f"{kind}, {words[0].lower()}{words[1:]}"


def bands_of(case: Case) -> list[tuple[str, str, str]]:
    """What each band is about, its word and its colour; the three are never put together (PR-16)."""
    found = []
    for axis, name in AXES:
        band = getattr(case, name)
        if band:
            label = partnership.code_label("axis", axis)
            found.append((label, partnership.code_label("band", band), BAND_COLOURS.get(band, "grey")))
    return found


@bp.post("/<uid:meeting_uid>/agenda")
@permits(P.MEETING_MANAGE)
def build(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    added = commands.build_agenda(actor=actor, meeting=queries.get_meeting(actor, meeting_uid))
    words = "1 item" if len(added) == 1 else f"{len(added)} items"
    return see_other("meetings.meeting", meeting_uid=meeting_uid, flash=f"Agenda built: {words} added")


@bp.route("/<uid:meeting_uid>/add", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def add(meeting_uid: str) -> ResponseReturnValue:
    """Put a case on the agenda by hand."""
    actor = current_actor()
    shown = queries.get_meeting(actor, meeting_uid)
    form = AddForm()
    if form.validate_on_submit():
        case = db.session.scalar(
            select(Case).where(Case.reference == (form.case.data or "").upper()).options(joinedload(Case.subject))
        )
        if case is None:
            form.refuse("Enter the reference of a case of this area", field="case")
        else:
            with form.catching():
                commands.add_item(actor=actor, meeting=shown, case=case, reason=form.reason.data or "")
                return see_other("meetings.meeting", meeting_uid=meeting_uid, flash="Item added")
    return render("meetings/add.html", form=form, meeting=shown)


@bp.route("/<uid:meeting_uid>/late/<uid:case_uid>", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def late(meeting_uid: str, case_uid: str) -> ResponseReturnValue:
    """The chair agrees to hear a case sent after nominations closed."""
    actor = current_actor()
    if Role.CHAIR not in actor.roles:
        raise NotFound("late case")
    shown = queries.get_meeting(actor, meeting_uid)
    case = db.session.scalar(select(Case).where(Case.uid == case_uid).options(joinedload(Case.subject)))
    if case is None:
        raise NotFound("case")
    form = ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            commands.agree_late_item(actor=actor, meeting=shown, case=case, reason=form.reason.data or "")
            return see_other("meetings.meeting", meeting_uid=meeting_uid, flash="Late item agreed")
    return render(
        "meetings/reason.html",
        form=form,
        meeting=shown,
        item=None,
        title=f"Hear {case.reference}, which came late",
        text="It was sent after nominations closed. Say why it cannot wait for the next meeting.",
        button="Agree to hear it",
    )


@bp.post("/items/<uid:item_uid>/move")
@permits(P.MEETING_MANAGE)
def move(item_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    commands.move_item(actor=actor, item=item, places=-1 if request.form.get("to") == "up" else 1)
    return see_other("meetings.meeting", meeting_uid=item.meeting_uid, _anchor=f"item-{item.uid}")


@bp.route("/items/<uid:item_uid>/defer", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def defer(item_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            commands.defer_item(actor=actor, item=item, reason=form.reason.data or "")
            return see_other("meetings.meeting", meeting_uid=item.meeting_uid, flash="Item put off")
    return render(
        "meetings/reason.html",
        form=form,
        meeting=item.meeting,
        item=item,
        title=f"Put off {item.case.reference}",
        text="It comes back at the next meeting.",
        button="Put it off",
    )


@bp.route("/items/<uid:item_uid>/withdraw", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def withdraw(item_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            commands.withdraw_item(actor=actor, item=item, reason=form.reason.data or "")
            return see_other("meetings.meeting", meeting_uid=item.meeting_uid, flash="Item taken off the agenda")
    return render(
        "meetings/reason.html",
        form=form,
        meeting=item.meeting,
        item=item,
        title=f"Take {item.case.reference} off the agenda",
        text="It is not heard at this meeting, unless somebody adds it by hand.",
        button="Take it off",
    )
