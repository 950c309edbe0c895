"""What rooms above do when a meeting is closed, in the same transaction."""

from collections.abc import Callable

from app.features.meetings.models import Meeting
from app.platform.access import Actor

WhenClosed = Callable[[Actor, Meeting], object]

_when_closed: dict[str, WhenClosed] = {}


def when_closed(name: str, do: WhenClosed) -> None:
    """Let `do(actor, meeting)` be called whenever a meeting is closed. Safe to call again."""
    _when_closed[name] = do


def tell_closed(actor: Actor, meeting: Meeting) -> None:
    for do in _when_closed.values():
        do(actor, meeting)
