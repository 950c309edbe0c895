"""Alerts of providers. Call with the application's context entered; everything commits."""

from app.features.accounts.models import User
from app.features.alerts import interface as alerts
from app.features.referrals import interface as referrals
from tests.factories.cases import acting


def make_alert(worker: User, referral_uid: str, *, urgent: bool = False) -> str:
    """An alert of a provider's worker about somebody referred to their agency. Returns its uid."""
    with acting(worker) as actor:
        referral = referrals.provided_for_change(actor, referral_uid)
        words = "Afraid to go home"
        return alerts.raise_alert(actor=actor, referral=referral, kind="THREAT", urgent=urgent, words=words).uid
