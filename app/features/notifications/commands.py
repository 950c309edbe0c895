"""What a notifier does: start, fill in, send, add to, take back, send again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.features.notifications import domain, mails, queries
from app.features.notifications.checking import problems_with
from app.features.notifications.cutoff import cutoff_at
from app.features.notifications.models import Notification, NotificationMessage
from app.features.notifications.offline.keeping import find_receipt, receive
from app.features.notifications.pointing_out import Circumstances, pointed_out
from app.features.notifications.questions import QUESTIONNAIRES
from app.features.partnership import interface as partnership
from app.kernel.clock import local, now
from app.kernel.errors import NotFound, Refused, Stale
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.calendar import working_days
from app.platform.database import db, next_number
from app.web.text import storable

audit.declare("notification.started", facts={"kind", "follows_uid"})
audit.declare("notification.saved", facts={"page"})
audit.declare("notification.deleted", facts={"kind"})
audit.declare("notification.submitted", facts={"kind", "urgent", "late", "warnings", "role_changed"})
audit.declare("notification.message_added")
audit.declare("notification.withdrawn")

SYSTEM_KEYS = frozenset({"record_id", "subject_kind", "submitted_at", "submitted_by_agency"})
"""Keys of an offline form that this system sets itself."""


def start_notification(
    *,
    actor: Actor,
    subject_kind: str,
    answers: Mapping[str, Any] | None = None,
    follows: Notification | None = None,
    agency_uid: str | None = None,
) -> Notification:
    """A draft about a person, a network or a place. `agency_uid`: the agency it comes from, when that is not the
    actor's own."""
    if subject_kind not in QUESTIONNAIRES:
        raise Refused("Select what your concern is about", field="subject_kind")
    area_uid = actor.area_uid
    moment = now()
    uid = new_uid()
    notification = Notification(
        uid=uid,
        key_uid=uid,
        area_uid=area_uid,
        agency_uid=agency_uid or actor.agency_uid,
        subject_kind=subject_kind,
        notifier_uid=actor.user_uid,
        started_at=moment,
        saved_at=moment,
        urgent=False,
        late=False,
        follows_uid=follows.uid if follows else None,
    )
    notification.answers = _own(answers or {})
    notification.warnings = []
    db.session.add(notification)
    db.session.flush()
    audit.record("notification.started", notification, kind=subject_kind, follows_uid=follows.uid if follows else None)
    return notification


def save_answers(
    *, actor: Actor, notification: Notification, answers: Mapping[str, Any], page: str | None = None
) -> Notification:
    """Keep the whole of `answers` in a draft. Nothing is checked: a draft may be as unfinished as it likes."""
    _check_own_draft(actor, notification)
    kept = _own(answers)
    if kept == _storable(notification.answers):
        return notification
    notification.answers = kept
    notification.saved_at = now()
    audit.record("notification.saved", notification, page=page)
    return notification


def delete_draft(*, actor: Actor, notification: Notification) -> None:
    """Throw a draft away."""
    _check_own_draft(actor, notification)
    audit.record("notification.deleted", notification, kind=notification.subject_kind)
    receipt = find_receipt(actor, notification)
    if receipt is not None:
        db.session.delete(receipt)
        db.session.flush()
    db.session.delete(notification)


def submit_notification(*, actor: Actor, notification: Notification) -> Notification:
    """Send it. Raises Refused for the first thing that is missing; sent already, it is left as it is. What came as a
    form was sent when it reached the group, however long the coordinator took over it."""
    if notification.submitted_at is not None and notification.notifier_uid == actor.user_uid:
        return notification
    _check_own_draft(actor, notification)
    agency = partnership.get_agency(notification.agency_uid or "")
    problems = problems_with(notification.answers, notification.subject_kind, agency)
    if problems:
        field, message = problems[0]
        raise Refused(message, field=field)
    receipt = find_receipt(actor, notification)
    moment = receipt.received_at if receipt else now()
    day = local(moment).date()
    answers, role_changed = domain.with_roles_for_age(notification.answers, day, youngest_alleged_cause())
    answers["submitted_by_agency"] = {"agency_type": agency.agency_type, "name": agency.name}
    if answers.get("dob") and not answers.get("dob_precision"):
        answers["dob_precision"] = "EXACT"
    answers["gsc_marking"] = answers.get("gsc_marking") or notification.marking
    notification.answers = answers
    notification.late = domain.is_late(moment, cutoff_at(notification.area_uid, moment))
    notification.urgent = answers.get("immediate_danger") in domain.IN_DANGER
    notification.warnings = pointed_out(
        answers,
        notification.subject_kind,
        circumstances(notification, agency.agency_type, moment, role_changed=role_changed, late=notification.late),
    )
    _start_clocks(notification, moment)
    notification.reference = reference("N", day.year, next_number("N", day.year))
    notification.submitted_at, notification.saved_at = moment, now()
    audit.record(
        "notification.submitted",
        notification,
        kind=notification.subject_kind,
        urgent=notification.urgent,
        late=notification.late,
        warnings=len(notification.warnings),
        role_changed=role_changed,
    )
    if notification.urgent:
        mails.tell_of_danger(notification)
    return notification


def youngest_alleged_cause() -> int:
    """The youngest age at which somebody may be recorded as alleged to have caused harm. PR-08."""
    item = partnership.code_item("role_in_violence", domain.CAUSED)
    return int(item.attributes.get("min_age", 0)) if item else 0


def circumstances(
    notification: Notification, agency_type: str, moment: datetime, *, role_changed: bool = False, late: bool = False
) -> Circumstances:
    """What the rules of `pointing_out` need to know, as things stand when it is sent."""
    area_uid, on = notification.area_uid, local(moment).date()
    scope = partnership.age_scope(area_uid, on)
    harm = [*partnership.code_list("violence_type", on)]
    return Circumstances(
        submitted_at=moment,
        in_scope=queries.ages(notification.answers, notification.subject_kind, area_uid, on).in_scope,
        scope_limit=scope.max_age_exclusive if scope else None,
        transition_months=partnership.number("age.transition_notice", area_uid, on),
        permitted=frozenset(code.code for code in partnership.gateways_for(agency_type, on)),
        redirects={code.code: str(code.attributes["redirect"]) for code in harm if "redirect" in code.attributes},
        role_changed=role_changed,
        late=late,
    )


def _start_clocks(notification: Notification, moment: datetime) -> None:
    area_uid = notification.area_uid
    due = domain.clocks(
        moment,
        working_days(),
        acknowledge=partnership.number("notification.acknowledge", area_uid),
        triage=partnership.number("notification.triage", area_uid),
        reply=partnership.number("notification.reply", area_uid),
    )
    notification.acknowledge_by = due.acknowledge_by
    notification.triage_by = due.triage_by
    notification.answer_by = due.answer_by


def add_message(*, actor: Actor, notification: Notification, text: str) -> NotificationMessage:
    """Something more, after it was sent: by the notifier, or by the coordinator. Said twice running by the same person,
    as when a form is sent again after Back, it is there once."""
    if notification.submitted_at is None or notification.withdrawn_at is not None:
        raise Refused("Send the notification first")
    if not text.strip():
        raise Refused("Enter what you want to add", field="text")
    last = queries.last_message(notification)
    if last is not None and (last.by_uid, last.text) == (actor.user_uid, text.strip()):
        return last
    message = NotificationMessage(
        key_uid=notification.key_uid,
        area_uid=notification.area_uid,
        agency_uid=actor.agency_uid,
        notification_uid=notification.uid,
        at=now(),
        by_uid=actor.user_uid,
    )
    message.text = text.strip()
    db.session.add(message)
    db.session.flush()
    audit.record("notification.message_added", notification)
    if actor.user_uid == notification.notifier_uid:
        mails.tell_of_message(notification)
    return message


def withdraw_notification(*, actor: Actor, notification: Notification) -> Notification:
    """Take it back, before triage. Done already, it is left as it is."""
    if notification.notifier_uid != actor.user_uid:
        raise NotFound("notification")
    if notification.withdrawn_at is not None:
        return notification
    if notification.submitted_at is None:
        raise Refused("Delete the draft instead: it has not been sent")
    if notification.triaged_at is not None:
        raise Stale("already decided")
    notification.withdrawn_at = now()
    audit.record("notification.withdrawn", notification)
    return notification


def may_send_again(notification: Notification) -> bool:
    """Whether the notifier is asked to mend it and send it again."""
    return domain.notification_status(notification) is domain.Status.MORE_INFO


def send_again(*, actor: Actor, notification: Notification) -> Notification:
    """A draft with the answers of a returned notification, linked to it. Asked twice, the same draft. PR-06."""
    if notification.notifier_uid != actor.user_uid:
        raise NotFound("notification")
    following = queries.find_following(actor, notification)
    if following is not None:
        return following
    if not may_send_again(notification):
        raise Refused("Start a new notification: this one was not returned to you")
    draft = start_notification(
        actor=actor,
        subject_kind=notification.subject_kind,
        answers=notification.answers,
        follows=notification,
        agency_uid=notification.agency_uid,
    )
    receipt = find_receipt(actor, notification)
    if receipt is not None:
        receive(
            draft, sender=receipt.sender, how=receipt.how, received_at=now(), contact=receipt.contact,
            agency_said=receipt.agency_said,
        )  # fmt: skip
    return draft


def _check_own_draft(actor: Actor, notification: Notification) -> None:
    if notification.notifier_uid != actor.user_uid:
        raise NotFound("draft")
    if notification.submitted_at is not None:
        raise Stale("already sent")


def _own(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without what this system sets itself, and without characters that cannot be kept."""
    return {name: _storable(value) for name, value in answers.items() if name not in SYSTEM_KEYS}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {str(key): _storable(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_storable(inner) for inner in value]
    return value
