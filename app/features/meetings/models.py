"""The monthly meeting: series, meeting, attendance, agenda, decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    false,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case
from app.features.cases.visibility import in_visible_case, sees_whole_area
from app.features.forums.models import JointItem, forums_of
from app.kernel.clock import now
from app.platform.access import Actor, Permission, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Series(Base):
    """When a forum of an area meets, by a rule; a day that is a bank holiday moves to the next working day."""

    __tablename__ = "meeting_series"

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid, index=True)
    forum_uid: Mapped[str] = mapped_column(Uid)
    rule: Mapped[str] = mapped_column(String(60))
    """As iCalendar has it, written by `domain.recurrence`: FREQ=MONTHLY;INTERVAL=1;BYDAY=3TH. PR-04."""
    starts_at: Mapped[str] = mapped_column(String(5))
    """HH:MM, local."""
    venue: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Meeting(Base):
    """One meeting. Nothing personal: it is named by its date. Status is computed by `domain.meeting_status`."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index(
            "uq_meeting_day",
            "area_uid",
            "held_on",
            "extraordinary",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid, index=True)
    series_uid: Mapped[str | None] = mapped_column(ForeignKey("meeting_series.uid"))
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[str] = mapped_column(String(5))
    venue: Mapped[str] = mapped_column(String(200))
    extraordinary: Mapped[bool] = mapped_column(default=False)
    moved_from: Mapped[date | None]
    """The day its series gave it, when it was moved to another."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Counts the changes of day, time and place, as calendars need it."""
    changed_at: Mapped[datetime] = mapped_column(default=now)
    """When its day, time or place was last set."""
    chair_uid: Mapped[str | None] = mapped_column(Uid)
    agenda_built_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    minutes_issued_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    """When the chair signed it off: from then on nothing of it changes."""
    signed_by_uid: Mapped[str | None] = mapped_column(Uid)
    confidentiality_read: Mapped[bool] = mapped_column(default=False)
    agenda_agreed_at: Mapped[datetime | None]
    agenda_agreed_by_uid: Mapped[str | None] = mapped_column(Uid)
    places: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The minutes planned at each place of the agenda, the first place first; 0: nothing is heard there. Whoever may
    not see an item still sees from this that there is one, and when the next begins."""


class AgreedAgenda(Base):
    """The agenda as the chair agreed it: codes and uids alone. Agreed again, it is another row."""

    __tablename__ = "agreed_agenda"

    uid: Mapped[str] = uid_column()
    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    agreed_at: Mapped[datetime]
    agreed_by_uid: Mapped[str] = mapped_column(Uid)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """In order, each with item, case, minutes and reasons."""


class Answer(Sealed, Base):
    """Whether somebody will be at a meeting, as they said beforehand. Sealed under the area's key."""

    __tablename__ = "meeting_answer"
    __table_args__ = (UniqueConstraint("meeting_uid", "user_uid"),)

    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"))
    user_uid: Mapped[str] = mapped_column(Uid)
    answer: Mapped[str] = mapped_column(String(12))
    """A code of the list `attendance`, never ABSENT."""
    answered_at: Mapped[datetime]

    deputy_name = sealed(str | None)
    note = sealed(str | None)


class Invitation(Base):
    """Somebody was told of a meeting by mail, and of which version of its day, time and place."""

    __tablename__ = "meeting_invitation"
    __table_args__ = (UniqueConstraint("meeting_uid", "user_uid"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid, index=True)
    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"))
    user_uid: Mapped[str] = mapped_column(Uid)
    agency_uid: Mapped[str | None] = mapped_column(Uid)
    sequence: Mapped[int]
    """The version of the meeting they were told of last."""
    told_at: Mapped[datetime]


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
    deputy_for = sealed(str | None)
    """Whom a deputy came for."""
    away = sealed(list)
    """Items this person left the room for, each with item_uid, left_at and returned_at (None: not during the item)."""
    acknowledged_at = sealed(datetime | None)
    """When they acknowledged the confidentiality statement (section 5.4)."""
    acknowledged_by_uid = sealed(str | None)
    """Who ticked it: themself, or whoever runs the meeting for somebody in the room."""


class AgendaItem(Sealed, Base):
    """A case at a meeting. Sealed under the case's subject, so that erasing a person erases their item's minutes."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_uid", "case_uid"),)

    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(String(16))
    """The main reason why it is on the agenda: a code of `domain.agenda`."""
    minutes_planned: Mapped[int | None]
    """Set by hand; None: what the numbers of the area give."""
    brief: Mapped[bool] = mapped_column(default=False)
    """A paper update: accepted as a brief item at triage, or made one by hand."""
    chair_uid: Mapped[str | None] = mapped_column(Uid)
    """Who chairs this item; None: whoever chairs the meeting."""
    late_agreed_by_uid: Mapped[str | None] = mapped_column(Uid)
    """The chair who agreed to hear a case that came after nominations closed."""
    moved_at: Mapped[datetime | None]
    """When it was put in its place by hand: building the agenda again leaves it there."""
    heard_at: Mapped[datetime | None]
    deferred_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    """When the chair signed the item off: from then on nothing of it changes."""
    signed_by_uid: Mapped[str | None] = mapped_column(Uid)

    reasons = sealed(list)
    """Every reason why it is on the agenda, the main one first."""
    why = sealed(list)
    """The same in words, as they stood when the agenda was built."""
    added_reason = sealed(str | None)
    """Why it was added by hand, or heard although it came late."""
    withdrawn_reason = sealed(str | None)
    summary = sealed(str | None)
    voice_heard = sealed(str | None)
    deferred_reason = sealed(str | None)

    meeting: Mapped[Meeting] = relationship(lazy="joined")
    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    decisions: Mapped[list["Decision"]] = relationship(lazy="selectin", order_by="Decision.decided_at")
    declared: Mapped[list["Conflict"]] = relationship(lazy="selectin", order_by="Conflict.declared_at")

    @property
    def conflicts(self) -> list[dict[str, Any]]:
        """Declared conflicts of interest, each with name, nature and left_room. PR-03."""
        return [{"name": one.name, "nature": one.nature, "left_room": one.left_room} for one in self.declared]


class Conflict(Sealed, Base):
    """Somebody's conflict of interest in an item. Sealed under the case's subject. PR-03."""

    __tablename__ = "item_conflict"

    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(Uid)
    user_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """None: somebody without an account."""
    declared_at: Mapped[datetime]
    declared_by_uid: Mapped[str] = mapped_column(Uid)
    locked_out: Mapped[bool] = mapped_column(default=False)
    """Whether they were shut out of the case when it was declared; `case_lock_out` says whether they still are."""
    left_room: Mapped[bool] = mapped_column(default=False)

    name = sealed(str)
    nature = sealed(str)


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
    level: Mapped[str | None] = mapped_column(String(4))
    """How far it is escalated: a code of `escalation_level`."""

    detail = sealed(str | None)
    did = sealed(dict)
    """What the decision did at once, so that it can be undone: uids, codes and days by name."""


def _attendance_rule(actor: Actor) -> ColumnElement[bool]:
    if actor.is_system or actor.may(Permission.MEETING_VIEW):
        return area_rule(Attendance, actor)
    return false()


def _answer_rule(actor: Actor) -> ColumnElement[bool]:
    """One's own; those who run the month, everybody's."""
    in_area = area_rule(Answer, actor)
    return in_area if sees_whole_area(actor) else and_(in_area, Answer.user_uid == actor.user_uid)


protect(Meeting, lambda actor: area_rule(Meeting, actor))
protect(Invitation, lambda actor: area_rule(Invitation, actor))
protect(Attendance, _attendance_rule)
protect(Answer, _answer_rule)
protect(Conflict, lambda actor: in_visible_case(Conflict, actor))


def _joint_items(actor: Actor) -> Select[Any]:
    """Items that are discussed jointly with a group the actor belongs to: they see those, and no case (4.9)."""
    return select(JointItem.item_uid).where(forums_of(actor))


protect(AgendaItem, lambda actor: in_visible_case(AgendaItem, actor, also=AgendaItem.uid.in_(_joint_items(actor))))
protect(Decision, lambda actor: in_visible_case(Decision, actor, also=Decision.item_uid.in_(_joint_items(actor))))
