"""Rules of the escalation ladder: which step is due on which day, and who may take it. Pure.

Source: domain reference 4.7, PR-57. The ladder is data: rungs come from the code list `escalation_rung`, their days
from the area's numbers. How an escalation stands is never stored: it follows from its dates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays


class Level(StrEnum):
    """Codes of the list `escalation_level`, the lowest first."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"
    E5 = "E5"
    EX = "EX"

    @property
    def rank(self) -> int:
        return RANKS[self]


RANKS = {level: rank for rank, level in enumerate(Level)}
BY_LETTER = frozenset({Level.E1, Level.E2, Level.E3})
"""Taken by sending a letter; the levels above are taken by writing down where it went."""
BY_CHAIR = frozenset({Level.E2, Level.E3})
"""Letters that the chair alone sends."""


class Trigger(StrEnum):
    """Codes of the list `escalation_trigger`."""

    ACTION_OVERDUE = "ACTION_OVERDUE"
    NO_RETURN = "NO_RETURN"
    ASSURANCE_OVERDUE = "ASSURANCE_OVERDUE"
    ASSURANCE_WEAK = "ASSURANCE_WEAK"
    NOT_ATTENDING = "NOT_ATTENDING"
    RESOURCE_GAP = "RESOURCE_GAP"
    DISAGREEMENT = "DISAGREEMENT"
    BLOCKAGE = "BLOCKAGE"
    DANGER = "DANGER"
    DECIDED = "DECIDED"


WATCHED = frozenset(
    {
        Trigger.ACTION_OVERDUE,
        Trigger.NO_RETURN,
        Trigger.ASSURANCE_OVERDUE,
        Trigger.ASSURANCE_WEAK,
        Trigger.NOT_ATTENDING,
    }
)
"""Found by the clock, and over by themselves when what they are about is settled. The others are told by somebody."""


class Unit(StrEnum):
    """What the number of a rung counts."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    MEETINGS = "meetings"


@dataclass(frozen=True)
class Rung:
    """`trigger` brings something to `level` when it has lasted `after` of `unit`; no number: at once. With `unanswered`
    it is reached when the level named there was not answered within its clock, whatever the trigger."""

    level: Level
    trigger: Trigger | None = None
    after: int = 0
    unit: Unit = Unit.WORKING_DAYS
    unanswered: Level | None = None


@dataclass(frozen=True)
class Ladder:
    """The rungs in force, and how many working days each level has to answer (None: no clock of days)."""

    rungs: Sequence[Rung]
    clocks: Mapping[Level, int | None]


@dataclass(frozen=True)
class Taken:
    """A level that was taken: on which day, by which day it is to be answered, whether it was."""

    level: Level
    on: date
    answer_by: date | None = None
    answered: bool = False


@dataclass(frozen=True)
class Due:
    """The next level, and the first day on which it is due."""

    level: Level
    on: date


def reached_on(rung: Rung, trigger: Trigger, since: date, meetings: int, calendar: WorkingDays) -> date | None:
    """The first day on which a rung is due for something that began on the day `since` and has lasted for `meetings`
    meetings; None: not by the days, or not by so many meetings.

    An action that was due on Monday is one day overdue on Tuesday, and five working days overdue on the next Monday.
    """
    if rung.trigger is not trigger or rung.unanswered is not None:
        return None
    if rung.unit is Unit.MEETINGS:
        return since if meetings >= rung.after else None
    if rung.unit is Unit.DAYS:
        return since + timedelta(days=rung.after)
    return calendar.add(since, rung.after)


def next_step(
    ladder: Ladder,
    *,
    trigger: Trigger,
    since: date,
    meetings: int = 0,
    taken: Iterable[Taken] = (),
    on: date,
    calendar: WorkingDays,
) -> Due | None:
    """The step above the highest one taken: of those that are reached `on` a day the highest, otherwise the first to
    come. None: the ladder knows of no further step, and somebody has to decide."""
    steps = sorted(taken, key=lambda step: step.level.rank)
    highest = steps[-1] if steps else None
    days: dict[Level, date] = {}
    for rung in ladder.rungs:
        if highest is not None and rung.level.rank <= highest.level.rank:
            continue
        day = _clock_over(rung, highest, calendar) or reached_on(rung, trigger, since, meetings, calendar)
        if day is not None:
            if highest is not None:
                day = max(day, highest.on)
            days[rung.level] = min(day, days.get(rung.level, day))
    reached = [level for level, day in days.items() if day <= on]
    if reached:
        level = max(reached, key=lambda one: one.rank)
    elif days:
        level = min(days, key=lambda one: (days[one], one.rank))
    else:
        return None
    return Due(level, days[level])


def _clock_over(rung: Rung, highest: Taken | None, calendar: WorkingDays) -> date | None:
    if rung.unanswered is None or highest is None or highest.level is not rung.unanswered:
        return None
    if highest.answered or highest.answer_by is None:
        return None
    return calendar.next_working_day(highest.answer_by)


def answer_by(ladder: Ladder, level: Level, on: date, calendar: WorkingDays) -> date | None:
    """The last day to answer what was sent on a day."""
    clock = ladder.clocks.get(level)
    return None if clock is None else calendar.add(on, clock)


def meetings_in_a_row(happened: Sequence[bool]) -> int:
    """How many of the latest meetings it happened at, one after another; the latest is the first."""
    count = 0
    for one in happened:
        if not one:
            break
        count += 1
    return count


# How it stands ------------------------------------------------------------------------------------------------------


class State(StrEnum):
    TO_PRESS = "TO_PRESS"
    GOING_ON = "GOING_ON"
    PAUSED = "PAUSED"
    ENDED = "ENDED"


STATE_NAMES = {
    State.TO_PRESS: "Next step due",
    State.GOING_ON: "Going on",
    State.PAUSED: "Stopped for now",
    State.ENDED: "Ended",
}


class Facts(Protocol):
    next_on: date | None
    paused_on: date | None
    ended_on: date | None


def state_of(facts: Facts, on: date) -> State:
    if facts.ended_on is not None:
        return State.ENDED
    if facts.paused_on is not None:
        return State.PAUSED
    return State.TO_PRESS if facts.next_on is not None and facts.next_on <= on else State.GOING_ON


def check_goes_on(facts: Facts) -> None:
    """Raises Refused when no step may be taken now."""
    if facts.ended_on is not None:
        raise Refused("Open another escalation: this one has ended", rule="4.7")
    if facts.paused_on is not None:
        raise Refused("Let this escalation go on first: it was stopped with a reason", rule="4.7")


def check_sender(level: Level, *, is_chair: bool) -> None:
    if level in BY_CHAIR and not is_chair:
        raise Refused("Ask the chair to send this: a letter to a head of service comes from the chair", rule="4.7")


def check_upwards(level: Level, taken: Iterable[Taken]) -> None:
    """Nothing goes down the ladder, and no level is taken twice."""
    if any(step.level.rank >= level.rank for step in taken):
        raise Refused("Select a level above those already taken", field="level", rule="4.7")


def names_found(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in a text, however they are capitalised. Short words are no names here."""
    folded = f" {' '.join(''.join(letter if letter.isalnum() else ' ' for letter in text.casefold()).split())} "
    return [name for name in names if len(name) > 2 and f" {' '.join(name.casefold().split())} " in folded]
