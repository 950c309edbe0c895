"""The month the browser walks through: the demonstration's own, loaded once per run and copied for each module."""

import fcntl
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.conftest import close, prepared_template, settings_for

MOMENT = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
"""The morning of the second meeting: the first is minuted, its actions are under way, the next can be opened."""


def prepared_month(run_folder: Path) -> Path:
    """The instance folder that holds the month at MOMENT. The first process that needs it loads it."""
    folder, outcome = run_folder / "month", run_folder / "month.outcome"
    with (run_folder / "month.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not outcome.exists():
            outcome.write_text("failed")
            shutil.copytree(prepared_template(run_folder, "sqlite"), folder)
            _load(folder)
            outcome.write_text("loaded")
    if outcome.read_text() == "failed":
        pytest.fail("The demonstration could not be loaded: see the first failure.", pytrace=False)
    return folder


def _load(folder: Path) -> None:
    from app import create_app
    from app.features.demonstration.commands import load_demonstration
    from app.features.demonstration.month import OWN

    app = create_app(settings_for(folder))
    try:
        with app.app_context():
            load_demonstration(folder=OWN)
    finally:
        close(app)


@contextmanager
def opened(run_folder: Path, folder: Path) -> Iterator[Flask]:
    """The application on a copy of the month of its own."""
    from app import create_app

    shutil.copytree(prepared_month(run_folder), folder)
    app = create_app(settings_for(folder))
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
