"""What each engine needs before its first statement."""

from typing import Any

from sqlalchemy import Connection, Engine, event

APPLICATION_ROLE = "concord_app"


def prepare_engine(engine: Engine, *, as_application: bool) -> None:
    """Set up every connection of `engine`.

    SQLite: write-ahead log, enforced foreign keys, deleted content overwritten, and BEGIN IMMEDIATE, because a
    deferred transaction that turns into a writer fails at once when another writer was first.
    PostgreSQL: with `as_application` the connection drops to a role that owns no table and cannot pass
    row-level security, whatever role signed in.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    elif as_application:
        event.listen(engine, "connect", _become_application)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 15000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _become_application(connection: Any, _record: object) -> None:
    previous = connection.autocommit
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
    connection.autocommit = previous
