"""What the room above does when a meeting decides to escalate, and when that is taken back; in the same transaction."""

from collections.abc import Callable

from app.features.meetings.models import AgendaItem, Decision
from app.platform.access import Actor

Decided = Callable[[Actor, AgendaItem, Decision], str]
TakenBack = Callable[[Actor, str], bool]

_hooks: list[tuple[Decided, TakenBack]] = []


def when_escalated(decided: Decided, taken_back: TakenBack) -> None:
    """Let `decided(actor, item, decision)` open what is escalated and give its uid; `taken_back(actor, uid)` says
    whether it could be ended with the decision. The last one told holds."""
    _hooks[:] = [(decided, taken_back)]


def tell_escalated(actor: Actor, item: AgendaItem, decision: Decision) -> str | None:
    return _hooks[0][0](actor, item, decision) if _hooks else None


def take_back(actor: Actor, uid: str) -> bool:
    return bool(_hooks) and _hooks[0][1](actor, uid)
