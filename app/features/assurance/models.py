"""Assurance: an agency states, with evidence, that a risk is being addressed; the group tests the statement."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case
from app.platform.access import Actor, protect
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Assurance(Sealed, Base):
    """Assurance sought about one risk. Sealed under the case's subject; `agency_uid` is the agency asked.

    Status is computed by `domain.assurance_status`: sought, given, accepted until a date, rejected, lapsed.
    """

    __tablename__ = "assurance"
    __table_args__ = (Index("ix_assurance_area_review", "area_uid", "result", "review_on"),)

    UNBOUND = {"lapsed_on": "noted by the worker, decides nothing: the status follows from the review date"}

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    item_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    axis: Mapped[str] = mapped_column(String(10))
    """CAUSE, HARMED or EXPLOITED."""
    kind: Mapped[str] = mapped_column(String(24))
    """Code list `assurance_type`."""
    asked_user_uid: Mapped[str | None] = mapped_column(Uid)
    sought_on: Mapped[date]
    due_on: Mapped[date]
    given_on: Mapped[date | None]
    given_by_uid: Mapped[str | None] = mapped_column(Uid)
    level_given: Mapped[str | None] = mapped_column(String(12))
    newest_evidence_on: Mapped[date | None]
    judged_on: Mapped[date | None]
    judged_by_uid: Mapped[str | None] = mapped_column(Uid)
    judged_by_agency_uid: Mapped[str | None] = mapped_column(Uid)
    level_accepted: Mapped[str | None] = mapped_column(String(12))
    confidence: Mapped[str | None] = mapped_column(String(1))
    result: Mapped[str | None] = mapped_column(String(24))
    """ACCEPTED, ACCEPTED_TIME_LIMITED or REJECTED_ACTION_NEEDED; lapsing is computed."""
    review_on: Mapped[date | None]
    voided_on: Mapped[date | None]
    """Something happened that the acceptance did not reckon with (PR-39)."""
    lapsed_on: Mapped[date | None]
    """The first day on which it did not hold, once the worker has recorded that (PR-37)."""
    renews_uid: Mapped[str | None] = mapped_column(Uid)
    """The lapsed or rejected assurance that this one gives again."""
    renewed_on: Mapped[date | None]
    """When it was given again, as another row: nothing is owed on this one any more."""
    released_on: Mapped[date | None]
    """When the case was closed and the group let go of it: nothing is owed any more."""

    risk_statement = sealed(str)
    asked_name = sealed(str | None)
    """The manager asked, who can speak for the plan."""
    risk_factors = sealed(list)
    statement = sealed(str | None)
    evidence = sealed(list)
    """Read with `domain.read_evidence`; the newest date stands in `newest_evidence_on`."""
    would_change_our_mind = sealed(str | None)
    vouched_by = sealed(str | None)
    """The manager with authority to speak for the plan who stands behind what was given."""
    confidence_why = sealed(str | None)
    judgement_reason = sealed(str | None)
    voided_reason = sealed(str | None)
    voided_by_uid = sealed(str | None)
    """The entry of the case that told of the event, where one did (PR-39)."""
    released_reason = sealed(str | None)
    """Who holds the risk now, or why nobody needs to be assured of it any more."""

    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")
    """None for a reader who sees what their agency was asked but not the case."""


def _assurance_rule(actor: Actor) -> ColumnElement[bool]:
    """An agency sees what it was asked, unless it was shut out of the case since."""
    shut_out = select(CaseAgency.case_uid).where(
        CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
    )
    own = and_(Assurance.agency_uid == actor.agency_uid, Assurance.case_uid.not_in(shut_out))
    return in_visible_case(Assurance, actor, also=own)


protect(Assurance, _assurance_rule)
