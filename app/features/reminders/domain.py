"""When somebody is reminded, and of what. Pure.

Nobody switches off what is overdue: only how often they hear of what is still to come is theirs to choose (5.10).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from app.kernel.working_days import WorkingDays


class Often(StrEnum):
    """How often somebody is told of what is not overdue. The value is kept."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    OVERDUE = "OVERDUE"


OFTEN_WORDS = {
    Often.DAILY: "Every working day",
    Often.WEEKLY: "Once a week",
    Often.OVERDUE: "Only when something is overdue",
}


@dataclass(frozen=True)
class Line:
    """One thing that waits for somebody. `reference` and `words` are read by mail servers: codes, dates and counts in
    plain letters, nothing about a person. `due_on` is the last day on which it is not overdue; `link` leads to it."""

    group: str
    reference: str
    words: str
    due_on: date
    link: str

    def is_overdue(self, on: date) -> bool:
        return self.due_on < on


def is_day(on: date, calendar: WorkingDays) -> bool:
    """Reminders go on working days."""
    return calendar.is_working_day(on)


def is_weekly_day(on: date, calendar: WorkingDays) -> bool:
    """The first working day of the week."""
    return calendar.on_or_after(on - timedelta(days=on.weekday())) == on


def is_time(seen_on: date | None, chosen: time, *, on: date, at: time) -> bool:
    """Whether somebody is to be reminded now: their time has come, and nobody saw to it today."""
    return (seen_on is None or seen_on < on) and at >= chosen


def to_tell(lines: Iterable[Line], often: Often, on: date, calendar: WorkingDays) -> list[Line]:
    """Those that somebody is told of on a day, each thing once: overdue first, then by when it is due."""
    whole = often is Often.DAILY or (often is Often.WEEKLY and is_weekly_day(on, calendar))
    chosen: dict[str, Line] = {}
    for line in lines:
        if whole or line.is_overdue(on):
            chosen.setdefault(line.link + line.reference, line)
    return sorted(chosen.values(), key=lambda line: (line.due_on, line.group, line.reference))


def written(lines: Sequence[Line], on: date, *, most: int) -> str:
    """The lines as they stand in the mail: by group, the one with the longest due first; a group that is too long ends
    with how many more there are."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return "\n\n".join(_group(name, members, on, most) for name, members in groups.items())


def _group(name: str, lines: Sequence[Line], on: date, most: int) -> str:
    said = [name]
    for line in lines[:most]:
        late = "OVERDUE, " if line.is_overdue(on) else ""
        said.append(f"- {line.reference}: {late}{line.words}\n  {line.link}")
    if len(lines) > most:
        said.append(f"- and {len(lines) - most} more")
    return "\n".join(said)
