"""The mail of the day, as the worker sends it."""

from typing import cast

from flask import Flask

from app.features.reminders.jobs import JOB, remind
from app.platform.access import bind_actor
from app.platform.database import db
from tests.factories.accounts import the_system

__all__ = ["JOB", "remind_everybody"]


def remind_everybody(app: Flask) -> int:
    """What the worker does every five minutes, past the ledger. Returns how many mails were put out."""
    with app.app_context():
        bind_actor(the_system())
        put_out = remind()
        db.session.remove()
    return cast(int, put_out)
