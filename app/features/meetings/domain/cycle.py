"""The month around a meeting: which step is due when, and how it stands. Source: domain reference 1.4."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.features.meetings.domain.dates import moment_on, months_after
from app.kernel.clock import local
from app.kernel.working_days import WorkingDays

LEADS_UP = frozenset({"OPEN", "IMPORT", "CUTOFF", "TRIAGE", "RESEARCH_OUT", "RESEARCH_DUE", "PACK", "PREP"})
"""Steps before a monthly meeting; an extraordinary one does not wait for them (PR-05)."""
PREP, FREEZE, QUARTER, SYNC = "PREP", "FREEZE", "QTR", "EOG_SYNC"


@dataclass(frozen=True)
class OtherGroup:
    """The exploitation group, as far as it is known: the day of a meeting of its own, and every how many months it
    meets. The joint list is made within `days` working days either side of its meeting."""

    met_on: date | None
    months: int
    days: int


DONE, LATE, DUE, COMING, PASSED = "DONE", "LATE", "DUE", "COMING", "PASSED"
"""PASSED: its day has gone by, and nothing says whether it was done, or the meeting it was for is over."""


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
    other: OtherGroup | None = None,
) -> list[Planned]:
    """Every step of a meeting in the order of its days. `offsets` in working days from the meeting, and for QTR from
    the end of the quarter. The month end, the quarter's return and the list made with the `other` group go with the
    last meeting before them: `following` is the day of the next."""
    steps = []
    for code, offset in offsets.items():
        if code in {QUARTER, SYNC} or (extraordinary and code in LEADS_UP):
            continue
        day = calendar.add(held_on, offset)
        until = max(day, calendar.add(held_on, -1)) if code == PREP else day
        steps.append(Planned(code, day, until, times.get(code)))
    if not extraordinary:
        steps.extend(_ends(held_on, offsets.get(QUARTER), calendar, following))
        steps.extend(_with_other(held_on, other, calendar, following) if other else ())
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


def _with_other(held_on: date, other: OtherGroup, calendar: WorkingDays, following: date | None) -> Iterator[Planned]:
    """Nothing in a month in which the other group does not meet; by the month end where nobody knows when it does."""
    if other.met_on is None:
        yield Planned(SYNC, held_on, max(held_on, month_end(held_on.year, held_on.month)))
        return
    until = following or months_after(held_on, 1)
    day = meets_next(other.met_on, other.months, held_on, calendar)
    if day < until:
        yield Planned(SYNC, calendar.add(day, -other.days), calendar.add(day, other.days))


def meets_next(met_on: date, months: int, on: date, calendar: WorkingDays) -> date:
    """The first day from `on` on which a group meets that met, or will meet, on `met_on` and every so many months."""
    apart = (on.year - met_on.year) * 12 + on.month - met_on.month
    step = apart // months - 1
    while (day := calendar.on_or_after(months_after(met_on, step * months))) < on:
        step += 1
    return day


def month_end(year: int, month: int) -> date:
    first = date(year + month // 12, month % 12 + 1, 1)
    return first - timedelta(days=1)


def standing(step: Planned, moment: datetime, *, done: bool | None, over: bool = False) -> str:
    """DONE, LATE, DUE (from the day it begins), COMING or PASSED. `done` None: nothing keeps count of it. `over`: it
    prepares a meeting that has been held, and nobody can catch up on it."""
    if done:
        return DONE
    today = local(moment).date()
    gone = step.day < today or (step.at is not None and moment > moment_on(step.day, step.at))
    if gone:
        return PASSED if done is None or over else LATE
    return DUE if step.begins <= today else COMING
