"""Packs: released once for a meeting, each item by the gateways that let it be shared, and who read what."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import in_visible_case
from app.platform.access import protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Release(Base):
    """The packs of one meeting. Whether they can be read still is computed by `domain.pack_state`."""

    __tablename__ = "pack_release"

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid, index=True)
    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    released_at: Mapped[datetime]
    released_by_uid: Mapped[str] = mapped_column(Uid)
    withdrawn_at: Mapped[datetime | None]
    items: Mapped[list[str]] = mapped_column(JSON)
    """The items released, by uid: what is added to the agenda later is in no pack until it is released again."""


class Gateway(Sealed, Base):
    """A gateway that the coordinator recorded for what one agency brought to an item. Sealed under the subject."""

    __tablename__ = "pack_gateway"
    __table_args__ = (UniqueConstraint("item_uid", "source_uid"),)

    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"))
    case_uid: Mapped[str] = mapped_column(Uid)
    source_uid: Mapped[str] = mapped_column(Uid)
    """The agency whose information it is."""
    gateway: Mapped[str] = mapped_column(String(28))
    recorded_at: Mapped[datetime]
    recorded_by_uid: Mapped[str] = mapped_column(Uid)

    necessity = sealed(str)


class Disclosure(Base):
    """What one agency brought to an item, shared with another by a release: by which gateways. PR-46."""

    __tablename__ = "pack_disclosure"

    uid: Mapped[str] = uid_column()
    release_uid: Mapped[str] = mapped_column(ForeignKey("pack_release.uid"), index=True)
    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"), index=True)
    source_uid: Mapped[str] = mapped_column(Uid)
    recipient_uid: Mapped[str] = mapped_column(Uid)
    gateways: Mapped[list[str]] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(String(28))
    """Code list `lawful_basis`."""
    condition: Mapped[str] = mapped_column(String(28))
    """Code list `sharing_condition`."""


class Necessity(Sealed, Base):
    """Why what one agency brought to an item was shared by a release, in the words given then. Sealed under the
    subject. PR-46."""

    __tablename__ = "pack_necessity"
    __table_args__ = (UniqueConstraint("release_uid", "item_uid", "source_uid"),)

    release_uid: Mapped[str] = mapped_column(ForeignKey("pack_release.uid"))
    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"))
    case_uid: Mapped[str] = mapped_column(Uid)
    source_uid: Mapped[str] = mapped_column(Uid)

    words = sealed(str)


class Opening(Base):
    """The first time somebody read an item of their pack. Every reading is in the audit."""

    __tablename__ = "pack_opening"
    __table_args__ = (UniqueConstraint("item_uid", "user_uid"),)

    uid: Mapped[str] = uid_column()
    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"))
    user_uid: Mapped[str] = mapped_column(Uid)
    agency_uid: Mapped[str | None] = mapped_column(Uid)
    opened_at: Mapped[datetime]


protect(Release, lambda actor: area_rule(Release, actor))
protect(Gateway, lambda actor: in_visible_case(Gateway, actor))
protect(Necessity, lambda actor: in_visible_case(Necessity, actor))
