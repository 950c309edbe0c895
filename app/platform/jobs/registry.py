"""Which jobs there are. A room declares its own in `jobs.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True)
class Job:
    """Something due every `every`, or each day at `at` (England)."""

    name: str
    work: Callable[[], object]
    every: timedelta | None = None
    at: time | None = None
    commits_itself: bool = False
    """Its work is many short transactions: the run is noted first, and what is left is found by the next run."""


_jobs: dict[str, Job] = {}


def job(
    name: str, *, every: timedelta | None = None, at: time | None = None, commits_itself: bool = False
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Declare a job. Its work runs as the system, in one transaction together with the note that it ran, unless
    `commits_itself`."""
    if (every is None) == (at is None):
        raise ValueError("a job is due either every so often or at a time of day")

    def declare(work: Callable[[], object]) -> Callable[[], object]:
        _jobs[name] = Job(name, work, every, at, commits_itself)
        return work

    return declare


def jobs() -> list[Job]:
    return [_jobs[name] for name in sorted(_jobs)]
