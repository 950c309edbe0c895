"""What a provider is told before people share a session: that some of them should not meet, or that the venue is not
for all of them. Never who, nor why: that is for the coordinator to say.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.features.incidents import interface as incidents
from app.features.interventions.models import VenueRestriction
from app.features.sessions.models import Session
from app.features.sessions.people import subjects_of
from app.features.subjects.interface import NetworkMember
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, beside, system_actor
from app.platform.database import db

audit.declare("session.venue_warning_passed")

APART = "Two of these people should not meet. Speak to the coordinator before you go on."
VENUE = "This venue is not safe for everybody you chose. Speak to the coordinator before you go on."


@dataclass(frozen=True)
class Warned:
    """How many pairs should not meet, and whether the venue is shut to somebody."""

    pairs: int = 0
    venue: bool = False

    def __bool__(self) -> bool:
        return bool(self.pairs or self.venue)

    @property
    def words(self) -> list[str]:
        return [words for there, words in ((self.pairs, APART), (self.venue, VENUE)) if there]


def warned(actor: Actor, referral_uids: Iterable[str], venue_uid: str | None) -> Warned:
    """About the people of these referrals, together at a venue."""
    people = subjects_of(referral_uids)
    pairs = {frozenset((one.harmed_uid, one.causing_uid)) for one in incidents.every_pair(actor, people)}
    return Warned(len(pairs), bool(venue_uid and people) and _shut_out(actor, venue_uid or "", people))


def _shut_out(actor: Actor, venue_uid: str, people: Collection[str]) -> bool:
    with beside(system_actor("session-venue", actor.area_uids)):
        restricted = select(VenueRestriction.network_uid).where(
            VenueRestriction.venue_uid == venue_uid, VenueRestriction.lifted_on.is_(None)
        )
        member = select(NetworkMember.uid).where(
            NetworkMember.person_uid.in_(people), NetworkMember.network_uid.in_(restricted)
        )
        return db.session.scalar(member.limit(1)) is not None


def go_on(*, actor: Actor, found: Warned, session: Session, reason: str | None) -> None:
    """Somebody goes on although they were warned. Refused at `between_reason` without a reason, which the audit keeps.
    Without a warning nothing happens."""
    if not found:
        return
    if not (reason or "").strip():
        raise Refused("Enter why you go on, and how they are kept apart", field=incidents.REASON)
    nobody = [incidents.Between(())] * found.pairs
    incidents.go_on(actor=actor, pairs=nobody, step="session", row=session, reason=reason)
    if found.venue:
        audit.record("session.venue_warning_passed", session, reason=reason)
