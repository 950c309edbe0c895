"""The monthly meeting: series, meeting, attendance, agenda, decisions."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case
from app.features.cases.visibility import in_visible_case
from app.platform.access import Actor, Permission, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Series(Base):
    """When a forum of an area meets: the nth weekday of every month, moved when it is a bank holiday."""

    __tablename__ = "meeting_series"

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid, index=True)
    forum_uid: Mapped[str] = mapped_column(Uid)
    weekday: Mapped[int]
    """0 Monday to 6 Sunday."""
    week_of_month: Mapped[int]
    starts_at: Mapped[str] = mapped_column(String(5))
    """HH:MM, local."""
    venue: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Meeting(Base):
    """One meeting. Nothing personal: it is named by its date. Status is computed by `domain.meeting_status`."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("area_uid", "held_on", "extraordinary"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid, index=True)
    series_uid: Mapped[str | None] = mapped_column(ForeignKey("meeting_series.uid"))
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[str] = mapped_column(String(5))
    venue: Mapped[str] = mapped_column(String(200))
    extraordinary: Mapped[bool] = mapped_column(default=False)
    chair_uid: Mapped[str | None] = mapped_column(Uid)
    agenda_built_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    minutes_issued_at: Mapped[datetime | None]
    confidentiality_read: Mapped[bool] = mapped_column(default=False)


class Attendance(Sealed, Base):
    """Somebody at a meeting. Sealed under the area's key."""

    __tablename__ = "attendance"

    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    user_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    attendance: Mapped[str] = mapped_column(String(12))
    """IN_PERSON, REMOTE, DEPUTY, APOLOGIES or ABSENT."""
    whole_meeting: Mapped[bool] = mapped_column(default=True)
    """False: present only for the items in `item_uids`."""

    name = sealed(str)
    job_title = sealed(str | None)
    item_uids = sealed(list)


class AgendaItem(Sealed, Base):
    """A case at a meeting. Sealed under the case's subject, so that erasing a person erases their item's minutes."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_uid", "case_uid"),)

    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(String(16))
    """Why it is on the agenda: NEW, DUE_BACK, OVERDUE_ACTION, ASSURANCE or ADDED."""
    minutes_planned: Mapped[int | None]
    chair_uid: Mapped[str | None] = mapped_column(Uid)
    """Who chairs this item; None: whoever chairs the meeting."""
    late_agreed_by_uid: Mapped[str | None] = mapped_column(Uid)
    """The chair who agreed to hear a case that came after nominations closed."""
    moved_at: Mapped[datetime | None]
    """When it was put in its place by hand: building the agenda again leaves it there."""
    heard_at: Mapped[datetime | None]
    deferred_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    reasons = sealed(list)
    """Every reason why it is on the agenda, the main one first."""
    added_reason = sealed(str | None)
    """Why it was added by hand, or heard although it came late."""
    withdrawn_reason = sealed(str | None)
    summary = sealed(str | None)
    voice_heard = sealed(str | None)
    deferred_reason = sealed(str | None)
    conflicts = sealed(list)
    """Declared conflicts of interest, each with name, nature and left_room."""

    meeting: Mapped[Meeting] = relationship(lazy="joined")
    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    decisions: Mapped[list["Decision"]] = relationship(lazy="selectin", order_by="Decision.decided_at")


class Decision(Sealed, Base):
    """One decision on an item (code list `meeting_decision`). Sealed under the case's subject."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_area_returns", "area_uid", "returns_on"),)

    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(Uid, index=True)
    code: Mapped[str] = mapped_column(String(28))
    decided_at: Mapped[datetime]
    decided_by_uid: Mapped[str] = mapped_column(Uid)
    """Who chaired the item."""
    returns_on: Mapped[date | None]
    """When the case comes back, where the decision says so."""

    detail = sealed(str | None)


def _attendance_rule(actor: Actor) -> ColumnElement[bool]:
    if actor.is_system or actor.may(Permission.MEETING_VIEW):
        return area_rule(Attendance, actor)
    return false()


protect(Meeting, lambda actor: area_rule(Meeting, actor))
protect(Attendance, _attendance_rule)
protect(AgendaItem, lambda actor: in_visible_case(AgendaItem, actor))
protect(Decision, lambda actor: in_visible_case(Decision, actor))
