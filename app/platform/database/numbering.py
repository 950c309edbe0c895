"""Running numbers for references, one series a prefix and year."""

from contextlib import suppress

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database.base import Base, db


class RunningNumber(Base):
    __tablename__ = "running_number"

    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(prefix: str, year: int) -> int:
    """The next number of a series, taken within the caller's transaction (a roll-back gives it back)."""
    series = select(RunningNumber).where(RunningNumber.prefix == prefix, RunningNumber.year == year).with_for_update()
    row = db.session.scalar(series)
    if row is None:
        with suppress(IntegrityError), db.session.begin_nested():  # somebody else may begin the series meanwhile
            db.session.add(RunningNumber(prefix=prefix, year=year, last=0))
        row = db.session.scalars(series).one()
    row.last += 1
    db.session.flush()
    return row.last
