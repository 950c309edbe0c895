"""The month the browser walks through: the demonstration's own, loaded once per run and copied for each module."""

import fcntl
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.conftest import close, prepared_template, settings_for, share_compiled

MOMENT = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
"""The morning of the second meeting: the first is minuted, its actions are under way, the next can be opened."""


def prepared_month(run_folder: Path) -> Path:
    """The instance folder that holds the month at MOMENT."""

    def load(app: Flask) -> None:
        from app.features.demonstration.commands import load_demonstration
        from app.features.demonstration.month import OWN

        with app.app_context():
            load_demonstration(folder=OWN)

    return prepared(run_folder, "month", prepared_template(run_folder, "sqlite"), load)


def prepared(run_folder: Path, name: str, beginning: Path, build: Callable[[Flask], None]) -> Path:
    """The instance folder of that name: a copy of `beginning` with what `build` adds. The first process that needs it
    builds it; the others wait."""
    from app import create_app

    folder, outcome = run_folder / name, run_folder / f"{name}.outcome"
    with alone(run_folder, name):
        if not outcome.exists():
            outcome.write_text("failed")
            shutil.copytree(beginning, folder)
            app = create_app(settings_for(folder))
            share_compiled(app, run_folder)
            try:
                build(app)
            finally:
                close(app)
            outcome.write_text("built")
    if outcome.read_text() == "failed":
        pytest.fail("The demonstration could not be loaded: see the first failure.", pytrace=False)
    return folder


@contextmanager
def alone(run_folder: Path, name: str) -> Iterator[None]:
    """No other process of this run does what has this name meanwhile."""
    with (run_folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def opened(run_folder: Path, folder: Path, month: Path | None = None) -> Iterator[Flask]:
    """The application on a copy of its own, in `folder`, of the month or of what was prepared from it."""
    from app import create_app

    shutil.copytree(month or prepared_month(run_folder), folder)
    app = create_app(settings_for(folder))
    share_compiled(app, run_folder)
    try:
        yield app
    finally:
        close(app)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the application answers, over HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)  # the browser keeps idle connections open
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
