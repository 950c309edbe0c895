"""What the coordinator does with a notification: acknowledge, decide, answer."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.cases.interface import Case
from app.features.merging import interface as merging
from app.features.notifications import domain, mails, queries
from app.features.notifications.lateness import waits_for_the_chair
from app.features.notifications.models import Notification
from app.features.notifications.offline.keeping import find_receipt
from app.features.notifications.pointing_out import is_nothing_but_a_home
from app.features.notifications.replies import usual_answer
from app.features.partnership import interface as partnership
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Subject
from app.kernel.clock import local, now, today
from app.kernel.errors import NotFound, NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission, Role
from app.platform.database import db

audit.declare("notification.acknowledged")
audit.declare("notification.triage_started")
audit.declare("notification.triaged", facts={"outcome", "case_uid", "joined", "likeness"})
audit.declare("notification.late_agreed")

SAME, DIFFERENT, UNDECIDED = "SAME", "DIFFERENT", "UNDECIDED"
LIKENESS = frozenset({SAME, DIFFERENT, UNDECIDED})


def acknowledge(*, actor: Actor, notification: Notification) -> Notification:
    """Tell the notifier that it is there. Done already, it is left as it is."""
    _check_triage(actor, notification)
    if notification.acknowledged_at is None and notification.withdrawn_at is None:
        notification.acknowledged_at = now()
        audit.record("notification.acknowledged", notification)
    return notification


def acknowledge_all(*, actor: Actor) -> int:
    """Acknowledge every one that waits for it. Returns how many."""
    waiting = queries.list_unacknowledged(actor)
    for notification in waiting:
        acknowledge(actor=actor, notification=notification)
    return len(waiting)


def start_triage(*, actor: Actor, notification: Notification) -> Notification:
    """Say that somebody is deciding. Done already, it is left as it is."""
    acknowledge(actor=actor, notification=notification)
    if notification.triaged_at is None and notification.triage_started_at is None:
        notification.triage_started_at = now()
        audit.record("notification.triage_started", notification)
    return notification


def triage_notification(
    *,
    actor: Actor,
    notification: Notification,
    outcome: str,
    reason: str | None = None,
    answer: str | None = None,
    case: Case | None = None,
    same_as_subject_uid: str | None = None,
    likeness: Mapping[str, str] | None = None,
) -> Notification:
    """Decide what happens with a notification and answer the notifier. Once only: Stale when it was decided already.

    Accepting opens a case, or joins the one of `case` or of `same_as_subject_uid`. `likeness` holds what was decided
    about each person found: subject uid to SAME, DIFFERENT or UNDECIDED. PR-13, PR-35, section 4.2.
    """
    _check_open(actor, notification)
    _check_outcome(notification, outcome, reason)
    subject = _subject_to_join(actor, case, same_as_subject_uid)
    if subject is not None:
        _check_same_kind(notification, subject)
    if outcome == domain.ADDED and subject is None:
        raise Refused("Select whose case this is added to, or enter its reference", field="same_as")
    joined = False
    if domain.makes_case(outcome):
        held, joined = _hold(actor, notification, subject, case, only_add=outcome == domain.ADDED)
        notification.case_uid = held.uid
        _remember(actor, notification, held, _decided(likeness, same_as_subject_uid), reason)
    moment = now()
    notification.acknowledged_at = notification.acknowledged_at or moment
    notification.triage_started_at = notification.triage_started_at or moment
    notification.triaged_at = notification.answered_at = moment
    notification.triaged_by_uid = actor.user_uid
    notification.triage_outcome = outcome
    notification.urgent = notification.urgent or outcome == domain.URGENT_OUTCOME
    notification.triage_reason = (reason or "").strip() or None
    notification.answer = (answer or "").strip() or usual_answer(outcome, late=waits_for_the_chair(actor, notification))
    notification.likeness = _decided(likeness, same_as_subject_uid)
    audit.record(
        "notification.triaged",
        notification,
        reason=notification.triage_reason,
        outcome=outcome,
        case_uid=notification.case_uid,
        joined=joined,
        likeness=len(notification.likeness),
    )
    if find_receipt(actor, notification) is None:
        notifier = accounts.get_user(actor, notification.notifier_uid)
        mails.tell_notifier(notification, notifier.email)
    return notification


def agree_late(*, actor: Actor, notification: Notification, reason: str) -> Notification:
    """The chair lets a late notification come to this month's meeting, with the reason. Section 1.4 CUTOFF."""
    if Role.CHAIR not in actor.roles:
        raise NotPermitted("only the chair may agree to a late notification")
    if not notification.late or notification.submitted_at is None:
        raise Refused("Choose a notification that was late")
    if notification.late_agreed_at is not None:
        return notification
    if not reason.strip():
        raise Refused("Enter the reason", field="reason")
    notification.late_agreed_at = now()
    notification.late_reason = reason.strip()
    audit.record("notification.late_agreed", notification, reason=reason.strip())
    return notification


# What may be decided ------------------------------------------------------------------------------------------------


def _check_triage(actor: Actor, notification: Notification) -> None:
    if not actor.may(Permission.NOTIFICATION_TRIAGE) and not actor.is_system:
        raise NotPermitted("triage")
    if notification.submitted_at is None:
        raise NotFound("notification")


def _check_open(actor: Actor, notification: Notification) -> None:
    _check_triage(actor, notification)
    if notification.triaged_at is not None or notification.withdrawn_at is not None:
        raise Stale("already decided")


def _check_outcome(notification: Notification, outcome: str, reason: str | None) -> None:
    if not partnership.is_code("triage_outcome", outcome):
        raise Refused("Select what happens now", field="outcome")
    if not domain.fits(outcome, notification.subject_kind):
        raise Refused("Select an outcome that fits what the notification is about", field="outcome")
    about_a_place = notification.subject_kind == domain.PLACE
    if about_a_place and domain.makes_case(outcome) and is_nothing_but_a_home(notification.answers):
        raise Refused(
            "Select another outcome: somebody’s home is no place of concern unless it has been taken over",
            field="outcome",
            rule="PR-12",
        )
    if domain.needs_reason(outcome) and not (reason or "").strip():
        raise Refused("Enter the reason", field="reason")


def _check_same_kind(notification: Notification, subject: Subject) -> None:
    kind = domain.INDIVIDUAL if subject.kind == "PERSON" else subject.kind
    if kind != notification.subject_kind:
        raise Refused("Choose a case about the same kind of subject", field="case_reference")


def _remember(
    actor: Actor, notification: Notification, held: Case, said: Mapping[str, str], reason: str | None
) -> None:
    """What was said of each person found is remembered of them and the person of the case. PR-13."""
    why = (reason or "").strip() or f"Said when {notification.reference} was decided"
    merging.remember(actor=actor, subject_uid=held.subject_uid, said=said, reason=why)


def entries_given(actor: Actor, source_uids: Collection[str], case: Case) -> None:
    """A notification goes with its entries: two records that were joined were taken apart."""
    for notification in db.session.scalars(select(Notification).where(Notification.uid.in_(source_uids))):
        notification.case_uid = case.uid


merging.when_given("notifications", entries_given)


def _decided(likeness: Mapping[str, str] | None, same_as: str | None) -> dict[str, str]:
    decided = {uid: value for uid, value in (likeness or {}).items() if value in LIKENESS}
    return decided | ({same_as: SAME} if same_as else {})


# Opening and joining ------------------------------------------------------------------------------------------------


def _subject_to_join(actor: Actor, case: Case | None, subject_uid: str | None) -> Subject | None:
    if case is not None:
        return case.subject
    return subjects.get_subject(actor, subject_uid) if subject_uid else None


def _hold(
    actor: Actor, notification: Notification, subject: Subject | None, case: Case | None, *, only_add: bool
) -> tuple[Case, bool]:
    """The case that holds the notification, and whether it was there already."""
    told = _told(notification)
    if subject is None:
        subject = subjects.create_subject(
            actor=actor, area_uid=notification.area_uid, kind=notification.subject_kind, **told
        )
    else:
        subjects.add_to_subject(actor=actor, subject=subject, **told)
        case = case or cases.find_open_case(actor, subject.uid)
    if case is None and only_add:
        raise Refused("Select a case that is open, or accept the notification instead", field="outcome")
    joined = case is not None
    if case is None:
        case = cases.open_case(actor=actor, subject=subject, agency_uid=notification.agency_uid, opened_on=today())
    for agency_uid in shut_out(notification):
        if agency_uid != case.lead_agency_uid:
            cases.shut_out_agency(actor=actor, case=case, agency_uid=agency_uid)
    if joined and notification.agency_uid:
        cases.give_need_to_know(actor=actor, case=case, agency_uid=notification.agency_uid, why="NOTIFIED")
    drafts = cases.entries_from_answers(
        notification.subject_kind,
        notification.answers,
        notification.agency_uid,
        notification.uid,
        notification.submitted_at,
    )
    cases.add_entries(actor=actor, case=case, drafts=drafts)
    return case, joined


def _told(notification: Notification) -> dict[str, Any]:
    """What the subject keeps, and who told it when."""
    sent = notification.submitted_at
    return {
        "answers": notification.answers,
        "agency_uid": notification.agency_uid,
        "source_uid": notification.uid,
        "on": local(sent).date() if sent else today(),
    }


def shut_out(notification: Notification) -> list[str]:
    """The agencies the notifier keeps this from: by name, or when the name is not known every one of that type.

    Too many is safer than too few: the chair can let one in.
    """
    agencies = partnership.agencies_in(notification.area_uid)
    found: list[str] = []
    for entry in notification.answers.get("do_not_share_with") or ():
        found += [uid for uid in _meant(entry, agencies) if uid not in found]
    return found


def _meant(entry: Mapping[str, Any], agencies: Iterable[partnership.AgencyItem]) -> list[str]:
    name, sort = subjects.fold(str(entry.get("agency_name") or "")), entry.get("agency_type")
    named = [agency.uid for agency in agencies if name and subjects.fold(agency.name) == name]
    return named or [agency.uid for agency in agencies if sort and agency.agency_type == sort]
