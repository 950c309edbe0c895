"""How many people are linked to each intervention now, told by the room above that knows."""

from collections.abc import Callable

from app.platform.access import Actor

Use = Callable[[Actor], dict[str, int]]
"""Uid of an intervention to the number of people the actor sees linked to it."""

_uses: dict[str, Use] = {}


def add_use(name: str, use: Use) -> None:
    """Safe to call again."""
    _uses[name] = use


def linked_now(actor: Actor) -> dict[str, int]:
    """Added up over whoever tells."""
    total: dict[str, int] = {}
    for use in _uses.values():
        for uid, number in use(actor).items():
            total[uid] = total.get(uid, 0) + number
    return total
