"""Who may take a step of a referral, and that nobody else takes one at the same moment."""

from sqlalchemy import select

from app.features.referrals import domain
from app.features.referrals.domain import Status
from app.features.referrals.models import Referral
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission
from app.platform.database import db


def is_provider_of(actor: Actor, referral: Referral) -> bool:
    """Whether the actor works for the provider that somebody was referred to."""
    own = actor.agency_uid is not None and actor.agency_uid == referral.agency_uid
    return own and actor.may(Permission.REFERRAL_VIEW) and referral.referred_on is not None


def hold(actor: Actor, referral: Referral, to: Status | None = None) -> None:
    """Raises NotFound for somebody who may not take this step (None: something that only goes on with the provider).

    The referral is held until the end of the transaction, as it is now: of two presses of a button the second sees what
    the first wrote.
    """
    of_provider = (to is None or to in domain.PROVIDERS_STEPS) and is_provider_of(actor, referral)
    if not (actor.is_system or actor.may(Permission.INTERVENTION_LINK) or of_provider):
        raise NotFound("Referral")
    db.session.scalar(
        select(Referral)
        .where(Referral.uid == referral.uid)
        .with_for_update(of=Referral)
        .execution_options(populate_existing=True)
    )
