"""The database: one declarative base, one session, the same behaviour on SQLite and PostgreSQL."""

from app.platform.database.base import Base, Uid, db, uid_column
from app.platform.database.engine import prepare_engine
from app.platform.database.numbering import next_number
from app.platform.database.statistics import refresh_statistics
from app.platform.database.types import Moment

__all__ = ["Base", "Moment", "Uid", "db", "next_number", "prepare_engine", "refresh_statistics", "uid_column"]
