"""What an open item page asks and sends while it is open, and what steers the room's screen."""

import hashlib
from typing import Any

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.features.accounts import interface as accounts
from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.meetings import presence, queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import attending, drafting, hearing, screen
from app.features.meetings.domain import status
from app.features.meetings.forms import PARTS
from app.features.meetings.live import standing_of, timer_of
from app.features.meetings.models import AgendaItem, Attendance
from app.features.meetings.overtaking import seen_of
from app.features.meetings.screenful import recorded_of
from app.kernel.clock import local, now, today
from app.kernel.errors import NotFound, Refused
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits, unattended
from app.web.rendering import part, see_other

P = Permission
MOST_FIELDS = 80


@bp.get("/items/<uid:item_uid>/live")
@permits(P.MEETING_MANAGE)
@unattended
def live(item_uid: str) -> Response:
    """What others wrote and recorded meanwhile. Asking by itself does not keep anybody signed in."""
    actor = current_actor()
    return jsonify(_state(actor, queries.get_item(actor, item_uid)))


@bp.post("/items/<uid:item_uid>/typed")
@permits(P.MEETING_MANAGE)
def typed(item_uid: str) -> ResponseReturnValue:
    """Keep what was typed: `{"notes": {name: {"base": …, "text": …}}, "parts": {part: {field: value}}}`.

    What a rule refuses is said in `refused`, by name; the rest is kept.
    """
    actor = current_actor()
    shown = queries.get_item(actor, item_uid)
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, which no page sends
        sent = None
    notes, parts = _notes(sent), _parts(sent)
    if notes is None or parts is None:
        return jsonify(message="Choose what to keep"), 400
    try:
        drafting.check_open(shown)
    except Refused as refused:
        return jsonify(message=refused.message), 409
    drafts = drafting.list_drafts(actor, shown)
    refused_notes: dict[str, str] = {}
    both: list[str] = []
    for name, (base, text) in notes.items():
        try:
            _text, kept_both = drafting.type_note(
                actor=actor, item=shown, drafts=drafts, name=name, base=base, text=text
            )
            both += [name] if kept_both else []
        except Refused as refused:
            refused_notes[name] = refused.message
    for name, values in parts.items():
        try:
            drafting.type_form(actor=actor, item=shown, drafts=drafts, part=name, values=values)
        except Refused as refused:
            refused_notes[name] = refused.message
    return jsonify(_state(actor, shown) | {"refused": refused_notes, "both": both, "saved": f"{local(now()):%H:%M:%S}"})


def _notes(sent: Any) -> dict[str, tuple[str, str]] | None:
    """The notes of a request, each with what its writer began from; None when it is not what a page sends."""
    found = sent.get("notes", {}) if isinstance(sent, dict) else None
    if not isinstance(found, dict) or not found.keys() <= drafting.NOTES.keys():
        return None
    pairs = {}
    for name, one in found.items():
        if not isinstance(one, dict) or not isinstance(one.get("base"), str) or not isinstance(one.get("text"), str):
            return None
        pairs[name] = (drafting.plain(one["base"]), drafting.plain(one["text"]))
    return pairs


def _parts(sent: Any) -> dict[str, dict[str, str]] | None:
    found = sent.get("parts", {}) if isinstance(sent, dict) else None
    if not isinstance(found, dict) or not found.keys() <= set(PARTS):
        return None
    for name, values in found.items():
        if not isinstance(values, dict) or len(values) > MOST_FIELDS:
            return None
        if not all(isinstance(value, str) and field.startswith(name) for field, value in values.items()):
            return None
    return {name: {field: drafting.plain(value) for field, value in one.items()} for name, one in found.items()}


def _state(actor: Actor, shown: AgendaItem) -> dict[str, Any]:
    """What every open page of an item is told. What was recorded comes as a piece of the page, when it is not what the
    page has (`recorded` of the query)."""
    drafts = drafting.list_drafts(actor, shown)
    notes = drafting.notes_of(shown, drafts)
    there = {name: note.text for name, note in notes.items()} | {"chair_uid": hearing.chair_of(shown) or ""}
    writers = accounts.user_names(actor, [note.draft.saved_by_uid for note in notes.values() if note.draft])
    writers[actor.user_uid] = "you"
    standing = standing_of(actor, shown)
    timer = timer_of(shown, standing)
    recorded = recorded_part(shown, actor)
    said = recorded.replace(generate_csrf(), "")  # of this answer alone: what was recorded is the same without it
    version = hashlib.sha256(said.encode()).hexdigest()[:16]
    return {
        "open": status.meeting_status(shown.meeting, today()) == status.OPEN,
        "seen": seen_of(there),
        "notes": {
            name: {"text": note.text, "by": writers.get(note.draft.saved_by_uid, "") if note.draft else ""}
            for name, note in notes.items()
        },
        "screen": {
            "here": standing.screen_uid == shown.uid,
            "number": standing.screen_number,
            "item": standing.screen_uid if standing.screen_number else None,
            "mine": standing.operator_uid == actor.user_uid,
            "blank": standing.blank,
        },
        "timer": {"seconds": timer.seconds, "runs": timer.runs},
        "recorded": {"version": version, "html": recorded if request.args.get("recorded") != version else None},
    }


def recorded_part(shown: AgendaItem, actor: Actor) -> str:
    return str(
        part(
            "meetings/_recorded.html",
            item=shown,
            live=status.meeting_status(shown.meeting, today()) == status.OPEN,
            **recorded_of(
                actor, shown, actions.list_for_item(actor, shown.uid), assurance.list_for_item(actor, shown.uid)
            ),
        )
    )


# The room's screen and the people in the room --------------------------------------------------------------------


@bp.post("/items/<uid:item_uid>/show")
@permits(P.MEETING_MANAGE)
def show(item_uid: str) -> ResponseReturnValue:
    """Put the item on the room's screen; who does so leads the room."""
    actor = current_actor()
    shown = queries.get_item(actor, item_uid)
    screen.show_item(actor=actor, item=shown)
    return see_other("meetings.item", item_uid=shown.uid)


@bp.post("/<uid:meeting_uid>/screen")
@permits(P.MEETING_MANAGE)
def set_screen(meeting_uid: str) -> ResponseReturnValue:
    """Blank the room's screen, bring it back, or show nothing: between items."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    match request.form.get("to"):
        case "blank" | "unblank" as to:
            screen.blank_screen(actor=actor, meeting=meeting, blank=to == "blank")
        case "nothing":
            screen.show_nothing(actor=actor, meeting=meeting)
    if request.form.get("item"):
        shown = queries.get_item(actor, request.form["item"])
        return see_other("meetings.item", item_uid=shown.uid)
    return see_other("meetings.meeting", meeting_uid=meeting.uid)


@bp.post("/items/<uid:item_uid>/room")
@permits(P.MEETING_MANAGE)
def room(item_uid: str) -> ResponseReturnValue:
    """An agency, or one person, leaves the room for this item or comes back."""
    actor = current_actor()
    shown = queries.get_item(actor, item_uid)
    rows = _of_form(presence.list_attendance(actor, shown.meeting))
    if request.form.get("to") == "back":
        number, words = attending.come_back(actor=actor, item=shown, rows=rows), "came back"
    else:
        number, words = attending.leave_room(actor=actor, item=shown, rows=rows), "left the room for this item"
    people = "1 person" if number == 1 else f"{number} people"
    return see_other("meetings.item", item_uid=shown.uid, flash=f"{people} {words}")


def _of_form(rows: list[Attendance]) -> list[Attendance]:
    """The lines of attendance that a form means: one person, or everybody of an agency."""
    row_uid, agency_uid = request.form.get("person"), request.form.get("agency")
    found = [row for row in rows if (row.uid == row_uid if row_uid else row.agency_uid == agency_uid)]
    if not found:
        raise NotFound("attendance")
    return found
