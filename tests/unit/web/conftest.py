"""A tiny application with the web kit and a database of one table."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.platform.access import Actor, Role, bind_actor
from app.platform.database import db, prepare_engine
from app.web import FOLDERS, init_web


@pytest.fixture
def tiny() -> Iterator[Flask]:
    """Signed in as a coordinator on every request, forms without tokens."""
    app = Flask("tiny", **FOLDERS)
    app.config.update(
        SECRET_KEY="a key of the tests only",
        SQLALCHEMY_DATABASE_URI="sqlite://",
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    db.init_app(app)
    init_web(app)
    with app.app_context():
        prepare_engine(db.engine, as_application=False)

    @app.before_request
    def act() -> None:
        bind_actor(Actor("u", "a", frozenset(), frozenset({Role.COORD})))

    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
