"""Reads of escalations. Visibility is added by the session."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from app.features.cases.models import Case
from app.features.escalation.domain import BY_CHAIR, Level, State, Taken
from app.features.escalation.models import Escalation, EscalationLetter, EscalationStep
from app.kernel.clock import local, today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("escalation.viewed")

WITH_CASE = selectinload(Escalation.case).joinedload(Case.subject)
"""The case in a statement of its own, so that the rule of cases applies to it: None when the actor may not see it."""
TAKEN = frozenset({"REMINDED", "SENT", "WRITTEN"})
"""Kinds of step by which a level is taken."""


def get_escalation(actor: Actor, uid: str) -> Escalation:
    """With its case, where the actor may see that. Raises NotFound."""
    found = db.session.scalar(select(Escalation).where(Escalation.uid == uid).options(WITH_CASE))
    if found is None:
        raise NotFound("Escalation")
    return found


def view_escalation(actor: Actor, uid: str) -> Escalation:
    """For its own page; the view is recorded. Raises NotFound."""
    found = get_escalation(actor, uid)
    audit.record("escalation.viewed", found)
    return found


def hold(row: Escalation) -> None:
    """Until the end of the transaction, as it is now: of two presses the second sees what the first wrote."""
    db.session.scalar(
        select(Escalation)
        .where(Escalation.uid == row.uid)
        .options(WITH_CASE)
        .with_for_update(of=Escalation)
        .execution_options(populate_existing=True)
    )


def _in_state(state: State, on: date) -> tuple[ColumnElement[bool], ...]:
    if state is State.ENDED:
        return (Escalation.ended_on.is_not(None),)
    is_open = Escalation.ended_on.is_(None)
    if state is State.PAUSED:
        return is_open, Escalation.paused_on.is_not(None)
    due = Escalation.next_on <= on
    goes_on = due if state is State.TO_PRESS else Escalation.next_on.is_(None) | (Escalation.next_on > on)
    return is_open, Escalation.paused_on.is_(None), goes_on


def count_by_state(actor: Actor) -> dict[State, int]:
    on = today()
    counts = {
        state: select(func.count(Escalation.uid)).where(*_in_state(state, on)).scalar_subquery() for state in State
    }
    return dict(zip(counts, db.session.execute(select(*counts.values())).one(), strict=True))


def count_to_press(actor: Actor) -> int:
    """How many wait for somebody to press the next step."""
    statement = select(func.count(Escalation.uid)).where(*_in_state(State.TO_PRESS, today()))
    return db.session.scalar(statement) or 0


def list_escalations(actor: Actor, state: State, *, limit: int, offset: int) -> Sequence[Escalation]:
    """Those in a state, the longest due first; ended ones, the newest first."""
    order = (
        (Escalation.ended_on.desc(),) if state is State.ENDED else (Escalation.next_on.is_(None), Escalation.next_on)
    )
    return db.session.scalars(
        select(Escalation)
        .where(*_in_state(state, today()))
        .order_by(*order, Escalation.reference)
        .options(WITH_CASE)
        .limit(limit)
        .offset(offset)
    ).all()


def list_to_press(actor: Actor, *, by_chair: bool | None = None) -> Sequence[Escalation]:
    """What waits for somebody to press; `by_chair`: only what the chair alone sends, or only the rest."""
    chosen = Escalation.next_level.in_(sorted(BY_CHAIR))
    which = () if by_chair is None else ((chosen if by_chair else ~chosen),)
    statement = select(Escalation).where(*_in_state(State.TO_PRESS, today()), *which)
    return db.session.scalars(statement.order_by(Escalation.next_on, Escalation.reference)).all()


def list_about(actor: Actor, about_uid: str) -> Sequence[Escalation]:
    """Of one action, assurance, agency or item; open ones first."""
    return db.session.scalars(select(Escalation).where(Escalation.about_uid == about_uid).order_by(*_OPEN_FIRST)).all()


def list_for_case(actor: Actor, case_uid: str) -> Sequence[Escalation]:
    return db.session.scalars(select(Escalation).where(Escalation.case_uid == case_uid).order_by(*_OPEN_FIRST)).all()


_OPEN_FIRST = (Escalation.ended_on.is_not(None), Escalation.next_on.is_(None), Escalation.next_on, Escalation.reference)


def list_steps(actor: Actor, row: Escalation) -> Sequence[EscalationStep]:
    """In the order they were taken."""
    return db.session.scalars(
        select(EscalationStep).where(EscalationStep.escalation_uid == row.uid).order_by(EscalationStep.position)
    ).all()


def list_steps_of_case(actor: Actor, case_uid: str) -> Sequence[tuple[EscalationStep, Escalation]]:
    """Every step of every escalation of a case, each with its escalation."""
    found = db.session.execute(
        select(EscalationStep, Escalation)
        .join(Escalation, Escalation.uid == EscalationStep.escalation_uid)
        .where(EscalationStep.case_uid == case_uid)
        .order_by(EscalationStep.at, EscalationStep.position)
    )
    return [(step, row) for step, row in found]


def taken(steps: Sequence[EscalationStep]) -> list[Taken]:
    """The levels that were taken, each with whether an answer came after it."""
    found = []
    for step in steps:
        if step.kind in TAKEN and step.level:
            answered = any(one.kind == "ANSWERED" and one.position > step.position for one in steps)
            found.append(Taken(Level(step.level), local(step.at).date(), step.answer_by, answered))
    return found


def list_letters(actor: Actor, row: Escalation) -> Sequence[EscalationLetter]:
    """The letters the actor may read, the first first."""
    return db.session.scalars(
        select(EscalationLetter).where(EscalationLetter.escalation_uid == row.uid).order_by(EscalationLetter.level)
    ).all()


def find_letter(actor: Actor, row: Escalation, level: str) -> EscalationLetter | None:
    return db.session.scalar(
        select(EscalationLetter).where(EscalationLetter.escalation_uid == row.uid, EscalationLetter.level == level)
    )
