"""The schema of audit events: each is declared once, with the facts it may carry."""

from app.kernel.errors import ConcordError

Fact = str | int | bool | None


class UndeclaredEvent(ConcordError):
    """An event, or a fact of one, that no room has declared."""


_DECLARED: dict[str, frozenset[str]] = {}


def declare(event: str, *, facts: frozenset[str] | set[str] = frozenset()) -> None:
    """Declare an event and the names of its facts. Facts are codes, numbers and uids, never personal text."""
    if event in _DECLARED and _DECLARED[event] != frozenset(facts):
        raise UndeclaredEvent(f"{event} is declared twice")
    _DECLARED[event] = frozenset(facts)


def declared() -> dict[str, frozenset[str]]:
    return dict(_DECLARED)


def check(event: str, facts: dict[str, Fact]) -> None:
    """Raises UndeclaredEvent for an unknown event or fact."""
    if event not in _DECLARED:
        raise UndeclaredEvent(event)
    unknown = facts.keys() - _DECLARED[event]
    if unknown:
        raise UndeclaredEvent(f"{event}: {', '.join(sorted(unknown))}")
