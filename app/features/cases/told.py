"""Rooms above hear of what was told about a case: what was accepted before may not hold any more."""

from collections.abc import Callable, Sequence

from app.features.cases.models import Case, CaseEntry
from app.platform.access import Actor

Hear = Callable[[Actor, Case, Sequence[CaseEntry]], object]

_hearers: dict[str, Hear] = {}


def when_told(name: str, hear: Hear) -> None:
    """Let `hear(actor, case, entries)` act on new entries, in the transaction that records them. Safe to call again."""
    _hearers[name] = hear


def tell(actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> None:
    for name in sorted(_hearers):
        _hearers[name](actor, case, entries)
