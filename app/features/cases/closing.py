"""What to look at before a case is closed: the criteria of section 4.8 as facts. A person weighs them.

Rooms above add the facts that only they know: `add_fact(function)`, where `function(actor, case)` gives one or more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.features.cases.models import Case
from app.platform.access import Actor


@dataclass(frozen=True)
class Fact:
    """One criterion and how it stands. `met` None: nothing here can tell, somebody has to say."""

    criterion: str
    stands: str
    met: bool | None


FactSource = Callable[[Actor, Case], Iterable[Fact]]

_sources: dict[str, tuple[int, FactSource]] = {}


def add_fact(source: FactSource, *, order: int = 50) -> None:
    """Let `source(actor, case)` add facts. Safe to call again. At most one query each."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = (order, source)


def facts(actor: Actor, case: Case) -> list[Fact]:
    """Every fact, in order."""
    found = sorted(_sources.values(), key=lambda one: one[0])
    return [fact for _order, source in found for fact in source(actor, case)]
