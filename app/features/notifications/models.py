"""Notifications: what an agency tells the group, and what came of it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import not_locked_out
from app.platform.access import RUNS_THE_MONTH, Actor, Role, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Notification(Sealed, Base):
    """A notification, from first draft to answer. Sealed under its own key: it is the agency's record.

    `agency_uid` is the notifying agency. Status is computed by `domain.notification_status`.
    """

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_area_state", "area_uid", "submitted_at", "triaged_at"),)
    UNBOUND = {"saved_at": "moves with every save of a draft, decides nothing"}

    reference: Mapped[str | None] = mapped_column(String(16), unique=True)
    """Given when it is submitted."""
    subject_kind: Mapped[str] = mapped_column(String(10))
    """INDIVIDUAL, NETWORK or PLACE, as the form has it."""
    notifier_uid: Mapped[str] = mapped_column(Uid, index=True)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    triage_started_at: Mapped[datetime | None]
    triaged_at: Mapped[datetime | None]
    triaged_by_uid: Mapped[str | None] = mapped_column(Uid)
    triage_outcome: Mapped[str | None] = mapped_column(String(28))
    answered_at: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)
    """Sent after the cut-off: needs the chair's agreement for this month's meeting."""
    late_agreed_at: Mapped[datetime | None]
    """When the chair let a late one come to this month's meeting."""
    acknowledge_by: Mapped[date | None]
    triage_by: Mapped[date | None]
    answer_by: Mapped[date | None]
    case_uid: Mapped[str | None] = mapped_column(ForeignKey("case_file.uid"), index=True)
    follows_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The notification that was returned and that this one sends again."""

    answers = sealed(dict)
    """The form as typed; keys are the field names of the domain reference 2.1, 2.18 and 2.19."""
    triage_reason = sealed(str | None)
    answer = sealed(str | None)
    """What the notifier is told."""
    warnings = sealed(list)
    """What the triage page points out: codes and field names, worked out at submission."""
    likeness = sealed(dict)
    """What was decided about people who may be the same: subject uid to SAME, DIFFERENT or UNDECIDED. PR-13."""
    late_reason = sealed(str | None)


class NotificationMessage(Sealed, Base):
    """Something added after submission, by the notifier or by the coordinator asking for more."""

    __tablename__ = "notification_message"

    notification_uid: Mapped[str] = mapped_column(ForeignKey("notification.uid"), index=True)
    at: Mapped[datetime]
    by_uid: Mapped[str] = mapped_column(Uid)

    text = sealed(str)


def readable_notifications(actor: Actor) -> ColumnElement[bool]:
    """One's own; a contact point's whole agency's, once sent; those who run the month, every one sent in their area.
    Never of a case that the reader is locked out of."""
    here = and_(area_rule(Notification, actor), not_locked_out(Notification.case_uid, actor))
    if actor.is_system:
        return here
    mine = Notification.notifier_uid == actor.user_uid
    sent = Notification.submitted_at.is_not(None)
    if actor.is_any(RUNS_THE_MONTH):
        return and_(here, or_(mine, sent))
    if Role.SPOC in actor.roles:
        return and_(here, or_(mine, and_(sent, Notification.agency_uid == actor.agency_uid)))
    return and_(here, mine)


def _message_rule(actor: Actor) -> ColumnElement[bool]:
    readable = select(Notification.uid).where(readable_notifications(actor))
    return and_(area_rule(NotificationMessage, actor), NotificationMessage.notification_uid.in_(readable))


protect(Notification, readable_notifications)
protect(NotificationMessage, _message_rule)
