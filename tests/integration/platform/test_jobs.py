"""Jobs: each due run happens once, together with its note, or not at all."""

import threading
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.clock import LONDON, at
from app.platform.database import db
from app.platform.jobs import Job, JobRun, run_once
from app.platform.jobs.ledger import last_due
from app.platform.jobs.worker import leadership, run_due
from tests.conftest import Database

MORNING = datetime(2026, 11, 2, 9, 30, tzinfo=LONDON)


def due(job: Job, moment: datetime) -> str:
    return last_due(job, moment).astimezone(LONDON).strftime("%d %H:%M")


def test_when_a_job_was_last_due() -> None:
    daily = Job("daily", lambda: None, at=time(7))
    assert due(daily, MORNING) == "02 07:00"
    assert due(daily, MORNING.replace(hour=6)) == "01 07:00"
    often = Job("often", lambda: None, every=timedelta(minutes=5))
    assert due(often, MORNING.replace(minute=33)) == "02 09:30"


def test_the_clock_going_back_does_not_run_a_day_twice() -> None:
    daily = Job("daily", lambda: None, at=time(1, 30))
    before, after = datetime(2026, 10, 25, 1, 45, tzinfo=LONDON), datetime(2026, 10, 25, 1, 45, fold=1, tzinfo=LONDON)
    assert last_due(daily, before) == last_due(daily, after)


def test_a_job_runs_once_for_each_time_it_is_due(context: Flask) -> None:
    ran: list[int] = []
    job = Job("count", lambda: ran.append(1), at=time(7))
    with at(MORNING):
        assert run_once(job)
        assert not run_once(job)
    with at(MORNING + timedelta(days=1)):
        assert run_once(job)
    assert len(ran) == 2
    assert len(db.session.scalars(select(JobRun)).all()) == 2


def test_a_failed_job_is_not_noted_and_runs_again(context: Flask) -> None:
    tries: list[int] = []

    def fail_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("killed")

    job = Job("fails", fail_once, at=time(7))
    with at(MORNING):
        with pytest.raises(OSError, match="killed"):
            run_once(job)
        assert run_once(job)
    assert len(tries) == 2


def test_what_was_due_while_everything_was_down_is_done_once(context: Flask) -> None:
    ran: list[int] = []
    job = Job("late", lambda: ran.append(1), at=time(7))
    with at(MORNING):
        run_once(job)
    with at(MORNING + timedelta(days=5)):
        assert run_once(job)
        assert not run_once(job)
    assert len(ran) == 2


def test_every_declared_job_runs(app: Flask) -> None:
    from app.features.partnership.interface import every_area_uid
    from app.platform.jobs import jobs

    with app.app_context():
        ran = run_due(app, every_area_uid)
    assert ran == [job.name for job in jobs()]


def test_a_second_worker_waits_for_the_first(database: Database, app: Flask) -> None:
    lock = database.settings.instance_dir / "worker.lock"
    told = threading.Event()
    told.set()
    with app.app_context():
        with leadership(db.engine, lock, threading.Event()) as first:
            assert first
            with leadership(db.engine, lock, told) as second:
                assert not second
        with leadership(db.engine, lock, threading.Event()) as after:
            assert after
