"""What rooms below show and ask of meetings: a panel and rows of the timeline of a case, and when nominations close."""

from collections.abc import Iterator

from flask import url_for

from app.features.cases.interface import Case, set_meeting_days, timeline
from app.features.meetings import cycle_facts, diary, planning, presence, queries
from app.features.meetings.decided import decided
from app.features.meetings.domain.status import LISTED, item_status
from app.features.meetings.models import AgendaItem
from app.features.meetings.words import ITEM_COLOURS, REASONS, item_words
from app.features.notifications.interface import set_cutoff_source, set_meeting_source
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part

__all__ = ["cycle_facts", "diary", "meetings_panel"]


def meetings_panel(case: Case, **_context: object) -> str | None:
    """Each time the case was, or will be, heard, with what was decided."""
    actor = current_actor()
    if not actor.may(Permission.MEETING_VIEW):
        return None
    return part(
        "meetings/panel.html",
        rows=[
            {
                "item": item,
                "state": item_words(item_status(item)),
                "colour": ITEM_COLOURS.get(item_status(item), "grey"),
                "declared": presence.conflicts_known_to(actor, item),
                "reasons": [REASONS.get(code, code) for code in item.reasons or [item.reason]],
                "decisions": [decided(one) for one in item.decisions] if may_read(actor, item) else [],
            }
            for item in queries.items_of_case(actor, case.uid)
        ],
        manages=actor.may(Permission.MEETING_MANAGE),
        ahead=planning.is_ahead,
    )


def may_read(actor: Actor, item: AgendaItem) -> bool:
    """What was said and decided is read by those who run the month at once, by others when the minutes are issued."""
    return actor.may(Permission.MEETING_MANAGE) or item.meeting.minutes_issued_at is not None


def timeline_rows(actor: Actor, case: Case) -> Iterator[timeline.Row]:
    for item in queries.items_of_case(actor, case.uid):
        if item_status(item) == LISTED:
            continue
        words = "; ".join(decided(one).words for one in item.decisions) if may_read(actor, item) else ""
        yield timeline.Row(
            at=item.heard_at or item.meeting.held_on,
            what="Heard at the meeting" if item.heard_at else "Put off to the next meeting",
            text=words,
            url=url_for("meetings.meeting", meeting_uid=item.meeting_uid),
        )


panels.register("case", 60, meetings_panel)
timeline.add_source(timeline_rows)
set_cutoff_source(queries.next_cutoff)
set_meeting_source(queries.meeting_days)
set_meeting_days(queries.days_ahead)
