"""How migrations run, on SQLite and on PostgreSQL: `flask db upgrade`.

They use MIGRATION_DATABASE_URL, so that on PostgreSQL the tables belong to an owner role the web server never has.
"""

from typing import Any, Literal

from alembic import context
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text

from app.platform.database import Moment, db
from app.platform.database.engine import APPLICATION_ROLE as ROLE
from app.platform.vault import current_vault
from app.platform.vault.keystore import SCHEMA, KeyStore
from config import Settings

ONE_AT_A_TIME = 0x5B0C0DE
"""Number of the advisory lock that keeps two upgrades apart."""
READ_AND_WRITE = "SELECT, INSERT, UPDATE, DELETE"


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
            prepare(connection, settings)
            applied: list[object] = []
            context.configure(
                connection=connection, on_version_apply=lambda step, **_: applied.append(step), **options()
            )
            with context.begin_transaction():
                context.run_migrations()
            if applied:
                check(connection)
                grant(connection)
                make_key_store(settings)
    finally:
        engine.dispose()


def options() -> dict[str, Any]:
    return {
        "target_metadata": db.metadata,
        "compare_type": True,
        "render_as_batch": True,  # SQLite changes a table by copying it
        "transaction_per_migration": True,
        "process_revision_directives": drop_empty,
        "render_item": render,
    }


def migration_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def prepare(connection: Connection, settings: Settings) -> None:
    """PostgreSQL: keep other upgrades out, and make the role that the application works as."""
    if connection.dialect.name != "postgresql":
        return
    connection.exec_driver_sql("SET lock_timeout = '30s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
    if connection.scalar(text(f"SELECT to_regrole('{ROLE}')")) is None:
        connection.exec_driver_sql(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE")
        connection.exec_driver_sql(f"GRANT {ROLE} TO CURRENT_USER")
    # The role that signs in with DATABASE_URL, which may be another, becomes it too.
    login = make_url(settings.database_url).username or connection.scalar(text("SELECT current_user"))
    if not connection.scalar(text("SELECT pg_has_role(:login, :role, 'MEMBER')"), {"login": login, "role": ROLE}):
        connection.execute(text(f"GRANT {ROLE} TO {connection.dialect.identifier_preparer.quote(str(login))}"))
    connection.commit()


def grant(connection: Connection) -> None:
    """PostgreSQL: the application's role reads and writes rows, and nothing else.

    A table says otherwise with `info={"grants": "SELECT, INSERT"}`.
    """
    if connection.dialect.name != "postgresql":
        return
    present = set(inspect(connection).get_table_names())
    for table in db.metadata.sorted_tables:
        if table.name in present:
            rights = table.info.get("grants", READ_AND_WRITE)
            connection.exec_driver_sql(f'REVOKE ALL ON "{table.name}" FROM {ROLE}')
            connection.exec_driver_sql(f'GRANT {rights} ON "{table.name}" TO {ROLE}')
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {ROLE}")
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
    connection.commit()


def make_key_store(settings: Settings) -> None:
    """The tables of the key store, and the first version of every key."""
    shared = settings.key_store_url == settings.database_url
    engine = migration_engine(settings.migration_database_url if shared else settings.key_store_url)
    try:
        KeyStore(engine).create()
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}")
                connection.exec_driver_sql(f"GRANT {READ_AND_WRITE} ON ALL TABLES IN SCHEMA {SCHEMA} TO {ROLE}")
    finally:
        engine.dispose()
    current_vault().keyring.ensure()


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
    writing = getattr(context.config.cmd_opts, "autogenerate", False)
    if writing and directives and directives[0].upgrade_ops is not None and directives[0].upgrade_ops.is_empty():
        directives.clear()


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations name no type of the application: those change, and a migration must not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would leave DDL outside the transaction
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "foreign_keys = OFF", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


run()
