"""How each person wants to be reminded, and when they last were."""

from datetime import date, time

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Time, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.features.reminders.domain import Often
from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid


class Reminder(Base):
    """One row a person, made when they are first reminded or first choose. Codes, days and times alone."""

    __tablename__ = "reminder"
    __table_args__ = (Index("ix_reminder_area", "area_uid", "seen_on"),)

    user_uid: Mapped[str] = mapped_column(ForeignKey("user_account.uid"), primary_key=True)
    area_uid: Mapped[str] = mapped_column(Uid)
    often: Mapped[str] = mapped_column(String(8), default=Often.DAILY.value)
    at: Mapped[time | None] = mapped_column(Time)
    """The time in England they chose; None: the usual one of the area."""
    seen_on: Mapped[date | None]
    """The last day on which somebody looked what they are to be reminded of, whether or not there was anything."""


def _rule(actor: Actor) -> ColumnElement[bool]:
    """One's own; the system's, which reminds."""
    here = area_rule(Reminder, actor)
    return here if actor.is_system else and_(here, Reminder.user_uid == actor.user_uid)


protect(Reminder, _rule)
