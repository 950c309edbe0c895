"""What the page of a meeting shows of its packs, and whether the month’s step of the pack is done."""

from typing import Any

from flask import url_for

from app.features.meetings import interface as meetings
from app.features.packs import queries
from app.features.packs.domain import PackState
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def meeting_panel(*, meeting: meetings.Meeting, **_context: Any) -> str | None:
    """The way to one’s pack, and for those who run the month to preparing it."""
    actor = current_actor()
    manages = actor.may(Permission.MEETING_MANAGE)
    release = queries.release_of(meeting)
    state = queries.state_of(meeting, release)
    if (not manages and state != PackState.OPEN) or meeting.agenda_built_at is None:
        return None
    return part(
        "packs/panel.html",
        meeting=meeting,
        state=state,
        release=release,
        manages=manages,
        last=queries.last_day(meeting),
    )


def pack_step(actor: Actor, meeting: meetings.Meeting) -> meetings.StepState:
    """Done once the packs were released."""
    url = url_for("packs.prepare", meeting_uid=meeting.uid)
    return meetings.StepState(queries.release_of(meeting) is not None, url=url)


panels.register("meeting", 20, meeting_panel)
meetings.add_fact("PACK", pack_step, early=True)
