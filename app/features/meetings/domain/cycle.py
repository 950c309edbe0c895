"""The month around a meeting: which step is due when, and how it stands. Source: domain reference 1.4."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.features.meetings.domain.dates import moment_on
from app.kernel.clock import local
from app.kernel.working_days import WorkingDays

LEADS_UP = frozenset({"OPEN", "IMPORT", "CUTOFF", "TRIAGE", "RESEARCH_OUT", "RESEARCH_DUE", "PACK", "PREP"})
"""Steps before a monthly meeting; an extraordinary one does not wait for them (PR-05)."""
PREP, FREEZE, QUARTER = "PREP", "FREEZE", "QTR"

DONE, LATE, DUE, COMING, PASSED = "DONE", "LATE", "DUE", "COMING", "PASSED"
"""PASSED: its day has gone by, and nothing says whether it was done."""


@dataclass(frozen=True)
class Planned:
    """A step from the day it begins to the day it is due, and the time of that day where one is set."""

    code: str
    begins: date
    day: date
    at: time | None = None


def plan(
    held_on: date,
    offsets: Mapping[str, int],
    times: Mapping[str, time],
    calendar: WorkingDays,
    *,
    following: date | None,
    extraordinary: bool = False,
) -> list[Planned]:
    """Every step of a meeting in the order of its days. `offsets` in working days from the meeting, and for QTR from
    the end of the quarter. The month end and the quarter's return go with the last meeting before them: `following` is
    the day of the next."""
    steps = []
    for code, offset in offsets.items():
        if code == QUARTER or (extraordinary and code in LEADS_UP):
            continue
        day = calendar.add(held_on, offset)
        until = max(day, calendar.add(held_on, -1)) if code == PREP else day
        steps.append(Planned(code, day, until, times.get(code)))
    if not extraordinary:
        steps.extend(_ends(held_on, offsets.get(QUARTER), calendar, following))
    return sorted(steps, key=lambda step: (step.day, step.begins, step.at or time.min))


def _ends(held_on: date, quarter: int | None, calendar: WorkingDays, following: date | None) -> list[Planned]:
    found = []
    month = month_end(held_on.year, held_on.month)
    if following is None or following > month:
        found.append(Planned(FREEZE, month, month))
    last = month_end(held_on.year, (held_on.month + 2) // 3 * 3)
    if quarter is not None and (following is None or following > last):
        day = calendar.add(last, quarter)
        found.append(Planned(QUARTER, day, day))
    return found


def month_end(year: int, month: int) -> date:
    first = date(year + month // 12, month % 12 + 1, 1)
    return first - timedelta(days=1)


def standing(step: Planned, moment: datetime, *, done: bool | None) -> str:
    """DONE, LATE, DUE (from the day it begins), COMING or PASSED. `done` None: nothing keeps count of it."""
    if done:
        return DONE
    today = local(moment).date()
    gone = step.day < today or (step.at is not None and moment > moment_on(step.day, step.at))
    if gone:
        return PASSED if done is None else LATE
    return DUE if step.begins <= today else COMING
