"""Escalations, every step that was taken, and the letters."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case, not_locked_out, sees_whole_area
from app.platform.access import SEES_AGENCY_CASES, Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Escalation(Sealed, Base):
    """One thing that goes up the ladder. Sealed under the case's subject, or under its area when it is about an agency
    alone; `agency_uid` is the agency it is about (None: the group's own matter). State: `domain.state_of`."""

    __tablename__ = "escalation"
    __table_args__ = (Index("ix_escalation_area", "area_uid", "ended_on", "next_on"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    case_uid: Mapped[str | None] = mapped_column(ForeignKey("case_file.uid"), index=True)
    trigger: Mapped[str] = mapped_column(String(20))
    """Code list `escalation_trigger`."""
    about_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The action, assurance, agency or agenda item it is about."""
    about_reference: Mapped[str | None] = mapped_column(String(16))
    open_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """What it is about, while it is open: there is one at a time."""
    since: Mapped[date]
    """The day from which the ladder counts."""
    meetings: Mapped[int] = mapped_column(default=0)
    """For how many meetings one after another it has lasted."""
    opened_on: Mapped[date]
    opened_by_uid: Mapped[str] = mapped_column(Uid)
    level: Mapped[str | None] = mapped_column(String(2))
    """The highest level taken."""
    next_level: Mapped[str | None] = mapped_column(String(2))
    next_on: Mapped[date | None]
    """The next step and its first day, as the ladder gives them."""
    paused_on: Mapped[date | None]
    paused_until: Mapped[date | None]
    """When somebody is asked whether it goes on; it never does by itself."""
    ended_on: Mapped[date | None]

    reason = sealed(str | None)
    """What somebody said it is about."""

    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")


class EscalationStep(Sealed, Base):
    """What happened to an escalation: each step, with whoever took it."""

    __tablename__ = "escalation_step"
    __table_args__ = (UniqueConstraint("escalation_uid", "position"),)

    escalation_uid: Mapped[str] = mapped_column(ForeignKey("escalation.uid"))
    case_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    """OPENED, REMINDED, SENT, WRITTEN, ANSWERED, RAISED, PAUSED, RESUMED, SETTLED or RESOLVED."""
    level: Mapped[str | None] = mapped_column(String(2))
    at: Mapped[datetime]
    by_uid: Mapped[str] = mapped_column(Uid)
    answer_by: Mapped[date | None]

    where = sealed(str | None)
    """To whom, or where it went."""
    text = sealed(str | None)


class EscalationLetter(Sealed, Base):
    """A letter: drafted from the template of its level, changed by people, sent once."""

    __tablename__ = "escalation_letter"
    __table_args__ = (UniqueConstraint("escalation_uid", "level"),)

    escalation_uid: Mapped[str] = mapped_column(ForeignKey("escalation.uid"))
    case_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    level: Mapped[str] = mapped_column(String(2))
    drafted_at: Mapped[datetime]
    to_user_uid: Mapped[str | None] = mapped_column(Uid)
    """Whom it is for, where they have an account."""
    sent_at: Mapped[datetime | None]
    sent_by_uid: Mapped[str | None] = mapped_column(Uid)

    to_name = sealed(str | None)
    subject = sealed(str)
    body = sealed(str)


def _own(model: type[Escalation | EscalationStep | EscalationLetter], actor: Actor) -> ColumnElement[bool]:
    """Those who run the month see every one of a case they may see; an agency sees those about itself, unless it is
    shut out of the case."""
    if sees_whole_area(actor):
        return in_visible_case(model, actor)
    if actor.agency_uid is None or not actor.is_any(SEES_AGENCY_CASES):
        return false()
    shut_out = select(CaseAgency.case_uid).where(
        CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
    )
    admitted = or_(model.case_uid.is_(None), model.case_uid.not_in(shut_out))
    here = and_(area_rule(model, actor), not_locked_out(model.case_uid, actor))
    return and_(here, admitted, model.agency_uid == actor.agency_uid)


def _letter_rule(actor: Actor) -> ColumnElement[bool]:
    """A draft is of those who run the month; the agency reads a letter once it was sent."""
    own = _own(EscalationLetter, actor)
    return own if sees_whole_area(actor) else and_(own, EscalationLetter.sent_at.is_not(None))


protect(Escalation, lambda actor: _own(Escalation, actor))
protect(EscalationStep, lambda actor: _own(EscalationStep, actor))
protect(EscalationLetter, _letter_rule)
