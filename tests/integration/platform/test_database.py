"""The fixtures' promise: each test has a migrated database of its own, on either kind, that opens its keys."""

from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from app.platform.database import db
from app.platform.vault import Purpose, current_vault
from tests.conftest import Database
from tests.pages import Pages
from tests.postgresql import PostgreSQL

MARK = "INSERT INTO running_number (prefix, year, last) VALUES ('TEST', 2026, 1)"


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_is_left_from_one_test_to_the_next(context: Flask, turn: int) -> None:
    connection = db.session.connection()
    assert connection.execute(text("SELECT count(*) FROM running_number WHERE prefix = 'TEST'")).scalar() == 0
    connection.execute(text(MARK))
    db.session.commit()


def test_the_keys_open(context: Flask) -> None:
    assert current_vault().keyring.active(Purpose.DATA).number == 1


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_models_are_what_the_migrations_make(context: Flask) -> None:
    check(directory="migrations")


def test_the_application_works_as_a_role_that_owns_nothing(context: Flask, database: Database) -> None:
    if database.kind == "sqlite":
        pytest.skip("SQLite has no roles")
    connection = db.session.connection()
    assert connection.scalar(text("SELECT current_user")) == "concord_app"
    assert connection.scalar(text("SELECT count(*) FROM pg_class WHERE relowner = 'concord_app'::regrole")) == 0
    with pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("CREATE TABLE mine (id int)"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_was_started_anew_fails_nobody(
    app: Flask, pages: Pages, database: Database, run_folder: Path
) -> None:
    for path in ("/readyz", "/account/sign-in"):
        pages.get(path, status=None)
        with PostgreSQL(run_folder / "postgresql").admin() as server:
            ended = server.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                [make_url(database.settings.database_url).database],
            ).fetchall()
        assert ended
        assert pages.get("/account/sign-in").status == 200


def test_the_process_answers_that_it_lives(pages: Pages) -> None:
    assert pages.get("/healthz").status == 200
