"""Actions: what somebody agreed to do, by when, and what came of it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, or_, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case
from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Action(Sealed, Base):
    """An agreed action. Sealed under the case's subject, or under its area when it is the group's own.

    `agency_uid` is the owner's agency. Status is computed by `domain.action_status`.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_area_due", "area_uid", "ended_on", "due_on"),
        # In the order of the tracker and of somebody's own actions, so that a page is read without sorting.
        Index("ix_action_area_tracker", "area_uid", sql("(ended_on IS NOT NULL)"), "due_on", "reference"),
        Index("ix_action_owner_open", "owner_uid", "area_uid", "ended_on", "due_on", "reference"),
    )

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    case_uid: Mapped[str | None] = mapped_column(ForeignKey("case_file.uid"), index=True)
    item_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The agenda item it was agreed under."""
    owner_uid: Mapped[str | None] = mapped_column(Uid)
    """The owner's account, where the owner has one."""
    category: Mapped[str] = mapped_column(String(24))
    priority: Mapped[str] = mapped_column(String(8))
    risk_factor: Mapped[str | None] = mapped_column(String(24))
    due_on: Mapped[date]
    proposed_on: Mapped[date]
    accepted_on: Mapped[date | None]
    started_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by_uid: Mapped[str | None] = mapped_column(Uid)
    """Whoever recorded it as done: somebody else confirms it."""
    verified_on: Mapped[date | None]
    verified_by_uid: Mapped[str | None] = mapped_column(Uid)
    not_done_on: Mapped[date | None]
    not_done_reason: Mapped[str | None] = mapped_column(String(20))
    superseded_on: Mapped[date | None]
    transferred_on: Mapped[date | None]
    ended_on: Mapped[date | None] = mapped_column()
    """When it stopped being open (done, not done, superseded or transferred): what lists of open actions filter by."""
    follows_uid: Mapped[str | None] = mapped_column(Uid)
    """The action of another agency that was transferred and became this one."""

    text = sealed(str)
    measure_of_done = sealed(str | None)
    owner_name = sealed(str | None)
    """The owner as written in the minutes."""
    outcome = sealed(str | None)
    """What was done, or why it was not."""
    verifier_name = sealed(str | None)
    note = sealed(str | None)
    evidence = sealed(list)
    """References of what shows that it was done, oldest first: {"reference": str, "on": ISO date}. Never a document."""

    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")


class ActionUpdate(Sealed, Base):
    """A step in an action's life, as its owner told it."""

    __tablename__ = "action_update"
    __table_args__ = (UniqueConstraint("action_uid", "position"),)

    action_uid: Mapped[str] = mapped_column(ForeignKey("action.uid"))
    at: Mapped[datetime]
    position: Mapped[int]
    """1 for the first step of an action: several may be taken at one moment."""
    by_uid: Mapped[str] = mapped_column(Uid)
    step: Mapped[str] = mapped_column(String(16))
    """PROPOSED, or a value of `domain.Step`."""

    text = sealed(str | None)
    detail = sealed(str | None)
    """What changed, in words: from whom to whom, from which date to which."""


class ActionHelper(Sealed, Base):
    """Somebody who helps the owner of an action: a person, or an agency as a whole. `agency_uid` is their agency."""

    __tablename__ = "action_helper"

    action_uid: Mapped[str] = mapped_column(ForeignKey("action.uid"), index=True)
    user_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """Their account, where they have one."""
    since: Mapped[date]

    name = sealed(str | None)
    """As written when they were named; None for an agency as a whole."""


_HELPER = ActionHelper.__table__
"""Looked up in the table itself: the rule of helpers depends on that of actions, which would depend on it again."""


def _action_rule(actor: Actor) -> ColumnElement[bool]:
    """An agency sees its own actions, unless it was shut out of the case since, and those of the group itself that it
    helps with. Whoever helps with an action about a case has a need to know of that case."""
    shut_out = select(CaseAgency.case_uid).where(
        CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
    )
    own = and_(Action.agency_uid == actor.agency_uid, or_(Action.case_uid.is_(None), Action.case_uid.not_in(shut_out)))
    helped = select(_HELPER.c.action_uid).where(_HELPER.c.agency_uid == actor.agency_uid)
    helps = and_(Action.case_uid.is_(None), Action.uid.in_(helped))
    return in_visible_case(Action, actor, also=or_(own, helps))


def _of_visible_action(model: type[ActionUpdate | ActionHelper], actor: Actor) -> ColumnElement[bool]:
    """What belongs to an action is seen by whoever sees it (the rule of actions applies inside the sub-query too)."""
    actions = select(Action.uid).where(_action_rule(actor))
    return and_(area_rule(model, actor), model.action_uid.in_(actions))


protect(Action, _action_rule)
protect(ActionUpdate, lambda actor: _of_visible_action(ActionUpdate, actor))
protect(ActionHelper, lambda actor: _of_visible_action(ActionHelper, actor))
