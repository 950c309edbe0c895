"""Which kinds of risk of a case are assured, until when, and which are open (PR-16: each axis by itself)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from app.features.assurance.domain.status import ACCEPTING, AssuranceFacts, assurance_status, is_current


class OnAxis(AssuranceFacts, Protocol):
    axis: str


One = TypeVar("One", bound=OnAxis)


@dataclass(frozen=True)
class AxisStanding(Generic[One]):
    """How one axis stands. `held` is accepted and in date, `open` is every other question that still waits."""

    axis: str
    held: tuple[One, ...]
    open: tuple[One, ...]

    @property
    def is_assured(self) -> bool:
        return bool(self.held) and not self.open

    @property
    def until(self) -> date | None:
        """The last day on which all that is held holds."""
        return min((one.review_on for one in self.held if one.review_on is not None), default=None)


def standing_by_axis(rows: Iterable[One], axes: Sequence[str], on: date) -> list[AxisStanding[One]]:
    """Each of `axes` in its order, with or without assurance. What was given again, or let go, is not counted."""
    current = [row for row in rows if is_current(row)]
    found = []
    for axis in axes:
        mine = [(row, assurance_status(row, on) in ACCEPTING) for row in current if row.axis == axis]
        held, waiting = (tuple(row for row, holds in mine if holds is wanted) for wanted in (True, False))
        found.append(AxisStanding(axis, held, waiting))
    return found
