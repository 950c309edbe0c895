"""The one worker process. A second one waits and takes over when the first is gone."""

import fcntl
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy import Engine, insert, select, text, update

from app.kernel.clock import now
from app.platform.access import bind_actor, system_actor
from app.platform.database.base import db
from app.platform.jobs.ledger import WorkerHeartbeat, run_once
from app.platform.jobs.registry import Job, jobs

log = structlog.get_logger(__name__)

LEADER_LOCK = 7_316_202_611
LOOK_EVERY_SECONDS = 5
HEARTBEAT_SECONDS = 10


def run_worker(app: Flask, *, lock_file: Path, every_area: Callable[[], frozenset[str]]) -> None:
    """Lead, schedule, and run jobs until told to stop (SIGINT or SIGTERM)."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with app.app_context():
        engine = db.engine
    with leadership(engine, lock_file, stop) as leads:
        if not leads:
            return
        log.info("worker.leads")
        scheduler = BackgroundScheduler(timezone="Europe/London")
        scheduler.add_job(lambda: _beat(app), "interval", seconds=HEARTBEAT_SECONDS, id="heartbeat", max_instances=1)
        scheduler.add_job(
            lambda: run_due(app, every_area),
            "interval",
            seconds=LOOK_EVERY_SECONDS,
            id="due",
            max_instances=1,
            coalesce=True,
        )
        _beat(app)
        scheduler.start()
        stop.wait()
        scheduler.shutdown(wait=True)
        log.info("worker.stopped")


def run_due(app: Flask, every_area: Callable[[], frozenset[str]]) -> list[str]:
    """Run every job that is due and not done. Returns which ran; one that fails does not stop the rest."""
    ran = []
    for job in jobs():
        with app.app_context():
            if _run(job, every_area):
                ran.append(job.name)
    return ran


def _run(job: Job, every_area: Callable[[], frozenset[str]]) -> bool:
    try:
        bind_actor(system_actor(job.name, every_area()))
        return run_once(job)
    except Exception as problem:  # noqa: BLE001 - one job must not stop the others
        db.session.rollback()
        log.error("job.failed", job=job.name, problem=type(problem).__name__)
        return False
    finally:
        db.session.remove()


def _beat(app: Flask) -> None:
    with app.app_context():
        beat = update(WorkerHeartbeat).values(at=now())
        if db.session.execute(beat).rowcount == 0:  # type: ignore[attr-defined]
            db.session.execute(insert(WorkerHeartbeat).values(id=1, at=now()))
        db.session.commit()
        db.session.remove()


def last_heartbeat() -> WorkerHeartbeat | None:
    return db.session.scalar(select(WorkerHeartbeat))


@contextmanager
def leadership(engine: Engine, lock_file: Path, stop: threading.Event) -> Iterator[bool]:
    """Wait for the lead. Gives False when told to stop before it came."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEADER_LOCK}):
                if stop.wait(LOOK_EVERY_SECONDS):
                    yield False
                    return
            try:
                yield True
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LEADER_LOCK})
    else:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        with open(lock_file, "w", encoding="ascii") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if stop.wait(LOOK_EVERY_SECONDS):
                        yield False
                        return
            yield True
