"""What was spent on interventions, by whose money. PR-54: the return of an area counts with these."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.features.funding.models import Actual, BudgetLine, Grant, Match
from app.platform.database import db

HOME_OFFICE = "HOME_OFFICE"
"""The code of `fund_source` that is counted apart."""


@dataclass(frozen=True)
class Spend:
    """Pence, reversals taken off. `match` is what partners brought, in money or in kind; `other` every other grant."""

    home_office: int = 0
    match: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        return self.home_office + self.match + self.other


def spend_on(intervention_uid: str, since: date, until: date) -> Spend:
    """What was spent on an intervention in the areas of whoever acts, both days included."""
    return spend_by_intervention(since, until, [intervention_uid]).get(intervention_uid, Spend())


def spend_by_intervention(since: date, until: date, only: Iterable[str] | None = None) -> dict[str, Spend]:
    """The same for every intervention that money was spent on (or for `only` these), in two statements."""
    paid = (
        select(Actual.intervention_uid, Grant.source, func.sum(Actual.amount))
        .join(BudgetLine, BudgetLine.uid == Actual.line_uid)
        .join(Grant, Grant.uid == BudgetLine.grant_uid)
        .where(Actual.intervention_uid.is_not(None), Actual.paid_on.between(since, until))
        .group_by(Actual.intervention_uid, Grant.source)
    )
    brought = (
        select(Match.intervention_uid, func.sum(Match.amount))
        .where(Match.intervention_uid.is_not(None), Match.given_on.between(since, until))
        .group_by(Match.intervention_uid)
    )
    if only is not None:
        wanted = sorted(set(only))
        paid = paid.where(Actual.intervention_uid.in_(wanted))
        brought = brought.where(Match.intervention_uid.in_(wanted))
    pence: dict[str, list[int]] = {}
    for uid, source, amount in db.session.execute(paid):
        pence.setdefault(str(uid), [0, 0, 0])[0 if source == HOME_OFFICE else 2] += int(amount)
    for uid, amount in db.session.execute(brought):
        pence.setdefault(str(uid), [0, 0, 0])[1] += int(amount)
    return {uid: Spend(*amounts) for uid, amounts in pence.items()}
