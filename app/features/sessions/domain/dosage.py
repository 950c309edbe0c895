"""How much of what was planned was delivered: minutes delivered out of minutes planned (domain reference 6.3). Pure.

A session that was called off beforehand never counts. One that did not happen on the day was planned and delivered
nothing. What nobody has recorded yet is counted apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from app.features.sessions.domain.attending import ATTENDED


@dataclass(frozen=True)
class Part:
    """One row of attendance with its session: what was planned for somebody, and what came of it."""

    planned: int
    """Minutes of the session."""
    delivered: int | None
    """Minutes delivered to them; None: not recorded yet."""
    code: str | None
    cancelled: bool = False


@dataclass(frozen=True)
class Dosage:
    """Sessions and minutes. Adds up: the dosage of all is the sum of those of the parts."""

    offered: int = 0
    attended: int = 0
    planned: int = 0
    delivered: int = 0
    waiting: int = 0
    """Sessions that nobody recorded yet."""

    def __add__(self, other: "Dosage") -> "Dosage":
        return Dosage(
            self.offered + other.offered,
            self.attended + other.attended,
            self.planned + other.planned,
            self.delivered + other.delivered,
            self.waiting + other.waiting,
        )

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down so that nobody is in a band they did not reach; None without a plan."""
        return 100 * self.delivered // self.planned if self.planned else None


def dosage(parts: Iterable[Part]) -> Dosage:
    """Of these rows, in whatever order they come."""
    return reduce(Dosage.__add__, map(_of, parts), Dosage())


def _of(part: Part) -> Dosage:
    if part.cancelled:
        return Dosage()
    if part.code is None or part.delivered is None:
        return Dosage(waiting=1)
    came = part.code in ATTENDED
    return Dosage(1, int(came), max(0, part.planned), max(0, part.delivered) if came else 0)


def band(percent: int | None, bands: Sequence[tuple[int, str]]) -> str | None:
    """The code of the exposure band: `bands` are pairs of lowest per cent and code. None without a plan."""
    if percent is None:
        return None
    return max(((lowest, code) for lowest, code in bands if lowest <= percent), default=(0, None))[1]
