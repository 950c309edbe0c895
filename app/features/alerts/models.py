"""A provider's safeguarding alert about somebody referred to it."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.visibility import in_visible_case
from app.features.referrals.models import Referral
from app.features.referrals.visibility import of_visible_referral
from app.platform.access import PROVIDES, Actor, protect
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Alert(Sealed, Base):
    """What a provider's worker saw or heard. Sealed under the key of the person referred; `agency_uid` is the
    provider's. It waits while `heard_at` is None."""

    __tablename__ = "safeguarding_alert"
    __table_args__ = (Index("ix_safeguarding_alert_area", "area_uid", "heard_at"),)

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """Code list `alert_kind`."""
    urgent: Mapped[bool]
    raised_at: Mapped[datetime]
    raised_by_uid: Mapped[str] = mapped_column(Uid)
    heard_at: Mapped[datetime | None]
    heard_by_uid: Mapped[str | None] = mapped_column(Uid)
    heard_as: Mapped[str | None] = mapped_column(String(16))
    """The role of whoever heard it: all that the provider is told of them."""
    action_uid: Mapped[str | None] = mapped_column(Uid)
    """The action that followed, when one was agreed."""

    words = sealed(str | None)
    done = sealed(str | None)
    """What was done about it, for the group alone."""

    referral: Mapped[Referral] = relationship(lazy="raise_on_sql")


def _rule(actor: Actor) -> ColumnElement[bool]:
    return of_visible_referral(Alert, actor) if actor.is_any(PROVIDES) else in_visible_case(Alert, actor)


protect(Alert, _rule)
