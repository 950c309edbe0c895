"""Who sees a referral, and whatever hangs on one: the group by its case, the provider it was made to."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.features.cases.models import CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case, not_locked_out
from app.features.referrals.models import Referral, ReferralParticipant, ReferralProgress, ReferralWorker
from app.platform.access import PROVIDES, Actor, protect
from app.platform.access.reading import area_rule


def visible_referral(actor: Actor) -> ColumnElement[bool]:
    """Whoever sees the case; and the provider, from the day the person was referred to it, unless it was shut out of
    the case since."""
    if actor.is_any(PROVIDES):
        shut_out = select(CaseAgency.case_uid).where(
            CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
        )
        return and_(
            area_rule(Referral, actor),
            Referral.agency_uid == actor.agency_uid,
            Referral.referred_on.is_not(None),
            Referral.case_uid.not_in(shut_out),
            not_locked_out(Referral.case_uid, actor),
        )
    return in_visible_case(Referral, actor)


def of_visible_referral(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """Rows with a `referral_uid` whose referral the actor sees: for everything that hangs on one."""
    seen = select(Referral.uid).where(visible_referral(actor))
    return and_(area_rule(model, actor), model.referral_uid.in_(seen))


protect(Referral, visible_referral)
protect(ReferralParticipant, lambda actor: of_visible_referral(ReferralParticipant, actor))
protect(ReferralProgress, lambda actor: of_visible_referral(ReferralProgress, actor))
protect(ReferralWorker, lambda actor: of_visible_referral(ReferralWorker, actor))
