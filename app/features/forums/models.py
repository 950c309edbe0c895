"""Other forums: who holds whom, who leads, their list, joint items, bridging plans and transfers (4.9, 4.10, PR-42).

A forum is the code it has in the list `forum`; an area may call it otherwise. Ours is SVOG.
"""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, false, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case, not_locked_out, sees_whole_area
from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed

FORUM = String(40)


class Membership(Sealed, Base):
    """Somebody, or a network or place, that another forum holds too. Sealed under the subject."""

    __tablename__ = "forum_membership"
    __table_args__ = (
        UniqueConstraint("subject_uid", "forum_code"),
        Index(
            "uq_forum_membership_lead",
            "subject_uid",
            unique=True,
            sqlite_where=text("role = 'LEAD'"),
            postgresql_where=text("role = 'LEAD'"),
        ),
    )

    subject_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"))
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    forum_code: Mapped[str] = mapped_column(FORUM)
    role: Mapped[str] = mapped_column(String(4))
    """LEAD, COPY or NONE (code list `forum_role`)."""
    since: Mapped[date]
    discussed_on: Mapped[date | None]
    """When that forum last talked about them, as far as we were told."""

    reference = sealed(str | None)
    worker = sealed(str | None)


class LeadChange(Sealed, Base):
    """Another forum is to lead, or we again: it holds when both coordinators have acknowledged it."""

    __tablename__ = "forum_lead_change"

    subject_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"))
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    other_code: Mapped[str] = mapped_column(FORUM)
    """The other forum of the two."""
    to_code: Mapped[str] = mapped_column(FORUM)
    proposed_on: Mapped[date]
    ours_on: Mapped[date | None]
    ours_by_uid: Mapped[str | None] = mapped_column(Uid)
    theirs_on: Mapped[date | None]
    theirs_by_uid: Mapped[str | None] = mapped_column(Uid)
    """Their account, or of ours who wrote down what they said."""
    withdrawn_on: Mapped[date | None]

    reason = sealed(str)
    theirs_name = sealed(str | None)


class ListedPerson(Sealed, Base):
    """A row of another forum's list. Sealed under the area's key, and once it is matched under the person's."""

    __tablename__ = "forum_listed"
    __table_args__ = (Index("ix_forum_listed_area", "area_uid", "forum_code", "gone_on"),)

    forum_code: Mapped[str] = mapped_column(FORUM)
    case_uid: Mapped[str | None] = mapped_column(ForeignKey("case_file.uid"), index=True)
    subject_uid: Mapped[str | None] = mapped_column(ForeignKey("subject.uid"))
    """Who the coordinator said it is."""
    listed_on: Mapped[date]
    list_for: Mapped[date | None]
    """The day of that forum's meeting the newest list was for."""
    gone_on: Mapped[date | None]
    """When it was no longer on the list."""
    decided_on: Mapped[date | None]
    decided_by_uid: Mapped[str | None] = mapped_column(Uid)

    record_id = sealed(str)
    reference = sealed(str | None)
    name = sealed(str)
    dob = sealed(date | None)
    worker = sealed(str | None)
    ruled_out = sealed(list)
    """Uids of subjects that the coordinator said are somebody else."""


class ForumMember(Base):
    """An account of somebody who belongs to another forum: they see its joint items."""

    __tablename__ = "forum_member"
    __table_args__ = (UniqueConstraint("user_uid", "forum_code"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    user_uid: Mapped[str] = mapped_column(Uid)
    forum_code: Mapped[str] = mapped_column(FORUM)
    since: Mapped[date]
    ended_on: Mapped[date | None]


class JointItem(Base):
    """One discussion for two forums: an item of our agenda, minuted once and seen in both."""

    __tablename__ = "joint_item"
    __table_args__ = (UniqueConstraint("item_uid", "forum_code"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    item_uid: Mapped[str] = mapped_column(Uid)
    """The agenda item: the room of meetings lies above."""
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    forum_code: Mapped[str] = mapped_column(FORUM)
    case_reference: Mapped[str] = mapped_column(String(16))
    since: Mapped[date]
    by_uid: Mapped[str] = mapped_column(Uid)


class BridgingPlan(Sealed, Base):
    """The safety plan about violence that this group holds between two meetings of a slower forum (4.9)."""

    __tablename__ = "bridging_plan"

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    forum_code: Mapped[str] = mapped_column(FORUM)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_on: Mapped[date | None]

    plan = sealed(str)
    owner = sealed(str)


class Transfer(Sealed, Base):
    """A case offered to another forum, with the packet that was handed over. Status: `domain.transfers`."""

    __tablename__ = "forum_transfer"
    __table_args__ = (Index("ix_forum_transfer_area", "area_uid", "ended_on", "acknowledge_by"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    item_uid: Mapped[str | None] = mapped_column(Uid)
    forum_code: Mapped[str] = mapped_column(FORUM)
    kind: Mapped[str] = mapped_column(String(8))
    """TRANSFER, JOINT or COPY."""
    gateway: Mapped[str | None] = mapped_column(String(40))
    proposed_on: Mapped[date]
    proposed_by_uid: Mapped[str] = mapped_column(Uid)
    sent_on: Mapped[date | None]
    sent_by_uid: Mapped[str | None] = mapped_column(Uid)
    acknowledge_by: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    """When it was accepted, declined or withdrawn: what lists of open transfers filter by."""

    reason = sealed(str)
    wanted = sealed(str | None)
    not_shared = sealed(str | None)
    safety_plan = sealed(str | None)
    contact = sealed(str | None)
    packet = sealed(dict)
    """Who and what was handed over, as it was that day: identity and risk by axis."""
    acknowledged_by = sealed(str | None)
    answered_by = sealed(str | None)
    answer = sealed(str | None)

    case: Mapped[Case] = relationship(lazy="raise_on_sql")


def forums_of(actor: Actor) -> ColumnElement[bool]:
    """Joint items of the forums the actor belongs to, of cases that their agency is not shut out of."""
    shut_out = select(CaseAgency.case_uid).where(
        CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
    )
    mine = select(ForumMember.forum_code).where(
        ForumMember.user_uid == actor.user_uid,
        ForumMember.ended_on.is_(None),
        ForumMember.area_uid.in_(sorted(actor.area_uids)),
    )
    return and_(JointItem.forum_code.in_(mine), JointItem.case_uid.not_in(shut_out))


def _listed_rule(actor: Actor) -> ColumnElement[bool]:
    if not sees_whole_area(actor):
        return false()
    return and_(area_rule(ListedPerson, actor), not_locked_out(ListedPerson.case_uid, actor))


protect(Membership, lambda actor: in_visible_case(Membership, actor))
protect(LeadChange, lambda actor: in_visible_case(LeadChange, actor))
protect(ListedPerson, _listed_rule)
protect(JointItem, lambda actor: in_visible_case(JointItem, actor, also=forums_of(actor)))
protect(BridgingPlan, lambda actor: in_visible_case(BridgingPlan, actor))
protect(Transfer, lambda actor: in_visible_case(Transfer, actor))
