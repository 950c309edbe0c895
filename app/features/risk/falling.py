"""An allegation that came to nothing opens the judgement again: a review within the days the partnership set. PR-32."""

from collections.abc import Sequence
from datetime import date

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.partnership import interface as partnership
from app.features.risk.facts import fell_at
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.calendar import working_days


def bring_forward(actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> None:
    """In the transaction that records the outcome. A review that comes sooner stays."""
    if case.subject_kind != "PERSON" or not cases.is_open(case) or fell_at(entries) is None:
        return
    by = review_by(case.area_uid, today())
    if case.review_on is None or case.review_on > by:
        cases.set_review(actor=actor, case=case, on=by)


def review_by(area_uid: str, told_on: date) -> date:
    return working_days().add(told_on, partnership.number("review.status_fell_away", area_uid))


cases.when_told("risk", bring_forward)
