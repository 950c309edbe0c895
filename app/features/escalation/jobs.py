"""Every working morning before the mail of the day: what has to go up the ladder is opened, what is settled ends,
reminders are noted. Everything else waits for somebody to press."""

from collections.abc import Iterator
from datetime import date, time

from sqlalchemy import select

from app.features.escalation import commands, queries
from app.features.escalation.domain import BY_CHAIR, WATCHED, Level, next_step
from app.features.escalation.facts import Found, find_all
from app.features.escalation.ladder import ladder, level_label
from app.features.escalation.models import Escalation, EscalationStep
from app.features.escalation.words import about
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.kernel.clock import today
from app.kernel.days import day_words
from app.platform.access import RUNS_THE_MONTH, Actor, Permission, Role, acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.jobs import job
from app.web.addresses import public_link

JOB = "escalation-look"
BATCH = 100


@job(JOB, at=time(6, 30), commits_itself=True)
def look() -> int:
    """Look at every area. A run that is cut short leaves the rest for the next: what was opened is found open. Returns
    how many were opened."""
    on = today()
    if not working_days().is_working_day(on):
        return 0
    opened = 0
    for area in partnership.list_areas():
        with acting_as(system_actor(JOB, frozenset({area.uid}))) as actor:
            opened += _look(actor, area.uid, on)
            db.session.commit()
    return opened


def _look(actor: Actor, area_uid: str, on: date) -> int:
    found = find_all(area_uid, on)
    watched = Escalation.trigger.in_(sorted(WATCHED)), Escalation.ended_on.is_(None)
    rows = db.session.scalars(select(Escalation).where(Escalation.area_uid == area_uid, *watched)).all()
    known = {row.open_key for row in rows}
    for number, row in enumerate(rows, 1):
        _keep_up(actor, row, found.get(row.open_key or ""))
        if number % BATCH == 0:
            db.session.commit()
    new = [one for key, one in sorted(found.items()) if key not in known and _is_reached(one, area_uid, on)]
    for number, one in enumerate(new, 1):
        commands.remind(actor=actor, escalation=commands.open_found(actor=actor, found=one))
        if number % BATCH == 0:
            db.session.commit()
    return len(new)


def _keep_up(actor: Actor, row: Escalation, found: Found | None) -> None:
    if found is None:
        commands.settle(actor=actor, escalation=row)
    elif row.paused_on is None:
        commands.keep_up(actor=actor, escalation=row, found=found)
        if row.next_on is not None and row.next_on <= today():
            commands.remind(actor=actor, escalation=row)


def _is_reached(one: Found, area_uid: str, on: date) -> bool:
    due = next_step(
        ladder(area_uid, on),
        trigger=one.trigger,
        since=one.since,
        meetings=one.meetings,
        on=on,
        calendar=working_days(),
    )
    return due is not None and due.on <= on


# In the mail of the day ---------------------------------------------------------------------------------------------

TO_PRESS, STOPPED, TO_ANSWER = "Escalations to press", "Escalations that were stopped", "Letters to your organisation"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Whoever runs the month: steps to press, each to whoever may press it, and what was stopped until a day. The
    contact of an agency: letters without an answer."""
    if actor.may(Permission.ESCALATION_SEND):
        yield from map(_to_press, queries.list_to_press(actor, by_chair=True))
    if Role.COORD in actor.roles:
        yield from map(_to_press, queries.list_to_press(actor, by_chair=False))
    if actor.is_any(RUNS_THE_MONTH) and Role.COORD in actor.roles:
        until = Escalation.paused_until <= on, Escalation.ended_on.is_(None)
        for row in db.session.scalars(select(Escalation).where(*until).order_by(Escalation.reference)):
            words = f"{about(row)}, to look at again on {day_words(row.paused_until or on)}"
            yield _line(STOPPED, row, words, row.paused_until or on)
    if Role.SPOC in actor.roles and actor.may(Permission.ESCALATION_VIEW):
        yield from _letters(actor)


def _to_press(row: Escalation) -> reminders.Line:
    day = row.next_on or today()
    return _line(TO_PRESS, row, f"{about(row)}, next step {level_label(row.next_level).lower()}", day)


def _letters(actor: Actor) -> Iterator[reminders.Line]:
    rows = db.session.scalars(
        select(Escalation).where(
            Escalation.agency_uid == actor.agency_uid,
            Escalation.ended_on.is_(None),
            Escalation.paused_on.is_(None),
            Escalation.level.in_([Level.E1, *sorted(BY_CHAIR)]),
        )
    ).all()
    if not rows:
        return
    steps: dict[str, list[EscalationStep]] = {}
    every = select(EscalationStep).where(EscalationStep.escalation_uid.in_([row.uid for row in rows]))
    for step in db.session.scalars(every.order_by(EscalationStep.position)):
        steps.setdefault(step.escalation_uid, []).append(step)
    for row in rows:
        last = max(queries.taken(steps.get(row.uid, [])), key=lambda step: step.level.rank, default=None)
        if last is not None and last.answer_by is not None and not last.answered:
            yield _line(TO_ANSWER, row, f"{about(row)}, answer by {day_words(last.answer_by)}", last.answer_by)


def _line(group: str, row: Escalation, words: str, due_on: date) -> reminders.Line:
    link = public_link("escalation.escalation", escalation_uid=row.uid)
    return reminders.Line(group=group, reference=row.reference, words=words, due_on=due_on, link=link)


reminders.add_source("escalation", waiting)
