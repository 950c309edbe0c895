"""Rounds of problem solving (SARA): scan, analyse, respond, assess, each once, in this order."""

from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused


class Step(StrEnum):
    SCAN = "SCAN"
    ANALYSE = "ANALYSE"
    RESPOND = "RESPOND"
    ASSESS = "ASSESS"


NAMES = {
    Step.SCAN: "Scan: what the problem is",
    Step.ANALYSE: "Analyse: why here, why then, to whom",
    Step.RESPOND: "Respond: what is done",
    Step.ASSESS: "Assess: what changed",
}
SHORT = {Step.SCAN: "Scan", Step.ANALYSE: "Analyse", Step.RESPOND: "Respond", Step.ASSESS: "Assess"}


class Dates(Protocol):
    scanned_on: date
    analysed_on: date | None
    responded_on: date | None
    assessed_on: date | None


def next_step(one: Dates) -> Step | None:
    """What comes next in a round; None when it is assessed."""
    if one.assessed_on is not None:
        return None
    if one.responded_on is not None:
        return Step.ASSESS
    return Step.RESPOND if one.analysed_on is not None else Step.ANALYSE


def check_day(one: Dates, step: Step, on: date, today: date) -> None:
    """A step is not before the one it follows from, and not to come. Raises Refused at `on`."""
    earlier = {
        Step.SCAN: None,
        Step.ANALYSE: one.scanned_on,
        Step.RESPOND: one.analysed_on or one.scanned_on,
        Step.ASSESS: one.responded_on or one.scanned_on,
    }[step]
    if on > today:
        raise Refused("Enter a day that is not in the future", field="on")
    if earlier is not None and on < earlier:
        raise Refused("Enter a day on or after that of the step before", field="on")


def change(before: int, after: int) -> str:
    """What the measure says, in words."""
    if after == before:
        return "as before"
    if before == 0:
        return f"{after} more than none"
    share = round(abs(after - before) * 100 / before)
    return f"{share}% {'fewer' if after < before else 'more'}"
