"""A worker of its own that reminds and sends, and is killed by itself at a random moment.

    python -m tests.integration.reminders.interrupted <seed> <moment>

It draws the moment from the seed: before or after a person was looked after, a mail was claimed, sent or noted.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from app import create_app
from app.features.reminders import jobs
from app.features.reminders.jobs import remind
from app.kernel.clock import at
from app.platform.access import bind_actor
from app.platform.database import db
from app.platform.mail import FileSender, outbox, send_waiting
from tests.factories.accounts import the_system

MOMENTS = 16


def dies_after(left: list[int], do: Callable[..., Any]) -> Callable[..., Any]:
    """As `do`, and the process is gone when its turn has come: before it, or after it."""

    def done(*args: Any, **more: Any) -> Any:
        for after in (False, True):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            if not after:
                answer = do(*args, **more)
        return answer

    return done


if __name__ == "__main__":
    left = [random.Random(int(sys.argv[1])).randrange(1, MOMENTS)]
    FileSender.send = dies_after(left, FileSender.send)  # type: ignore[method-assign]
    jobs.post = dies_after(left, jobs.post)
    jobs.audit.record = dies_after(left, jobs.audit.record)
    outbox._lease = dies_after(left, outbox._lease)
    outbox.db.session.commit = dies_after(left, outbox.db.session.commit)
    with at(datetime.fromisoformat(sys.argv[2])), create_app().app_context():
        bind_actor(the_system())
        remind()
        db.session.rollback()
        send_waiting()
    sys.stdout.write("finished\n")
