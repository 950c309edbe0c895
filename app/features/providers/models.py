"""What is known of the quality of an agency that delivers interventions."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, String, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.access import PROVIDES, Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Moment, Uid
from app.platform.vault import Sealed, sealed


class ProviderItem(Sealed, Base):
    """One item of quality (6.5), as it was found on a day: only ever added to, the newest of a kind counts.

    `agency_uid` is the provider. Each area keeps what it checked itself, sealed under its area. Its standing is
    computed by `domain.standing_of`.
    """

    __tablename__ = "provider_item"
    __table_args__ = (Index("ix_provider_item_area", "area_uid", "agency_uid"),)

    kind: Mapped[str] = mapped_column(String(24))
    """Code list `provider_item_kind`."""
    state: Mapped[str | None] = mapped_column(String(24))
    """Code list `charter_status` for the charter, `quality_level` for the endorsement, else `provider_item_state`."""
    module: Mapped[str | None] = mapped_column(String(24))
    """For training: code list `training_module`."""
    user_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """For training and checks of one practitioner: who of the provider's users."""
    given_on: Mapped[date | None]
    """The day of the document, training or visit."""
    expires_on: Mapped[date | None]
    """The last day on which it holds; None: it has no end."""
    score: Mapped[int | None]
    """For a visit by young people: 1 to 5."""
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by_uid: Mapped[str] = mapped_column(Uid)

    evidence = sealed(str)
    """What was seen, in words; for a visit, what the young people said."""


def _item_rule(actor: Actor) -> ColumnElement[bool]:
    """Whoever works in the area; a provider its own."""
    here = area_rule(ProviderItem, actor)
    return and_(here, ProviderItem.agency_uid == actor.agency_uid) if actor.is_any(PROVIDES) else here


protect(ProviderItem, _item_rule)
