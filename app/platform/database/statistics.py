"""What SQLite must be told before it chooses indexes well. PostgreSQL finds out by itself."""

from app.platform.database.base import db

SAMPLE = 1_000
"""Rows of an index that are looked at: milliseconds, whatever the size of the table."""


def refresh_statistics() -> None:
    """Let SQLite see how the rows are spread. Without it, it takes "of this area", which every statement about people
    says, to be as good as "of this case", and reads the whole area. Other connections learn of it as they are opened.
    """
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit = {SAMPLE}")
        connection.exec_driver_sql("ANALYZE")
