"""Escalations in words: references, kinds and dates, nothing about a person."""

from collections.abc import Sequence

from app.features.escalation.domain import Level, Taken, Trigger
from app.features.escalation.ladder import ladder
from app.features.escalation.models import Escalation
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.days import day_words

STEP_NAMES = {
    "OPENED": "Opened",
    "REMINDED": "Owner and contact reminded",
    "SENT": "Letter sent",
    "WRITTEN": "Brought before",
    "ANSWERED": "Answered",
    "RAISED": "To go further",
    "PAUSED": "Stopped for now",
    "RESUMED": "Goes on",
    "SETTLED": "Settled: what it was about was done",
    "RESOLVED": "Resolved",
}

BEFORE = {
    Level.E0: "with a reminder",
    Level.E1: "with the team manager",
    Level.E2: "with the head of service",
}


def about(row: Escalation) -> str:
    """What it is about, as letters and lists say it."""
    match Trigger(row.trigger):
        case Trigger.ACTION_OVERDUE:
            return f"action {row.about_reference}"
        case Trigger.ASSURANCE_OVERDUE | Trigger.ASSURANCE_WEAK:
            return f"assurance {row.about_reference}"
        case Trigger.NO_RETURN:
            return "information asked for before meetings"
        case Trigger.NOT_ATTENDING:
            return "attendance at meetings"
        case _:
            return f"case {row.about_reference}" if row.case_uid else f"matter {row.reference}"


def since(row: Escalation) -> str:
    """A sentence on how long it has lasted."""
    day = day_words(row.since)
    match Trigger(row.trigger):
        case Trigger.ACTION_OVERDUE | Trigger.ASSURANCE_OVERDUE:
            return f"It was due on {day}."
        case Trigger.ASSURANCE_WEAK:
            return f"What was stated on {day} did not let the group be assured."
        case Trigger.NO_RETURN:
            return f"It was due on {day}{_meetings(row)} and has not come."
        case Trigger.NOT_ATTENDING:
            return f"Nobody from it was at the meeting of {day}{_meetings(row)}."
        case _:
            return f"It was raised on {day}."


def _meetings(row: Escalation) -> str:
    return f", and {row.meetings} meetings in a row" if row.meetings > 1 else ""


def letter_values(row: Escalation, level: Level, taken: Sequence[Taken]) -> dict[str, str]:
    """What a template may name. `before`: what was done already, each with its day."""
    clock = ladder(row.area_uid, today()).clocks.get(level)
    steps = [f"{BEFORE[step.level]} on {day_words(step.on)}" for step in taken if step.level in BEFORE]
    kind = about(row)
    return {
        "about": kind,
        "About": kind[0].upper() + kind[1:],
        "since": since(row),
        "before": f"It was raised {' and '.join(steps)}." if steps else "",
        "reference": row.reference,
        "days": str(clock or ""),
    }


def trigger_label(row: Escalation) -> str:
    return partnership.code_label("escalation_trigger", row.trigger)
