"""The parts of a pack's item. A room says another with `add_part(code, order, title, function)`.

`function(reading)` answers for every item at once, by uid of the item. What a reader may not read is `hidden`; what
there is none of is `nothing`; what nobody knows is said as not known. The three never look the same.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.features.meetings.models import AgendaItem
from app.platform.access import Actor


@dataclass(frozen=True)
class Line:
    """Something told: `about` what, in which words, by `who`, and when."""

    text: str
    about: str = ""
    who: str = ""
    on: date | None = None


@dataclass
class Section:
    """`lines` in order; `nothing` is said when there are none; `not_known`: that nobody knows, rather than none."""

    lines: list[Line] = field(default_factory=list)
    nothing: str = "None recorded"
    not_known: bool = False
    hidden: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """Who reads which items. `covered` has, by item, the agencies whose information the release carries to the reader;
    None: the reader runs the month and reads all."""

    actor: Actor
    items: Sequence[AgendaItem]
    covered: Mapping[str, Collection[str]] | None

    def may_read(self, item_uid: str, source_uid: str | None) -> bool:
        """Whether a gateway covers what an agency told; what the group itself made is for whoever reads the item."""
        if self.covered is None or source_uid is None:
            return True
        return source_uid in self.covered.get(item_uid, ())


PartFunction = Callable[[Reading], Mapping[str, Section]]


@dataclass(frozen=True)
class Part:
    code: str
    order: int
    title: str
    function: PartFunction


_parts: dict[str, Part] = {}


def add_part(code: str, order: int, title: str, function: PartFunction) -> None:
    """Put a part into every pack. Safe to call again."""
    _parts[code] = Part(code, order, title, function)


def read(reading: Reading) -> dict[str, list[tuple[str, Section]]]:
    """Every part of each item, by uid of the item, each with its title."""
    found: dict[str, list[tuple[str, Section]]] = {item.uid: [] for item in reading.items}
    for part in sorted(_parts.values(), key=lambda one: one.order):
        sections = part.function(reading)
        for item in reading.items:
            if item.uid in sections:
                found[item.uid].append((part.title, sections[item.uid]))
    return found
