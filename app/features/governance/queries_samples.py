"""Reads of the sample audit. Visibility is added by the session."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases import interface as cases
from app.features.cases.interface import Case
from app.features.governance.domain.samples import Quarter, quarters, status
from app.features.governance.models import SampledCase
from app.features.partnership import interface as partnership
from app.kernel.ages import months_after
from app.platform import audit
from app.platform.access import Actor, acting_as, fetch, system_actor
from app.platform.database import db

audit.declare("sample.opened", facts={"case_uid"})

QUARTERS_BACK = 15
"""Months the summary goes back: this quarter and four before it."""


@dataclass(frozen=True)
class Drawn:
    """What an audit sees of a case: what is recorded, without whose it is."""

    picture: Any
    agencies: tuple[str, ...]
    opened_on: date
    review_on: date | None
    last_event: date | None


def get_sampled(actor: Actor, uid: str) -> SampledCase:
    """Raises NotFound."""
    return fetch(actor, SampledCase, uid)


def open_case(actor: Actor, sampled_uid: str) -> Drawn | None:
    """What is recorded in a drawn case, until it is answered: the draw is what opens it, and the view is recorded. Call
    it before anything else is loaded."""
    sampled = get_sampled(actor, sampled_uid)
    if sampled.answered_on is not None:
        return None
    case_uid = sampled.case_uid
    audit.record("sample.opened", sampled, case_uid=case_uid)
    with acting_as(system_actor("sample-audit", frozenset({sampled.area_uid}))) as system:
        case = db.session.scalar(select(Case).where(Case.uid == case_uid).options(joinedload(Case.subject)))
        if case is None:
            return None
        return Drawn(
            picture=cases.picture(case, cases.list_entries(system, case_uid)),
            agencies=tuple(sorted(partnership.agency_name(uid) for uid in cases.agencies_with_need(case_uid))),
            opened_on=case.opened_on,
            review_on=case.review_on,
            last_event=cases.last_event(case),
        )


def list_sampled(actor: Actor) -> Sequence[SampledCase]:
    """Those that wait for an answer or for what follows, the first due first."""
    rows = db.session.scalars(
        select(SampledCase)
        .where(SampledCase.answered_on.is_(None) | (SampledCase.follow_by.is_not(None)))
        .order_by(SampledCase.due_on, SampledCase.case_reference)
    ).all()
    return [row for row in rows if row.followed_on is None]


def list_quarters(actor: Actor, on: date) -> list[Quarter]:
    """Counts of the quarters that the actor may see, the newest first."""
    since = months_after(on.replace(day=1), -QUARTERS_BACK)
    return quarters(db.session.scalars(select(SampledCase).where(SampledCase.drawn_on >= since)).all())


def count_waiting(actor: Actor, on: date) -> Counter[str]:
    """By status, of those that wait."""
    return Counter(status(row, on).value for row in list_sampled(actor))
