"""The ledger: each run is noted with the moment it was due, in the transaction of its effect, so it happens once."""

from datetime import datetime, timedelta

from sqlalchemy import SmallInteger, String, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.clock import LONDON, local, now
from app.platform.database.base import Base, db
from app.platform.jobs.registry import Job


class JobRun(Base):
    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]


class WorkerHeartbeat(Base):
    """When the worker was last seen. One row."""

    __tablename__ = "worker_heartbeat"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]


def last_due(job: Job, moment: datetime) -> datetime:
    """The latest moment at or before `moment` at which `job` was due."""
    if job.at is not None:
        here = local(moment)
        due = datetime.combine(here.date(), job.at, LONDON)
        if due > here:
            due = datetime.combine(here.date() - timedelta(days=1), job.at, LONDON)
        return due
    assert job.every is not None  # noqa: S101 - the registry sees to it
    seconds = int(job.every.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, LONDON)


def run_once(job: Job) -> bool:
    """Do what is due of `job`, unless it was done; commits. What was due while everything was down is done late, once.

    Returns whether it ran. The caller has bound the system actor.
    """
    due = last_due(job, now())
    done = db.session.scalar(select(func.max(JobRun.due_at)).where(JobRun.job == job.name))
    if done is not None and done >= due:
        db.session.rollback()
        return False
    try:
        db.session.execute(insert(JobRun).values(job=job.name, due_at=due, ran_at=now()))
        if job.commits_itself:
            db.session.commit()
        job.work()
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    except BaseException:
        db.session.rollback()
        raise
    return True
