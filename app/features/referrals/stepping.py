"""The steps of a referral once it is with the provider. Taken twice, a step changes nothing the second time."""

from datetime import date

from app.features.partnership import interface as partnership
from app.features.referrals import domain
from app.features.referrals.domain import Status, referral_status
from app.features.referrals.holding import hold, is_provider_of
from app.features.referrals.models import Referral
from app.features.referrals.over import tell_over
from app.features.referrals.working import take_on
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor

audit.declare("referral.received")
audit.declare("referral.waitlisted")
audit.declare("intervention.accepted")
audit.declare("intervention.declined", facts={"reason"})
audit.declare("referral.contacted", facts={"on"})
audit.declare("intervention.started", facts={"on"})
audit.declare("referral.paused")
audit.declare("referral.resumed")
audit.declare("intervention.ended", facts={"reason"})
audit.declare("referral.withdrawn", facts={"reason"})
audit.declare("referral.measured")
audit.declare("referral.followed_up")
audit.declare("referral.closed")

NEVER_BEGAN, STOPPED = "PERSON_DECLINED", "WITHDRAWN_PERSON"
"""How it ends when somebody takes their consent back: before the first session, and after."""


def receive(*, actor: Actor, referral: Referral) -> None:
    """Somebody of the provider opened it for the first time. For anybody else, and later, nothing happens."""
    if referral.received_on is not None or not is_provider_of(actor, referral):
        return
    hold(actor, referral, Status.RECEIVED)
    if referral_status(referral) is Status.REFERRED:
        domain.take(referral, Status.RECEIVED, today())
        audit.record("referral.received", referral)


def accept(*, actor: Actor, referral: Referral) -> None:
    """The provider takes the person, from the waiting list too. A worker who accepts works with them."""
    if _taken(actor, referral, Status.ACCEPTED):
        return
    domain.take(referral, Status.ACCEPTED, today())
    audit.record("intervention.accepted", referral)
    take_on(actor=actor, referral=referral)


def put_on_waiting_list(*, actor: Actor, referral: Referral) -> None:
    """The provider will take the person when there is a place. Raises Refused where nobody waits."""
    if _taken(actor, referral, Status.WAITLIST):
        return
    domain.take(referral, Status.WAITLIST, today())
    audit.record("referral.waitlisted", referral)


def decline(*, actor: Actor, referral: Referral, reason: str, note: str | None = None) -> None:
    """The provider does not take the person; `reason` is a code of `decline_reason`."""
    if not partnership.is_code("decline_reason", reason or ""):
        raise Refused("Select a reason", field="reason")
    if _taken(actor, referral, Status.DECLINED) and referral.decline_reason == reason:
        return
    domain.take(referral, Status.DECLINED, today())
    referral.decline_reason = reason
    referral.note = _given(note)
    audit.record("intervention.declined", referral, reason=reason)


def first_contact(*, actor: Actor, referral: Referral, on: date | None = None) -> None:
    """The provider reached the person, today or `on`. Nothing happens when somebody has already."""
    hold(actor, referral, Status.ENGAGING)
    if referral.first_contact_on is not None and domain.is_open(referral):
        return
    day = _on(referral, on)
    domain.take(referral, Status.ENGAGING, day)
    audit.record("referral.contacted", referral, on=day.isoformat())


def start(*, actor: Actor, referral: Referral, on: date | None = None) -> None:
    """The first session, today or `on`, which is a contact too. Nothing happens when there was one already."""
    hold(actor, referral, Status.ACTIVE)
    if referral.started_on is not None and domain.is_open(referral):
        return
    day = _on(referral, on)
    domain.take(referral, Status.ACTIVE, day)
    referral.first_contact_on = referral.first_contact_on or day
    audit.record("intervention.started", referral, on=day.isoformat())


def pause(*, actor: Actor, referral: Referral) -> None:
    """It rests for a while."""
    if _taken(actor, referral, Status.PAUSED):
        return
    domain.take(referral, Status.PAUSED, today())
    audit.record("referral.paused", referral)


def resume(*, actor: Actor, referral: Referral) -> None:
    """It goes on after a pause."""
    if _taken(actor, referral, Status.ACTIVE):
        return
    if referral_status(referral) is not Status.PAUSED:
        raise Refused("Check the referral: it is not paused")
    domain.take(referral, Status.ACTIVE, today())
    audit.record("referral.resumed", referral)


def end(*, actor: Actor, referral: Referral, reason: str, note: str | None = None) -> None:
    """It is over; `reason` is one of `end_reasons(referral)`."""
    if _taken(actor, referral, Status.ENDED) and referral.end_reason == reason:
        return
    domain.check_step(referral, Status.ENDED)
    if reason not in {item.code for item in end_reasons(referral)}:
        raise Refused("Select a reason", field="reason")
    _end(referral, reason, note)
    audit.record("intervention.ended", referral, reason=reason)
    tell_over(actor, referral)


def withdraw(*, actor: Actor, referral: Referral, note: str | None = None) -> None:
    """The person takes their consent back, which stops it at once, wherever it is."""
    hold(actor, referral, Status.ENDED)
    if referral.consent == domain.WITHDRAWN and not domain.is_open(referral):
        return
    reason = STOPPED if referral.started_on is not None else NEVER_BEGAN
    domain.check_step(referral, Status.ENDED)
    _end(referral, reason, note)
    referral.consent = domain.WITHDRAWN
    audit.record("referral.withdrawn", referral, reason=reason)
    tell_over(actor, referral)


def record_outcome(*, actor: Actor, referral: Referral) -> None:
    """What came of it is recorded, or why it is not."""
    if _taken(actor, referral, Status.OUTCOME_RECORDED) or referral.outcome_on is not None:
        return
    domain.take(referral, Status.OUTCOME_RECORDED, today())
    audit.record("referral.measured", referral)


def follow_up(*, actor: Actor, referral: Referral) -> None:
    """Somebody asked three months after the end, or recorded why nobody could."""
    if _taken(actor, referral, Status.FOLLOW_UP) or referral.followed_up_on is not None:
        return
    domain.take(referral, Status.FOLLOW_UP, today())
    audit.record("referral.followed_up", referral)


def close(*, actor: Actor, referral: Referral) -> None:
    """Nothing more is expected of anybody."""
    if _taken(actor, referral, Status.CLOSED):
        return
    domain.take(referral, Status.CLOSED, today())
    audit.record("referral.closed", referral)


def end_reasons(referral: Referral) -> list[partnership.CodeItem]:
    """Why it may have ended: ways out once it started, before that why it never began."""
    if referral.started_on is not None:
        return [item for item in partnership.code_list("intervention_state") if item.attributes.get("exit")]
    return partnership.code_list("not_engaged_reason")


def _taken(actor: Actor, referral: Referral, step: Status) -> bool:
    """Whether the referral, held now, is there already."""
    hold(actor, referral, step)
    return referral_status(referral) is step


def _end(referral: Referral, reason: str, note: str | None) -> None:
    domain.take(referral, Status.ENDED, today())
    referral.end_reason = reason
    referral.note = _given(note)


def _on(referral: Referral, on: date | None) -> date:
    """The day something happened: today, or an earlier one since the referral. Raises Refused."""
    if on is not None and (on > today() or on < (referral.referred_on or referral.suggested_on)):
        raise Refused("Enter a day between the referral and today", field="on")
    return on or today()


def _given(note: str | None) -> str | None:
    return (note or "").strip() or None
