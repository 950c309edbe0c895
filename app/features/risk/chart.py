"""The levels of concern over time: a picture drawn here, and the table that says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.features.cases.models import CaseEntry
from app.features.partnership import interface as partnership
from app.features.risk.domain.model import AXES
from app.features.risk.shown import Band, agency_words, band_of
from app.kernel.clock import local
from app.kernel.days import day_words

LEFT, WIDTH, LANE, TOP = 170, 700, 34, 26
"""Pixels of the drawing: where lanes begin, how long and high they are, and the room for dates above."""
ROOM_FOR_A_DATE = 96


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    width: int
    band: Band
    title: str


@dataclass(frozen=True)
class Lane:
    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Change:
    """One row of the table: the levels from a day on."""

    on: date
    bands: tuple[Band | None, ...]
    reason: str
    agency: str


@dataclass(frozen=True)
class Chart:
    lanes: tuple[Lane, ...]
    marks: tuple[tuple[int, date], ...]
    changes: tuple[Change, ...]
    width: int
    height: int


def chart_of(entries: Iterable[CaseEntry], until: date) -> Chart | None:
    """From the entries by which levels were set; None when nobody set one."""
    rows = sorted((row for row in entries if row.kind == "BAND" and row.details), key=lambda row: row.recorded_at)
    if not rows:
        return None
    changes = [
        Change(
            local(row.recorded_at).date(),
            tuple(band_of(row.details["bands"].get(axis)) for axis in AXES),
            str(row.details.get("reason") or ""),
            agency_words(row.agency_uid),
        )
        for row in rows
    ]
    first, last = changes[0].on, max(until, changes[-1].on) + timedelta(days=1)
    days = max(1, (last - first).days)

    def x(day: date) -> int:
        return LEFT + (day - first).days * WIDTH // days

    lanes = tuple(
        Lane(partnership.code_label("axis", axis), TOP + number * LANE, _bars(changes, number, last, x))
        for number, axis in enumerate(AXES)
    )
    marks: list[tuple[int, date]] = []
    for day in dict.fromkeys(change.on for change in changes):
        if not marks or x(day) - marks[-1][0] >= ROOM_FOR_A_DATE:
            marks.append((x(day), day))
    return Chart(lanes, tuple(marks), tuple(reversed(changes)), LEFT + WIDTH, TOP + len(AXES) * LANE)


def _bars(changes: list[Change], number: int, last: date, x: object) -> tuple[Bar, ...]:
    """What holds until the next change; the same level again is one bar."""
    bars: list[Bar] = []
    spans: list[tuple[date, date, Band]] = []
    for change, following in zip(changes, [*changes[1:], None], strict=True):
        band, end = change.bands[number], following.on if following else last
        if band is None or end <= change.on:
            continue
        if spans and spans[-1][2] == band and spans[-1][1] == change.on:
            spans[-1] = (spans[-1][0], end, band)
        else:
            spans.append((change.on, end, band))
    for start, end, band in spans:
        left, right = x(start), x(end)  # type: ignore[operator]
        title = f"{band.label} from {day_words(start)}"
        bars.append(Bar(left, TOP + number * LANE, max(2, right - left), band, title))
    return tuple(bars)
