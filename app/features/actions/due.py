"""When an action is usually due, from the numbers of its priority."""

from collections.abc import Callable
from datetime import date

from app.features.actions import agreeing
from app.features.partnership import interface as partnership
from app.platform.access import Actor
from app.platform.calendar import working_days

NextMeeting = Callable[[Actor], date | None]

_find_next_meeting: list[NextMeeting] = []


def provide_next_meeting(find: NextMeeting) -> None:
    """Let the room of meetings say when the next meeting of the actor's area is. Safe to call again."""
    _find_next_meeting[:] = [find]


def next_meeting_on(actor: Actor) -> date | None:
    return _find_next_meeting[0](actor) if _find_next_meeting else None


def usual_due_date(
    priority: str, *, area_uid: str, agreed_on: date, next_meeting_on: date | None = None
) -> date | None:
    """The due date to offer for an action of `priority`; None when somebody has to say (4.4).

    Urgent and high are counted from the day it was agreed, normal back from the next meeting; the numbers are data.
    """
    code = partnership.code_item("action_priority", priority, agreed_on)
    key = code.attributes.get("number") if code else None
    item = partnership.number_item(key, area_uid, agreed_on) if key else None
    return agreeing.default_due(
        int(item.value) if item else None,
        item.unit if item else "",
        agreed_on=agreed_on,
        next_meeting_on=next_meeting_on,
        calendar=working_days(),
    )
