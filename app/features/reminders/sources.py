"""What waits for somebody. Each room above brings its own: this room knows none of them."""

from collections.abc import Callable, Iterable
from datetime import date

from app.features.reminders.domain import Line
from app.platform.access import Actor

Source = Callable[[Actor, date], Iterable[Line]]

_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Let `source(actor, on)` give what waits for somebody on a day, due or not. It is asked with that person acting,
    so that every rule of what they may see holds: who is locked out of a case hears nothing about it. Safe to call
    again."""
    _sources[name] = source


def lines_for(actor: Actor, on: date) -> list[Line]:
    return [line for name in sorted(_sources) for line in _sources[name](actor, on)]
