"""What every step shares: its line in the record, and what the ladder says comes next."""

from app.features.escalation import queries
from app.features.escalation.domain import Due, Level, Trigger, next_step
from app.features.escalation.ladder import ladder
from app.features.escalation.models import Escalation, EscalationStep
from app.kernel.clock import local, now, today
from app.platform.access import Actor
from app.platform.calendar import working_days
from app.platform.database import db

SHOWN_TO_AGENCY = frozenset({"REMINDED", "SENT", "ANSWERED", "SETTLED", "RESOLVED"})
"""Kinds of step that the agency reads; the others are between those who run the month."""


def note_step(actor: Actor, row: Escalation, kind: str, **what: object) -> EscalationStep:
    """Write down a step, and work out the next. `what`: level, answer_by, where, text."""
    steps = queries.list_steps(actor, row)
    step = EscalationStep(
        key_uid=row.key_uid,
        area_uid=row.area_uid,
        agency_uid=row.agency_uid if kind in SHOWN_TO_AGENCY else None,
        escalation_uid=row.uid,
        case_uid=row.case_uid,
        position=max((one.position for one in steps), default=0) + 1,
        kind=kind,
        at=now(),
        by_uid=actor.user_uid,
        **what,
    )
    db.session.add(step)
    db.session.flush()
    plan(row, [*steps, step])
    return step


def plan(row: Escalation, steps: list[EscalationStep]) -> None:
    """Put the next step on the row: what somebody decided, or what the ladder gives when that goes further."""
    taken = queries.taken(steps)
    highest = max((step.level for step in taken), key=lambda level: level.rank, default=None)
    due = next_step(
        ladder(row.area_uid, today()),
        trigger=Trigger(row.trigger),
        since=row.since,
        meetings=row.meetings,
        taken=taken,
        on=today(),
        calendar=working_days(),
    )
    told = _told(steps, highest)
    if told is not None and (due is None or due.on > today() or due.level.rank < told.level.rank):
        due = told
    after = (highest, due.level, due.on) if due else (highest, None, None)
    if row.ended_on is not None:
        after = (highest, None, None)
    if (row.level, row.next_level, row.next_on) != after:
        row.level, row.next_level, row.next_on = after


def _told(steps: list[EscalationStep], highest: Level | None) -> Due | None:
    """The highest level that somebody decided on and that was not taken yet."""
    wanted = [
        Due(Level(step.level), local(step.at).date())
        for step in steps
        if step.kind in ("OPENED", "RAISED") and step.level
    ]
    above = [one for one in wanted if highest is None or one.level.rank > highest.rank]
    return max(above, key=lambda one: one.level.rank, default=None)
