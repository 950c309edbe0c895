"""What the coordinator does for an agency that cannot sign in: takes its form in, and tells it how things stand."""

from datetime import date, datetime, time

from sqlalchemy import select

from app.features.notifications.commands import start_notification
from app.features.notifications.models import Notification
from app.features.notifications.offline.keeping import find_receipt, receive
from app.features.notifications.offline.models import Receipt
from app.features.notifications.offline.sheet import Filled
from app.features.notifications.offline.taking import Taken, take
from app.features.notifications.queries import find_following
from app.features.notifications.triage import acknowledge
from app.features.partnership import interface as partnership
from app.kernel.clock import LONDON, local, now
from app.kernel.days import day_words
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission, acting_as, system_actor
from app.platform.database import db

audit.declare("notification.form_taken_in", facts={"kind", "version", "unread"})
audit.declare("notification.passed_on", facts={"status"})

SYSTEM = "offline-forms"
LOOK_THROUGH = 1_000
"""How many of the newest forms are opened to notice one that was sent twice: some years of them."""
EMPTY = "Choose a form that was filled in: nothing was typed into this one"


def take_in(
    *,
    actor: Actor,
    filled: Filled,
    agency_uid: str,
    sender: str,
    how: str,
    received_on: date,
    received_time: str = "",
    marking: str | None = None,
    follows: Notification | None = None,
) -> tuple[Receipt, bool]:
    """A draft of the coordinator's with the answers of a form, from the agency that sent it. What cannot be taken over
    is kept beside it. Sent twice, it is one: the one there is comes back, and that it is not new. Raises Refused."""
    if not actor.may(Permission.NOTIFICATION_TRIAGE):
        raise NotPermitted("take in a form")
    area_uid = actor.area_uid
    agency = next((one for one in partnership.agencies_in(area_uid) if one.uid == agency_uid), None)
    if agency is None:
        raise Refused("Select the agency that sent it", field="agency")
    received_at = moment_of(received_on, received_time)
    if local(received_at).date() < filled.made_on:
        raise Refused("Check the day: the form itself is from later", field="received_on")
    if not partnership.is_code("form_received_by", how):
        raise Refused("Select how it reached you", field="how")
    if follows is not None and follows.subject_kind != filled.subject_kind:
        raise Refused("Choose a form about the same kind of subject as the notification it sends again", field="file")
    taken = take(filled, agency.agency_type)
    if all(one.cell is None for one in filled.cells):
        raise Refused(EMPTY, field="file")
    name = sender.strip() or taken.sender
    if not name:
        raise Refused("Enter who sent it: the form does not say", field="sender")
    partnership.hold_area(area_uid)
    before = _taken_before(actor, area_uid, taken)
    if before is not None:
        return before, False
    if follows is not None:
        _check_not_followed(area_uid, follows)
    answers = {**taken.answers, "gsc_marking": taken.answers.get("gsc_marking") or marking}
    draft = start_notification(
        actor=actor, subject_kind=filled.subject_kind, answers=answers, follows=follows, agency_uid=agency.uid
    )
    receipt = receive(
        draft,
        sender=name,
        how=how,
        received_at=received_at,
        contact=taken.contact or None,
        agency_said=taken.agency or None,
        made_on=filled.made_on.isoformat(),
        digest=taken.digest,
        unread=[one.kept() for one in taken.unread],
        cells=taken.cells,
    )
    audit.record(
        "notification.form_taken_in",
        receipt,
        kind=filled.subject_kind,
        version=filled.version,
        unread=len(taken.unread),
    )
    return receipt, True


def moment_of(day: date, clock: str) -> datetime:
    """When a form reached the group. Without a time it counts from the beginning of its day, for the agency."""
    text = clock.strip().replace(".", ":")
    try:
        at = time.fromisoformat(text if len(text) > 4 else f"0{text}") if text else time(0)
    except ValueError:
        raise Refused("Enter a time such as 14:30", field="received_time") from None
    moment = datetime.combine(day, at.replace(tzinfo=None), LONDON)
    if moment > now():
        raise Refused(
            "Enter when it reached you: this is still to come", field="received_time" if text else "received_on"
        )
    return moment


def pass_on(*, actor: Actor, notification: Notification) -> Receipt:
    """Record that the agency was told how its notification stands; the first time that acknowledges it."""
    if not actor.may(Permission.NOTIFICATION_TRIAGE):
        raise NotPermitted("pass on")
    receipt = find_receipt(actor, notification)
    if receipt is None or notification.submitted_at is None:
        raise NotFound("form")
    receipt.told_at = now()
    audit.record("notification.passed_on", receipt, status=str(notification.triage_outcome or "WAITING"))
    acknowledge(actor=actor, notification=notification)
    return receipt


def _check_not_followed(area_uid: str, follows: Notification) -> None:
    """A returned notification is sent again once: a second form would be a second answer to one question. PR-06."""
    with acting_as(system_actor(SYSTEM, frozenset({area_uid}))) as system:
        if find_following(system, follows) is not None:
            raise Refused(
                f"Take this form in by itself: another one was taken in for {follows.reference} before", field="file"
            )


def _taken_before(actor: Actor, area_uid: str, taken: Taken) -> Receipt | None:
    """The same form, taken in before. Raises Refused when that was somebody whose draft the actor does not see."""
    with acting_as(system_actor(SYSTEM, frozenset({area_uid}))):
        newest = select(Receipt).where(Receipt.area_uid == area_uid).order_by(Receipt.received_at.desc())
        found = db.session.scalars(newest.limit(LOOK_THROUGH))
        same = next((one for one in found if one.digest == taken.digest), None)
    if same is None:
        return None
    seen = db.session.scalar(select(Receipt).where(Receipt.uid == same.uid))
    if seen is None:
        moment = local(same.received_at)
        raise Refused(
            f"Choose another file: somebody else took this form in. It reached the group on {day_words(moment)}",
            field="file",
        )
    return seen
