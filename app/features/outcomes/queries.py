"""Reads of outcomes, which follow the visibility rule of the referral."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.features.outcomes import sheets
from app.features.outcomes.asking import GIVEN_BY, list_feedback
from app.features.outcomes.domain.feedback import WORDS, State, state
from app.features.outcomes.domain.points import Standing, Window
from app.features.outcomes.models import Feedback, Goal
from app.features.outcomes.sheets import Sheet
from app.features.partnership import interface as partnership
from app.features.referrals.interface import Referral
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import PROVIDES, Actor, fetch
from app.platform.database import db

audit.declare("outcome.viewed")


@dataclass(frozen=True)
class Said:
    """One answer to a question for feedback, or how the question stands."""

    feedback: Feedback
    who: str
    words: str
    open: bool
    answers: list[tuple[str, str, str | None]]
    """Question, answer, and the face of the answer."""
    at: datetime | None


def get_referral(actor: Actor, uid: str) -> Referral:
    """The view is recorded. Raises NotFound, also before a provider accepted: there is nothing to measure."""
    referral = fetch(actor, Referral, uid)
    if referral.accepted_on is None and referral.started_on is None:
        raise NotFound("Referral")
    audit.record("outcome.viewed", referral)
    return referral


def get_goal(actor: Actor, uid: str) -> Goal:
    return fetch(actor, Goal, uid)


def due_of_agency(actor: Actor) -> list[tuple[Sheet, Window, Standing]]:
    """What the actor's agency can measure now and has not, what was due first foremost."""
    if not actor.is_any(PROVIDES):
        return []
    rows = db.session.scalars(
        select(Referral).where(
            Referral.agency_uid == actor.agency_uid,
            or_(Referral.accepted_on.is_not(None), Referral.started_on.is_not(None)),
            Referral.closed_on.is_(None),
            Referral.followed_up_on.is_(None),
        )
    ).all()
    return sheets.due_now(actor, rows)


def feedback_shown(actor: Actor, referral_uid: str) -> list[Said]:
    """What was asked and what was said, the newest first; links that came to nothing are left out but for the last."""
    moment = now()
    rows = [(row, state(row, moment)) for row in list_feedback(actor, referral_uid)]
    kept = [row for at, row in enumerate(rows) if at == 0 or row[1] in (State.OPEN, State.ANSWERED)]
    return [_said(row, stands) for row, stands in kept]


def _said(row: Feedback, stands: State) -> Said:
    answers = []
    for item in partnership.code_list("feedback_question", row.asked_at.date()):
        code = row.answers.get(item.code) if stands is State.ANSWERED else None
        answer = partnership.code_item("feedback_answer", code) if code else None
        if answer is not None:
            question = item.attributes.get("parent", item.label) if row.given_by == "PARENT" else item.label
            answers.append((str(question), answer.label, answer.attributes.get("face")))
    return Said(
        feedback=row,
        who=GIVEN_BY[row.given_by],
        words=WORDS[stands],
        open=stands is State.OPEN,
        answers=answers,
        at=row.answered_at,
    )
