"""The fixtures' promise: each test has a migrated database of its own, on either kind, that opens its keys."""

import pytest
from flask import Flask
from flask_migrate import check
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.platform.database import db
from app.platform.vault import Purpose, current_vault
from tests.conftest import Database
from tests.pages import Pages

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


def test_the_process_answers_that_it_lives(pages: Pages) -> None:
    assert pages.get("/healthz").status == 200
