"""What partners bring along. What was entered stays: a wrong row is reversed by another."""

from datetime import date

from sqlalchemy import select

from app.features.funding.allowing import allow, needed, once_uid
from app.features.funding.lines import check_intervention
from app.features.funding.models import Grant, Match
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("funding.match_entered", facts={"grant_uid", "kind", "amount"})
audit.declare("funding.match_reversed", facts={"reverses_uid", "amount"})

CASH = "CASH"


def add_match(
    *,
    actor: Actor,
    grant: Grant,
    area_uid: str,
    contributor: str,
    kind: str,
    amount: int,
    given_on: date,
    evidence: str,
    valuation: str = "",
    intervention_uid: str | None = None,
    once: str | None = None,
) -> Match | None:
    """What a partner of an area gave for a grant. What is not money says how it was valued. None when sent before."""
    allow(actor, area_uid)
    if grant.code is not None:
        raise Refused("Choose a grant of your own: this is a figure of a document")
    if not partnership.is_code("match_kind", kind):
        raise Refused("Select what was given", field="kind")
    if not grant.starts_on <= given_on <= min(grant.ends_on, today()):
        raise Refused("Enter a day of the grant that is not after today", field="given_on")
    if kind != CASH:
        valuation = needed(valuation, "Enter how it was valued", "valuation")
    check_intervention(intervention_uid)
    uid = once_uid(Match, once)
    if uid is None:
        return None
    row = Match(
        uid=uid,
        key_uid=area_uid,
        area_uid=area_uid,
        grant_uid=grant.uid,
        intervention_uid=intervention_uid or None,
        kind=kind,
        amount=amount,
        given_on=given_on,
        entered_at=now(),
        entered_by_uid=actor.user_uid,
        contributor=needed(contributor, "Enter who gave it", "contributor"),
        evidence=needed(evidence, "Enter what shows it", "evidence"),
        valuation=valuation.strip(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("funding.match_entered", row, grant_uid=grant.uid, kind=kind, amount=amount)
    return row


def reverse_match(*, actor: Actor, match: Match, reason: str) -> Match:
    """A wrong row is taken off by another. Reversed twice, once."""
    allow(actor, match.area_uid)
    there = db.session.scalar(select(Match).where(Match.reverses_uid == match.uid))
    if there is not None:
        return there
    if match.reverses_uid is not None:
        raise Refused("Choose what was given: this row takes another off already")
    row = Match(
        key_uid=match.key_uid,
        area_uid=match.area_uid,
        grant_uid=match.grant_uid,
        intervention_uid=match.intervention_uid,
        kind=match.kind,
        amount=-match.amount,
        given_on=match.given_on,
        reverses_uid=match.uid,
        entered_at=now(),
        entered_by_uid=actor.user_uid,
        contributor=match.contributor,
        evidence=match.evidence,
        valuation=needed(reason, "Enter what was wrong", "reason"),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("funding.match_reversed", row, reverses_uid=match.uid, amount=row.amount)
    return row
