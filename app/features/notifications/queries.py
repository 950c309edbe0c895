"""Reading notifications. What each actor may see is in `models`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.features.cases.interface import Case
from app.features.notifications import domain
from app.features.notifications.models import Notification, NotificationMessage
from app.features.notifications.offline.keeping import came_as_form
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Subject, add_key_source
from app.kernel.clock import local, today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db

audit.declare("notification.viewed")


def get_notification(actor: Actor, uid: str) -> Notification:
    """One that the actor may see; looking at it is recorded. Raises NotFound."""
    notification = fetch(actor, Notification, uid)
    audit.record("notification.viewed", notification)
    return notification


def notification_for_change(actor: Actor, uid: str) -> Notification:
    """The same without recording a view, for a page that changes it."""
    return fetch(actor, Notification, uid)


def get_draft(actor: Actor, uid: str) -> Notification:
    """The actor's own, not yet sent. Raises NotFound."""
    notification = fetch(actor, Notification, uid)
    if notification.notifier_uid != actor.user_uid or notification.submitted_at is not None:
        raise NotFound("draft")
    return notification


def list_drafts(actor: Actor) -> Sequence[Notification]:
    """The actor's own, the one touched last first."""
    return db.session.scalars(
        select(Notification)
        .where(Notification.notifier_uid == actor.user_uid, Notification.submitted_at.is_(None))
        .order_by(Notification.saved_at.desc())
    ).all()


def list_my_notifications(actor: Actor, *, limit: int = 25, offset: int = 0) -> Sequence[Notification]:
    """What the actor sent, the newest first."""
    return db.session.scalars(
        select(Notification)
        .where(_sent_by(actor))
        .order_by(Notification.submitted_at.desc(), Notification.uid)
        .limit(limit)
        .offset(offset)
    ).all()


def count_my_notifications(actor: Actor) -> int:
    return db.session.scalar(select(func.count(Notification.uid)).where(_sent_by(actor))) or 0


def list_agency_notifications(actor: Actor, *, limit: int = 50) -> Sequence[Notification]:
    """What colleagues of a contact point sent, the newest first."""
    return db.session.scalars(
        select(Notification)
        .where(
            Notification.agency_uid == actor.agency_uid,
            Notification.notifier_uid != actor.user_uid,
            Notification.submitted_at.is_not(None),
        )
        .order_by(Notification.submitted_at.desc())
        .limit(limit)
    ).all()


def _sent_by(actor: Actor) -> ColumnElement[bool]:
    return (Notification.notifier_uid == actor.user_uid) & Notification.submitted_at.is_not(None)


def _waits() -> ColumnElement[bool]:
    return (
        Notification.submitted_at.is_not(None) & Notification.triaged_at.is_(None) & Notification.withdrawn_at.is_(None)
    )


SHOW = ("urgent", "slow", "unacknowledged", "late")
"""Parts of the triage queue that can be looked at by themselves."""


def _part(show: str | None, on: date) -> ColumnElement[bool]:
    if show == "urgent":
        return Notification.urgent.is_(True)
    if show == "slow":
        unacknowledged = Notification.acknowledged_at.is_(None) & (Notification.acknowledge_by < on)
        return unacknowledged | (Notification.triage_by < on)
    if show == "unacknowledged":
        return Notification.acknowledged_at.is_(None)
    if show == "late":
        return Notification.late.is_(True) & Notification.late_agreed_at.is_(None)
    return true()


def count_waiting(actor: Actor, show: str | None = None) -> int:
    """How many the actor may see that wait for triage: all, or one part of `SHOW`."""
    return db.session.scalar(select(func.count(Notification.uid)).where(_waits(), _part(show, today()))) or 0


def list_waiting(actor: Actor, *, show: str | None = None, limit: int = 25, offset: int = 0) -> Sequence[Notification]:
    """The triage queue, or one part of it: urgent first, then by what is due first."""
    return db.session.scalars(
        select(Notification)
        .where(_waits(), _part(show, today()))
        .order_by(Notification.urgent.desc(), Notification.triage_by, Notification.submitted_at, Notification.uid)
        .limit(limit)
        .offset(offset)
    ).all()


def list_unacknowledged(actor: Actor) -> Sequence[Notification]:
    """Those whose notifier sees that it was acknowledged: an agency that cannot sign in has to be told."""
    waiting = select(Notification).where(_waits(), Notification.acknowledged_at.is_(None), ~came_as_form())
    return db.session.scalars(waiting.order_by(Notification.submitted_at)).all()


def count_overdue(actor: Actor, on: date | None = None) -> int:
    """How many wait for acknowledgement, or for triage, past their day."""
    return db.session.scalar(select(func.count(Notification.uid)).where(_waits(), _part("slow", on or today()))) or 0


def list_triaged(actor: Actor, *, limit: int = 25, offset: int = 0) -> Sequence[Notification]:
    """What has had its answer, the newest first."""
    return db.session.scalars(
        select(Notification)
        .where(Notification.triaged_at.is_not(None))
        .order_by(Notification.triaged_at.desc(), Notification.uid)
        .limit(limit)
        .offset(offset)
    ).all()


def count_triaged(actor: Actor) -> int:
    return db.session.scalar(select(func.count(Notification.uid)).where(Notification.triaged_at.is_not(None))) or 0


def list_messages(actor: Actor, notification: Notification) -> Sequence[NotificationMessage]:
    return db.session.scalars(
        select(NotificationMessage)
        .where(NotificationMessage.notification_uid == notification.uid)
        .order_by(NotificationMessage.at)
    ).all()


def last_message(notification: Notification) -> NotificationMessage | None:
    """The newest message of a notification, which is held until the end of the transaction."""
    db.session.scalar(select(Notification.uid).where(Notification.uid == notification.uid).with_for_update())
    return db.session.scalar(
        select(NotificationMessage)
        .where(NotificationMessage.notification_uid == notification.uid)
        .order_by(NotificationMessage.at.desc())
        .limit(1)
    )


def find_following(actor: Actor, notification: Notification) -> Notification | None:
    """The one that sends `notification` again, if the actor may see it."""
    return db.session.scalar(select(Notification).where(Notification.follows_uid == notification.uid).limit(1))


def find_followed(actor: Actor, notification: Notification) -> Notification | None:
    """The returned one that `notification` sends again."""
    if notification.follows_uid is None:
        return None
    return db.session.scalar(select(Notification).where(Notification.uid == notification.follows_uid))


def list_for_case(actor: Actor, case_uid: str) -> Sequence[Notification]:
    """The notifications behind a case, the first one first."""
    return db.session.scalars(_of_case(), {"case": case_uid}).all()


@cache
def _of_case() -> Select[Notification]:
    return select(Notification).where(Notification.case_uid == bindparam("case")).order_by(Notification.submitted_at)


def list_for_cases(actor: Actor, case_uids: Collection[str]) -> Sequence[Notification]:
    """The notifications behind several cases that were sent and not taken back, in one query."""
    return db.session.scalars(
        select(Notification).where(
            Notification.case_uid.in_(sorted(case_uids)),
            Notification.submitted_at.is_not(None),
            Notification.withdrawn_at.is_(None),
        )
    ).all()


def find_case(actor: Actor, reference: str) -> Case | None:
    """The case of that reference, with its subject, if the actor may see it."""
    return db.session.scalar(
        select(Case).where(Case.reference == reference.strip().upper()).options(joinedload(Case.subject))
    )


def deferred_case_uids(actor: Actor, cutoff: datetime) -> frozenset[str]:
    """Cases known only from notifications sent after `cutoff` without the chair's agreement: they wait for the
    meeting after the next one."""
    of = select(Notification.case_uid).where(Notification.case_uid.is_not(None))
    after = Notification.submitted_at > cutoff
    late = frozenset(filter(None, db.session.scalars(of.where(after, Notification.late_agreed_at.is_(None)))))
    if not late:
        return late
    before = or_(Notification.submitted_at <= cutoff, after & Notification.late_agreed_at.is_not(None))
    return late - frozenset(db.session.scalars(of.where(Notification.case_uid.in_(late), before)))


@dataclass(frozen=True)
class Ages:
    """The age on the day of sending, and whether the group covers it (None: cannot be told)."""

    age: int | None
    in_scope: bool | None
    scope_words: str


def ages_of(notification: Notification) -> Ages:
    """The age test of a person, on the day it was sent, by the scope in force that day. Section 4.12."""
    on = local(notification.submitted_at).date() if notification.submitted_at else today()
    return ages(notification.answers, notification.subject_kind, notification.area_uid, on)


def ages(answers: Mapping[str, Any], subject_kind: str, area_uid: str, on: date) -> Ages:
    if subject_kind != domain.INDIVIDUAL:
        return Ages(None, None, "Networks and places have no age test")
    scope = partnership.age_scope(area_uid, on)
    age = domain.age_of(answers, on)
    if scope is None:
        return Ages(age, None if age is None else True, "Every age")
    limit = scope.max_age_exclusive
    words = f"{scope.min_age} and over" if limit is None else f"{scope.min_age} to {limit - 1}"
    return Ages(age, None if age is None else scope.covers(age), words)


def keys_about(subject: Subject) -> list[str]:
    """The keys of the notifications about a subject: they are sealed under keys of their own."""
    cases = select(Case.uid).where(Case.subject_uid == subject.uid)
    return list(db.session.scalars(select(Notification.key_uid).where(Notification.case_uid.in_(cases))))


add_key_source(keys_about)
