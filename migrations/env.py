"""How migrations run, on SQLite and on PostgreSQL: `flask db upgrade`.

They use MIGRATION_DATABASE_URL, so that on PostgreSQL the tables belong to an owner role the web server never has.
"""

from typing import Any

from alembic import context
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, event

from app.platform.database import db
from config import Settings

ONE_AT_A_TIME = 0x5B0C0DE
"""Number of the advisory lock that keeps two upgrades apart."""


def run() -> None:
    settings: Settings = current_app.extensions["settings"]
    if context.is_offline_mode():
        context.configure(url=settings.migration_database_url, literal_binds=True, **options())
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = migration_engine(settings.migration_database_url)
    try:
        with engine.connect() as connection:
            prepare(connection)
            context.configure(connection=connection, **options())
            with context.begin_transaction():
                context.run_migrations()
            check(connection)
    finally:
        engine.dispose()


def options() -> dict[str, Any]:
    return {
        "target_metadata": db.metadata,
        "compare_type": True,
        "render_as_batch": True,  # SQLite changes a table by copying it
        "transaction_per_migration": True,
        "process_revision_directives": drop_empty,
    }


def migration_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def prepare(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET lock_timeout = '30s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
        connection.commit()


def check(connection: Connection) -> None:
    """SQLite does not look at foreign keys while a table is copied, so they are looked at now."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        connection.rollback()
        if broken:
            tables = ", ".join(sorted({str(row[0]) for row in broken}))
            raise RuntimeError(f"rows that refer to nothing after the migration: {tables}")


def drop_empty(_context: MigrationContext, _revision: Any, directives: list[MigrationScript]) -> None:
    """`flask db migrate` writes no file when nothing changed."""
    if directives and directives[0].upgrade_ops is not None and directives[0].upgrade_ops.is_empty():
        directives.clear()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would leave DDL outside the transaction
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "foreign_keys = OFF", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


run()
