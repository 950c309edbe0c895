"""The room's screen: the item that is being heard, as little of it as the room needs, and nothing between items."""

from collections.abc import Iterator
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.meetings import presence, queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands.screen import screen_of
from app.features.meetings.domain import status
from app.features.meetings.live import standing_of
from app.features.meetings.models import AgendaItem, Attendance, Meeting
from app.features.meetings.picture import agency_words
from app.features.meetings.routes.agenda import item_row
from app.features.meetings.screenful import recorded_of
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import part, render

P = Permission
FOLLOWS_EVERY = 3
"""Seconds after which the screen looks again."""
RELOADS_EVERY = 10
"""The same without scripts."""


@bp.get("/<uid:meeting_uid>/projector")
@permits(P.MEETING_MANAGE)
def projector(meeting_uid: str) -> str:
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    shown = _on_screen(actor, meeting)
    audit.record("meeting.projector_viewed", meeting)
    return render(
        "meetings/projector.html",
        meeting=meeting,
        reloads_every=RELOADS_EVERY,
        follows_every=FOLLOWS_EVERY,
        **shown,
    )


@bp.get("/<uid:meeting_uid>/projector/now")
@permits(P.MEETING_MANAGE)
def projector_now(meeting_uid: str) -> ResponseReturnValue:
    """The same as a piece of a page; 304 while nothing changed. It keeps its session alive while the meeting is open:
    nobody touches the device beside the projector."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    answer: Response = make_response(part("meetings/_projector.html", **_on_screen(actor, meeting)))
    answer.add_etag()
    return answer.make_conditional(request)


def _on_screen(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """What the screen shows: over, blank, nothing, an item, or who has to leave before there is anything to see."""
    if status.meeting_status(meeting, today()) != status.OPEN:
        return {"shows": "over"}
    screen = screen_of(meeting.uid)
    if screen is None or screen.item_uid is None:
        return {"shows": "nothing"}
    if screen.blank:
        return {"shows": "blank"}
    try:
        item = queries.get_item(actor, screen.item_uid)
    except NotFound:  # whoever runs this device is locked out of the case
        return {"shows": "nothing"}
    rows = presence.list_attendance(actor, meeting)
    to_leave = presence.agencies_to_leave(rows, item)
    if to_leave:
        return {"shows": "leave", "agencies": [agency_words(uid) for uid in to_leave]}
    return {"shows": "item", **_item(actor, item, rows)}


def _item(actor: Actor, item: AgendaItem, rows: list[Attendance]) -> dict[str, Any]:
    standing = standing_of(actor, item)
    return {
        "item": item,
        "row": item_row(item),
        "number": standing.number,
        "total": standing.total,
        "here": sorted(set(_names(presence.here_for(rows, item)))),
        **recorded_of(actor, item, actions.list_for_item(actor, item.uid), assurance.list_for_item(actor, item.uid)),
    }


def _names(rows: list[Attendance]) -> Iterator[str]:
    return (agency_words(row.agency_uid) for row in rows)
