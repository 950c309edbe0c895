"""A worker of its own that reminds and sends, and is killed by itself at a random moment."""

import os
import random
import signal
from collections.abc import Callable
from datetime import datetime
from typing import Any

from app import create_app
from app.features.reminders import jobs
from app.features.reminders.jobs import remind
from app.kernel.clock import at
from app.platform import audit
from app.platform.access import bind_actor
from app.platform.database import db
from app.platform.mail import FileSender, outbox, send_waiting
from config import Settings
from tests.factories.accounts import the_system

MOMENTS = 16


def dies_after(left: list[int], do: Callable[..., Any]) -> Callable[..., Any]:
    """As `do`, and the process is gone when its turn has come: before it, or after it."""

    def die() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def done(*args: Any, **more: Any) -> Any:
        die()
        answer = do(*args, **more)
        die()
        return answer

    return done


def work(_say: Callable[[str], None], settings: Settings, moment: datetime, seed: int) -> None:
    """The moment is drawn from the seed: before or after a person was looked after, a mail claimed, sent or noted."""
    left = [random.Random(seed).randrange(1, MOMENTS)]
    for place, name in (
        (FileSender, "send"),
        (jobs, "post"),
        (audit, "record"),
        (outbox, "_lease"),
        (db.session, "commit"),
    ):
        setattr(place, name, dies_after(left, getattr(place, name)))
    with at(moment), create_app(settings).app_context():
        bind_actor(the_system())
        remind()
        db.session.rollback()
        send_waiting()
