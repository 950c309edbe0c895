"""Fixtures of every test: a migrated database with reference data on SQLite and PostgreSQL, the application, its
client as parsed pages, the clock and the mails.

The database is built once per run through the real migrations, and copied for each test.
"""

import contextlib
import fcntl
import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule

from config import REPOSITORY, Settings, is_loopback
from tests import lengths
from tests.beginnings import Beginning, keep
from tests.pages import Pages
from tests.postgresql import PostgreSQL

RUN_FOLDER = "CONCORD_TEST_RUN"
GUARDIAN = "CONCORD_TEST_GUARDIAN"
KINDS = ("sqlite", "postgresql")
TEMPLATE = "concord_template"
MEMORY = "/dev/shm"
ROOM = 4 * 1024**3
SUITES = ("unit", "integration", "contract", "browser")

# How quick a machine is decides no test: examples have no deadline, and may be slow to draw on a busy one.
hypothesis.settings.register_profile("concord", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("concord")


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the run's folder; the workers of xdist inherit it."""
    lengths.hold()
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="concord-tests-", dir=in_memory()))
        folder.chmod(0o711)  # PostgreSQL may run as another user, in a folder below
        os.environ[RUN_FOLDER] = str(folder)
        os.environ[GUARDIAN] = str(os.getpid())
        config.add_cleanup(lambda: clear_away(folder))


def in_memory() -> str | None:
    """Where files never reach a disk, if this machine has room for them there."""
    return MEMORY if os.path.isdir(MEMORY) and shutil.disk_usage(MEMORY).free > ROOM else None


def clear_away(folder: Path) -> None:
    PostgreSQL(folder / "postgresql").stop()
    shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test is marked by the folder it is in."""
    for item in items:
        suite = item.path.relative_to(REPOSITORY / "tests").parts[0]
        if suite in SUITES:
            item.add_marker(suite)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Integration tests run on both databases, the others on SQLite. A test may choose with `parametrize`, or say
    `pytest.mark.one_database`: it is about words and forms, and every statement of it is sent to both databases by
    another test."""
    chosen = any("database" in str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize"))
    if "database" in metafunc.fixturenames and not chosen:
        both = metafunc.definition.path.is_relative_to(
            REPOSITORY / "tests" / "integration"
        ) and not metafunc.definition.get_closest_marker("one_database")
        metafunc.parametrize("database", KINDS if both else KINDS[:1], indirect=True)


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """No test reaches the network."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not is_loopback(str(address[0])):
            raise RuntimeError(f"a test wanted to reach {address}")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses_made_once() -> Iterator[None]:
    """Each test has an application of its own, and every one has the same routes: what Werkzeug compiles of a route is
    kept for the next."""
    compile_rule, kept = Rule.compile, {}

    def compiled(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, tuple((rule.defaults or {}).items()))
        if key not in kept:
            compile_rule(rule)
            kept[key] = rule
            return
        first = kept[key]
        rule._parts, rule._trace, rule._converters = first._parts, first._trace, first._converters
        rule.arguments |= first._converters.keys()
        rule._build = first._build.__func__.__get__(rule)  # type: ignore[attr-defined]
        rule._build_unknown = first._build_unknown.__func__.__get__(rule)  # type: ignore[attr-defined]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", compiled)
        yield


# the database


@dataclass(frozen=True)
class Database:
    """One test's own database and key store, with the settings that lead to them."""

    kind: str
    settings: Settings


@pytest.fixture(scope="session")
def run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


@pytest.fixture
def beginning() -> Beginning | None:
    """What stands in the database before a test, beside the reference data. The conftest of a room may say."""
    return None


@pytest.fixture
def database(request: pytest.FixtureRequest, run_folder: Path, beginning: Beginning | None) -> Iterator[Database]:
    """A copy of the migrated database with its reference data, on the kind named by the parameter."""
    kind: str = request.param
    template = prepared_template(run_folder, kind, beginning)
    name = f"test_{uuid4().hex}"
    instance = run_folder / name
    shutil.copytree(template, instance)
    if kind == "sqlite":
        yield Database(kind, settings_for(instance))
    else:
        server = PostgreSQL(run_folder / "postgresql")
        yield Database(kind, settings_for(instance, server.create(name, template_name(beginning))))
        server.drop(name)
    shutil.rmtree(instance)


def settings_for(instance: Path, database_url: str | None = None) -> Settings:
    chosen = {"database_url": database_url} if database_url else {}
    return Settings(instance_dir=instance, public_url="http://localhost", log_level="WARNING", **chosen)


def template_name(beginning: Beginning | None) -> str:
    return f"{TEMPLATE}_{beginning.name}" if beginning else TEMPLATE


def prepared_template(run_folder: Path, kind: str, beginning: Beginning | None = None) -> Path:
    """The instance folder that each test copies. The first process that needs it builds it; the others wait."""
    name = f"{kind}-{template_name(beginning)}"
    template, outcome = run_folder / name, run_folder / f"{name}.outcome"
    with (run_folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not outcome.exists():
            outcome.write_text("failed")
            if beginning:
                build_beginning(run_folder, template, kind, beginning)
            else:
                build_template(run_folder, template, kind)
            outcome.write_text("built")
    if outcome.read_text() == "failed":
        pytest.fail(f"The {kind} database could not be built: see the first failure.", pytrace=False)
    return template


def build_template(run_folder: Path, template: Path, kind: str) -> None:
    import flask_migrate

    from app import create_app
    from app.features.partnership.interface import every_area_uid, load_reference
    from app.features.risk.interface import load_models
    from app.platform.access import acting_as, system_actor
    from app.platform.database import db
    from tests.keys import make_root_key

    database_url = None
    if kind == "postgresql":
        server = PostgreSQL(run_folder / "postgresql")
        server.start(int(os.environ[GUARDIAN]))
        server.make_roles()
        database_url = server.create(TEMPLATE)
    settings = settings_for(template, database_url)
    make_root_key(settings)
    app = create_app(settings)
    try:
        with app.app_context():
            flask_migrate.upgrade(directory=str(REPOSITORY / "migrations"))
            load_reference()
            db.session.commit()
            with acting_as(system_actor("load-reference", every_area_uid())) as actor:
                load_models(actor=actor)
                db.session.commit()
    finally:
        close(app)


def build_beginning(run_folder: Path, template: Path, kind: str, beginning: Beginning) -> None:
    from app import create_app

    shutil.copytree(prepared_template(run_folder, kind), template)
    server = PostgreSQL(run_folder / "postgresql")
    url = server.create(template_name(beginning), TEMPLATE) if kind == "postgresql" else None
    app = create_app(settings_for(template, url))
    try:
        with app.app_context(), time_machine.travel(beginning.at, tick=False):
            keep(template, beginning.build())
    finally:
        close(app)


def close(app: Flask) -> None:
    """Give back every connection, so that files can be copied and databases dropped."""
    from app.platform.database import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
        app.extensions["vault"].store.engine.dispose()


# the application


@pytest.fixture
def settings(database: Database) -> Settings:
    return database.settings


@pytest.fixture
def app(settings: Settings, run_folder: Path) -> Iterator[Flask]:
    from app import create_app

    application = create_app(settings)
    application.testing = True
    share_compiled(application, run_folder)
    yield application
    close(application)


_first_engines: dict[str, Engine] = {}


def share_compiled(app: Flask, run_folder: Path) -> None:
    """What was compiled for one application serves the others: templates in a run, and SQLAlchemy's statements in a
    process."""
    from app.platform.database import db

    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(run_folder))
    with app.app_context():
        engine = db.engine
    if engine.dialect.name not in _first_engines:
        engine.connect().close()  # a dialect knows its database from the first connection on
    first = _first_engines.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application with its context entered, for commands and queries without a request."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def pages(client: FlaskClient) -> Pages:
    return Pages(client)


# time and mail


class Clock:
    """Sets the time of the whole process. It stands still once set."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._travel: time_machine.Traveller | None = None

    def set(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("moment must carry its offset")
        if self._travel is None:
            self._travel = self._stack.enter_context(time_machine.travel(moment, tick=False))
        else:
            self._travel.move_to(moment)

    def advance(self, **by: float) -> None:
        """`clock.advance(days=1)`: as `timedelta` takes them."""
        from app.kernel.clock import now

        self.set(now() + timedelta(**by))


@pytest.fixture
def clock() -> Iterator[Clock]:
    with contextlib.ExitStack() as stack:
        yield Clock(stack)


class Mailbox:
    """The mails that were sent, oldest first. `deliver` does what the worker would do now."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self._app = app
        self._folder = folder

    @property
    def mails(self) -> list[EmailMessage]:
        files = sorted(self._folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def deliver(self) -> int:
        """Send what waits in the outbox. Returns how many mails went."""
        from app.features.partnership.interface import every_area_uid
        from app.platform.access import bind_actor, system_actor
        from app.platform.mail import send_waiting

        with self._app.app_context():
            bind_actor(system_actor("mail-send", every_area_uid()))
            return send_waiting()

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if address in str(mail["To"])]


@pytest.fixture
def mailbox(app: Flask, settings: Settings) -> Mailbox:
    return Mailbox(app, settings.mail_dir)
