"""Plans for people who come near an age limit. PR-41."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case
from app.features.cases.visibility import in_visible_case
from app.platform.access import protect
from app.platform.database import Base
from app.platform.vault import Sealed, sealed


class TransitionPlan(Sealed, Base):
    """One limit that the person of a case comes near. Sealed under the person's key. Nothing closes when it comes;
    how it stands is computed by `domain.stands`."""

    __tablename__ = "transition_plan"
    __table_args__ = (UniqueConstraint("case_uid", "years"), Index("ix_transition_plan_area", "area_uid"))

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"))
    years: Mapped[int]
    """The limit. Its day is a birthday, and stands nowhere but with the person: `queries.Shown.due_on`."""
    made_on: Mapped[date]
    accepted_on: Mapped[date | None]
    """The day the service after accepted the person."""
    consent: Mapped[str | None] = mapped_column(String(20))
    """What the person said to being handed on: code list `consent_to_service`."""

    service = sealed(str | None)
    leads = sealed(str | None)
    """Who leads there: a name and how to reach them."""
    wants = sealed(str | None)
    """What the person wants, in their own words."""
    steps = sealed(list)
    """Those done: a code of `domain.STEPS`, on which day, and by whom."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql")


protect(TransitionPlan, lambda actor: in_visible_case(TransitionPlan, actor))
