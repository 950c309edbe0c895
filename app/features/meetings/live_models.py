"""What a meeting keeps while it is held: the room's screen, the time of its items, and what is being typed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import in_visible_case
from app.platform.access import protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed

EVERYBODY = ""
"""Whose a draft is that all who run the meeting write together."""


class MeetingScreen(Base):
    """What the room sees of a meeting: one item, or nothing between items."""

    __tablename__ = "meeting_screen"

    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), primary_key=True)
    area_uid: Mapped[str] = mapped_column(Uid)
    item_uid: Mapped[str | None] = mapped_column(Uid)
    operator_uid: Mapped[str] = mapped_column(Uid)
    """Who leads the room through the items: the screen goes where they go."""
    blank: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]


class ItemClock(Base):
    """The time an item has had on the room's screen. Not in the item's own row: that is sealed, and others write it."""

    __tablename__ = "item_clock"

    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"), primary_key=True)
    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    area_uid: Mapped[str] = mapped_column(Uid)
    started_at: Mapped[datetime | None]
    """Since when it is on the screen; None when it is not."""
    seconds: Mapped[int] = mapped_column(default=0)
    """What it had on the screen before."""


class ItemDraft(Sealed, Base):
    """What is typed about an item and not yet saved: the notes of all, or one person's unfinished form."""

    __tablename__ = "item_draft"
    __table_args__ = (UniqueConstraint("item_uid", "part", "user_uid"),)

    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"))
    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(Uid)
    part: Mapped[str] = mapped_column(String(16))
    """`summary` or `voice_heard`, or the part of the screen: decisions, action, assurance, bands, lead, …"""
    user_uid: Mapped[str] = mapped_column(Uid)
    """Whose form it is; EVERYBODY for notes."""
    saved_at: Mapped[datetime]
    saved_by_uid: Mapped[str] = mapped_column(Uid)

    values = sealed(dict)
    """What was typed, by name of the field."""


class Contribution(Sealed, Base):
    """What somebody who cannot come writes about an item, as their agency's voice in it."""

    __tablename__ = "item_contribution"
    __table_args__ = (UniqueConstraint("item_uid", "agency_uid", "user_uid"),)

    item_uid: Mapped[str] = mapped_column(ForeignKey("agenda_item.uid"))
    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(Uid)
    user_uid: Mapped[str] = mapped_column(Uid)
    """Who wrote it down: themself, or whoever runs the month for them."""
    written_at: Mapped[datetime]

    text = sealed(str)
    name = sealed(str)
    """Whose words they are."""


protect(MeetingScreen, lambda actor: area_rule(MeetingScreen, actor))
protect(ItemClock, lambda actor: area_rule(ItemClock, actor))
protect(ItemDraft, lambda actor: in_visible_case(ItemDraft, actor))
protect(Contribution, lambda actor: in_visible_case(Contribution, actor))
