"""Who of the provider works with somebody, who else comes, and how it goes."""

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.partnership import interface as partnership
from app.features.referrals.domain import WITH_US, is_open, referral_status
from app.features.referrals.holding import hold
from app.features.referrals.models import Referral, ReferralParticipant, ReferralProgress, ReferralWorker
from app.features.referrals.over import tell_over
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import PROVIDES, Actor, Permission, Role
from app.platform.database import db

audit.declare("referral.assigned", facts={"worker_uid"})
audit.declare("referral.participant_added", facts={"role"})
audit.declare("referral.participant_left")
audit.declare("referral.progress_noted")


def assign(*, actor: Actor, referral: Referral, worker_uid: str) -> None:
    """From today this worker of the provider works with the person; whoever did until now no longer does."""
    if not actor.is_system and not actor.may(Permission.REFERRAL_ASSIGN):
        raise NotPermitted("assign a worker")
    hold(actor, referral)
    if worker_uid not in {user.uid for user in workers_of(referral)}:
        raise Refused("Select somebody of your agency", field="worker_uid")
    if not is_open(referral):
        raise Refused("Check the referral: it has already ended")
    _assign(actor, referral, worker_uid)


def take_on(*, actor: Actor, referral: Referral) -> None:
    """A worker who accepts somebody works with them, until the lead says otherwise."""
    if Role.PROV_WORKER in actor.roles and _assigned(referral) is None:
        _assign(actor, referral, actor.user_uid)


def workers_of(referral: Referral) -> list[User]:
    """The people of the provider who can be assigned, by name."""
    found = {user.uid: user for role in PROVIDES for user in accounts.holders_of(referral.area_uid, role)}
    own = [user for user in found.values() if user.agency_uid == referral.agency_uid]
    return sorted(own, key=lambda user: user.name.casefold())


def add_participant(
    *, actor: Actor, referral: Referral, first_name: str, role: str, adult: bool
) -> ReferralParticipant:
    """Somebody else comes for the benefit of the person: a parent to a group of parents, say. By the first name alone.

    The same name and role a second time is the same participant.
    """
    hold(actor, referral)
    name = " ".join((first_name or "").split())
    if not name:
        raise Refused("Enter a first name", field="first_name")
    if not partnership.is_code("participant_role", role or ""):
        raise Refused("Select who they are", field="role")
    if referral_status(referral) not in WITH_US:
        raise Refused("Accept the referral before adding who else comes")
    for one in db.session.scalars(select(ReferralParticipant).where(ReferralParticipant.referral_uid == referral.uid)):
        if one.left_on is None and one.role == role and one.first_name.casefold() == name.casefold():
            return one
    made = ReferralParticipant(
        key_uid=referral.key_uid,
        agency_uid=referral.agency_uid,
        area_uid=referral.area_uid,
        referral_uid=referral.uid,
        role=role,
        adult=adult,
        added_on=today(),
        first_name=name,
    )
    db.session.add(made)
    db.session.flush()
    audit.record("referral.participant_added", made, role=role)
    return made


def participant_leaves(*, actor: Actor, referral: Referral, participant: ReferralParticipant) -> None:
    """They no longer come; what they came to stays."""
    hold(actor, referral)
    if participant.left_on is None:
        participant.left_on = today()
        audit.record("referral.participant_left", participant)
        tell_over(actor, referral, participant)


def note_progress(*, actor: Actor, referral: Referral, text: str) -> ReferralProgress:
    """How it goes, once a month (6.2). The same words on the same day are one note."""
    hold(actor, referral)
    text = (text or "").strip()
    if not text:
        raise Refused("Enter how it is going", field="text")
    if referral_status(referral) not in WITH_US:
        raise Refused("Check the referral: progress is noted while the person is with you")
    on = today()
    same_day = select(ReferralProgress).where(
        ReferralProgress.referral_uid == referral.uid, ReferralProgress.written_on == on
    )
    for one in db.session.scalars(same_day):
        if one.text == text:
            return one
    made = ReferralProgress(
        key_uid=referral.key_uid,
        agency_uid=referral.agency_uid,
        area_uid=referral.area_uid,
        referral_uid=referral.uid,
        written_on=on,
        written_by_uid=actor.user_uid,
        text=text,
    )
    db.session.add(made)
    db.session.flush()
    referral.progress_on = on
    audit.record("referral.progress_noted", made)
    return made


def _assigned(referral: Referral) -> ReferralWorker | None:
    return db.session.scalar(
        select(ReferralWorker).where(ReferralWorker.referral_uid == referral.uid, ReferralWorker.until_on.is_(None))
    )


def _assign(actor: Actor, referral: Referral, worker_uid: str) -> None:
    now = _assigned(referral)
    if now is not None:
        if now.worker_uid == worker_uid:
            return
        now.until_on = today()
    db.session.add(
        ReferralWorker(
            referral_uid=referral.uid,
            agency_uid=referral.agency_uid,
            area_uid=referral.area_uid,
            worker_uid=worker_uid,
            assigned_by_uid=actor.user_uid,
            from_on=today(),
        )
    )
    db.session.flush()
    audit.record("referral.assigned", referral, worker_uid=worker_uid)
