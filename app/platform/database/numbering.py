"""Running numbers for references, one series a prefix and year."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database.base import Base, db


class RunningNumber(Base):
    __tablename__ = "running_number"

    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(prefix: str, year: int) -> int:
    """The next number of a series, taken within the caller's transaction (a roll-back gives it back)."""
    row = db.session.scalar(
        select(RunningNumber).where(RunningNumber.prefix == prefix, RunningNumber.year == year).with_for_update()
    )
    if row is None:
        row = RunningNumber(prefix=prefix, year=year, last=0)
        db.session.add(row)
    row.last += 1
    db.session.flush()
    return row.last
