"""Jobs: what the worker does by the clock, each run once."""

from app.platform.jobs.ledger import JobRun, WorkerHeartbeat, run_once
from app.platform.jobs.registry import Job, job, jobs

__all__ = ["Job", "JobRun", "WorkerHeartbeat", "job", "jobs", "run_once"]
