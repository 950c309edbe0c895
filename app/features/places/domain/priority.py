"""Which place first (domain reference 3.3): harm of what happened, weighted, with what goes into it in sight.

`priority = Σ harm weight(type) × number in 12 months × recency`. A rank within the area: never points of a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.features.places.domain.trend import months_back

YEAR = 12
CHILDREN = ("0-9", "10-14", "15-17")
NOBODY = frozenset({"0", "none", "no", "nobody"})
GOOD_ENOUGH = 2
"""Fair, of 0 to 3: what a place is like."""


class Typed(Protocol):
    @property
    def on(self) -> date: ...
    @property
    def type(self) -> str: ...


@dataclass(frozen=True)
class Part:
    """One type of what happened in twelve months. `sum` is weight times each one's recency, added up."""

    type: str
    weight: float | None
    """None: the table of harm has no such type, and it adds nothing."""
    number: int
    sum: float


@dataclass(frozen=True)
class Gap:
    """What is missing of those who look after a place: 0 nothing to 3."""

    nobody_named: bool
    no_detached_work: bool
    place_poor: bool
    """On average it is poor, or nobody has looked."""

    @property
    def points(self) -> int:
        return self.nobody_named + self.no_detached_work + self.place_poor

    @property
    def words(self) -> list[str]:
        said = (
            (self.nobody_named, "nobody is named who looks after it"),
            (self.no_detached_work, "no detached work"),
            (self.place_poor, "the place itself is poor, or nobody has looked"),
        )
        return [words for missing, words in said if missing]


def parts(
    happened: Iterable[Typed], weights: Mapping[str, float], recency: Iterable[tuple[int, float]], today: date
) -> list[Part]:
    """By type, the one that adds most first. `recency`: up to so many months ago counts so much, in rising order."""
    steps = [(months_back(today, months), factor) for months, factor in recency]
    start = months_back(today, YEAR)
    found: dict[str, list[float]] = {}
    for one in happened:
        if start < one.on <= today:
            found.setdefault(one.type, []).append(next((factor for since, factor in steps if one.on > since), 0.0))
    made = [
        Part(kind, weights.get(kind), len(factors), weights.get(kind, 0.0) * sum(factors))
        for kind, factors in found.items()
    ]
    return sorted(made, key=lambda part: (-part.sum, part.type))


def ranks(scores: Mapping[str, float]) -> dict[str, int | None]:
    """1 is the highest; equals share a rank, and what has no harm has none."""
    ordered = sorted(scores.values(), reverse=True)
    return {uid: ordered.index(score) + 1 if score > 0 else None for uid, score in scores.items()}


def children_there(present: Mapping[str, object]) -> bool | None:
    """Whether anybody under 18 is said to be there; None when nobody said."""
    told = {band: str(value).strip().casefold() for band, value in present.items() if value not in (None, "")}
    if not told:
        return None
    return any(told.get(band, "0") not in NOBODY for band in CHILDREN)


def gap(guardians: Sequence[object], sessions: int | None, physical: Mapping[str, int]) -> Gap:
    scores = list(physical.values())
    poor = not scores or sum(scores) < GOOD_ENOUGH * len(scores)
    return Gap(not guardians, not sessions, poor)
