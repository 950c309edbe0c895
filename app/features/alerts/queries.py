"""Reads of alerts, which follow the rule of their referral and case."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.features.alerts.models import Alert
from app.features.cases.models import Case
from app.features.referrals.models import Referral
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("alert.viewed")

RECENT = timedelta(days=90)
WITH_REFERRAL = selectinload(Alert.referral)
WITH_CASE = selectinload(Alert.referral).selectinload(Referral.case).joinedload(Case.subject)


@once_a_page
def list_unheard(actor: Actor) -> Sequence[Alert]:
    """Alerts that nobody has heard, urgent ones first, then the oldest."""
    waiting = select(Alert).where(Alert.heard_at.is_(None)).options(WITH_CASE)
    return db.session.scalars(waiting.order_by(Alert.urgent.desc(), Alert.raised_at)).all()


def list_recent(actor: Actor) -> Sequence[Alert]:
    """Alerts of the last ninety days that were heard, the newest first."""
    heard = select(Alert).where(Alert.heard_at.is_not(None), Alert.raised_at >= now() - RECENT).options(WITH_CASE)
    return db.session.scalars(heard.order_by(Alert.raised_at.desc())).all()


def list_raised(actor: Actor) -> Sequence[Alert]:
    """What the actor's agency raised in the last ninety days, the newest first."""
    own = select(Alert).where(Alert.agency_uid == actor.agency_uid, Alert.raised_at >= now() - RECENT)
    return db.session.scalars(own.options(WITH_REFERRAL).order_by(Alert.raised_at.desc())).all()


@once_a_page
def list_for_case(actor: Actor, case_uid: str) -> Sequence[Alert]:
    """The alerts of a case, the newest first."""
    of_case = select(Alert).where(Alert.case_uid == case_uid).options(WITH_REFERRAL)
    return db.session.scalars(of_case.order_by(Alert.raised_at.desc())).all()


def list_for_referral(actor: Actor, referral: Referral) -> Sequence[Alert]:
    """The alerts about one referral, the newest first."""
    of_one = select(Alert).where(Alert.referral_uid == referral.uid)
    return db.session.scalars(of_one.order_by(Alert.raised_at.desc())).all()


def get_alert(actor: Actor, uid: str) -> Alert:
    """For the group; the view is recorded. Raises NotFound."""
    alert = db.session.scalar(select(Alert).where(Alert.uid == uid).options(WITH_CASE))
    if alert is None:
        raise NotFound("Alert")
    audit.record("alert.viewed", alert)
    return alert
