"""What may be planned, and on which days. Pure. Source: domain reference 6.3."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice

from app.kernel.errors import Refused

ONE, GROUP, FAMILY, CUSTODY = "ONE", "GROUP", "FAMILY", "CUSTODY"
COUNTING = frozenset({"CLASS", "DETACHED", "TRAINING"})
"""Ways of working with whoever is there: people are counted and nobody is named (PR-51). Codes of `session_mode`."""

ONCE, WEEKLY, FORTNIGHTLY, DAYS = "ONCE", "WEEKLY", "FORTNIGHTLY", "DAYS"
RHYTHMS = {
    ONCE: "Once",
    WEEKLY: "Every week",
    FORTNIGHTLY: "Every second week",
    DAYS: "On chosen days of the week",
}
MOST_SESSIONS = 60
LONGEST = 600
"""Minutes."""


@dataclass(frozen=True)
class Dates:
    """The days of a series, and those left out because they are bank holidays."""

    held: tuple[date, ...]
    left_out: tuple[date, ...] = ()


def series_dates(
    first: date, rhythm: str, times: int, *, weekdays: Collection[int] = (), holidays: Collection[date] = ()
) -> Dates:
    """So many days from `first` on. A day in `holidays` is left out, and the series goes on until it is whole.

    `weekdays` (Monday is 0) are for chosen days. Raises Refused with the field.
    """
    if rhythm not in RHYTHMS:
        raise Refused("Select how often", field="rhythm")
    if rhythm == ONCE:
        return Dates((first,))
    if not 1 <= times <= MOST_SESSIONS:
        raise Refused(f"Enter how many sessions, up to {MOST_SESSIONS}", field="times")
    if rhythm == DAYS and not weekdays:
        raise Refused("Select the days of the week", field="weekdays")
    left_out: list[date] = []

    def open_days() -> Iterator[date]:
        for day in _days(first, rhythm, frozenset(weekdays)):
            if day in holidays:
                left_out.append(day)
            else:
                yield day

    return Dates(tuple(islice(open_days(), times)), tuple(left_out))


def _days(first: date, rhythm: str, weekdays: frozenset[int]) -> Iterator[date]:
    step = {WEEKLY: 7, FORTNIGHTLY: 14}.get(rhythm, 1)
    day = first
    while True:
        if rhythm != DAYS or day.weekday() in weekdays:
            yield day
        day += timedelta(days=step)


def read_time(typed: str | None) -> str:
    """HH:MM of a time that was typed: 16:30, 9:30, 16.30. Raises Refused at `starts_at`."""
    hours, _, minutes = (typed or "").strip().replace(".", ":").partition(":")
    digits = hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit() and len(minutes) == 2
    try:
        return time(int(hours), int(minutes)).strftime("%H:%M") if digits else _no_time()
    except ValueError:
        return _no_time()


def _no_time() -> str:
    raise Refused("Enter a time, like 16:30", field="starts_at")


def check_people(mode: str, people: Collection[tuple[str, str | None]], *, parallel: bool) -> None:
    """Whether these people may be asked to such a session, each as referral and participant. Raises Refused at
    `people` or `parallel`."""
    themselves = [referral for referral, participant in people if participant is None]
    if mode in COUNTING:
        if people:
            raise Refused(
                "Select nobody: in detached work, classes and training people are counted, not named",
                field="people",
                rule="PR-51",
            )
    elif not people:
        raise Refused("Select who is asked to come", field="people")
    elif mode == ONE and len({referral for referral, _participant in people}) > 1:
        raise Refused("Select one person, or choose a group", field="people")
    elif mode == FAMILY and len({referral for referral, _participant in people}) > 1:
        raise Refused("Select the people of one family", field="people")
    if parallel and mode != GROUP:
        raise Refused("Choose a group, or leave out the second group at the same time", field="parallel")
    if parallel and (not themselves or len(themselves) == len(people)):
        raise Refused("Select both young people and their parents, carers or others", field="people")


def check_minutes(minutes: int | None) -> int:
    if minutes is None or not 1 <= minutes <= LONGEST:
        raise Refused(f"Enter how many minutes it lasts, from 1 to {LONGEST}", field="minutes")
    return minutes
