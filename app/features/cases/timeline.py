"""The timeline of a case: what rooms above did with it stands beside what was recorded in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.features.cases.models import Case
from app.kernel.clock import local
from app.platform.access import Actor


@dataclass(frozen=True)
class Row:
    """Something that happened. `at` is a day, or a moment; `what` names it in words; `text` tells it, when there is
    more to tell; `who` says who told or did it; `url` leads to it."""

    at: date | datetime
    what: str
    text: str = ""
    who: str = ""
    url: str | None = None

    @property
    def day(self) -> date:
        return local(self.at).date() if isinstance(self.at, datetime) else self.at

    @property
    def order(self) -> tuple[date, bool, datetime | date]:
        """Newest first when reversed; a moment comes after the day alone."""
        return self.day, isinstance(self.at, datetime), self.at


Source = Callable[[Actor, Case], Iterable[Row]]

_sources: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let `source(actor, case)` add rows to every case's timeline. Safe to call again. At most one query each."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def gathered(actor: Actor, case: Case, own: Iterable[Row]) -> list[Row]:
    """Every row there is, the newest first."""
    rows = [*own, *(row for source in _sources.values() for row in source(actor, case))]
    return sorted(rows, key=lambda row: row.order, reverse=True)
