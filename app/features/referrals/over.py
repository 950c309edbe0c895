"""Rooms above hear that somebody no longer comes: a referral ended, or somebody who came for its benefit left."""

from collections.abc import Callable

from app.features.referrals.models import Referral, ReferralParticipant
from app.platform.access import Actor

Hear = Callable[[Actor, Referral, ReferralParticipant | None], object]

_hearers: dict[str, Hear] = {}


def when_over(name: str, hear: Hear) -> None:
    """Let `hear(actor, referral, participant)` act in the transaction that ends it; `participant` is None of a whole
    referral. Safe to call again."""
    _hearers[name] = hear


def tell_over(actor: Actor, referral: Referral, participant: ReferralParticipant | None = None) -> None:
    for name in sorted(_hearers):
        _hearers[name](actor, referral, participant)
