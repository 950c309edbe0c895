"""Rooms above hear of what was told about a case, and of what is taken back: what was accepted before may not hold."""

from collections.abc import Callable, Sequence

from app.features.cases.models import Case, CaseEntry
from app.platform.access import Actor

Hear = Callable[[Actor, Case, Sequence[CaseEntry]], object]

_hearers: dict[str, Hear] = {}
_forgetters: dict[str, Hear] = {}
_openers: dict[str, Callable[[Actor, Case], object]] = {}


def when_opened(name: str, hear: Callable[[Actor, Case], object]) -> None:
    """Let `hear(actor, case)` tell a new case what was known of its subject before. Safe to call again."""
    _openers[name] = hear


def tell_opened(actor: Actor, case: Case) -> None:
    for name in sorted(_openers):
        _openers[name](actor, case)


def when_told(name: str, hear: Hear) -> None:
    """Let `hear(actor, case, entries)` act on new entries, in the transaction that records them. Safe to call again."""
    _hearers[name] = hear


def tell(actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> None:
    for name in sorted(_hearers):
        _hearers[name](actor, case, entries)


def when_taken_back(name: str, hear: Hear) -> None:
    """Let `hear(actor, case, entries)` put right what it made of entries, before they are deleted. Safe to call
    again."""
    _forgetters[name] = hear


def tell_taken_back(actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> None:
    for name in sorted(_forgetters):
        _forgetters[name](actor, case, entries)
