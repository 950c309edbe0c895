"""Processes that are killed while people write: what a page said was saved is there once, and nothing is half there."""

import contextlib
import random
import signal
import threading
from collections import Counter

from flask import Flask
from sqlalchemy import select

from app.features.accounts.interface import start_session
from app.features.actions.models import ActionUpdate
from app.platform import audit
from app.platform.access import acting_as
from app.platform.database import db
from config import Settings
from tests.factories.accounts import the_system
from tests.factories.actions import make_action
from tests.factories.cases import let_know
from tests.integration.actions.conftest import Group
from tests.integration.actions.updating import write
from tests.processes import Process

ROUNDS, AT_ONCE, MOST_NOTES = 2, 2, 30


def test_no_note_that_was_acknowledged_is_lost_or_doubled(app: Flask, settings: Settings, group: Group) -> None:
    with app.app_context():
        let_know(group.case, group.owner.agency_uid or "")
        uids = [make_action(group.coordinator, group.owner, case=group.case, text=text).uid for text in ("Ring", "Go")]
        sessions = [start_session(user) for user in (group.owner, group.coordinator)]
    said: list[str] = []
    for turn in range(ROUNDS):
        writers = []
        for place, session in enumerate(sessions[:AT_ONCE]):
            prefix = f"{turn}.{place}"
            process = Process(app, write, settings, session, prefix, uids)
            writers.append(threading.Thread(target=_hear, args=(process, said, random.Random(prefix))))
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert len(said) > ROUNDS * AT_ONCE
    with app.app_context(), acting_as(the_system()):
        rows = db.session.scalars(select(ActionUpdate).where(ActionUpdate.step == "NOTE")).all()
        kept = Counter(row.text for row in rows)
        assert set(said) <= kept.keys(), "lost"
        assert max(kept.values()) == 1, "doubled"
        assert len(kept) <= len(said) + ROUNDS * AT_ONCE, "at most the one that was being written when it was killed"
        assert audit.verify().findings == []


def _hear(process: Process, said: list[str], draw: random.Random) -> None:
    """Until it was told of a random number of notes; then the writer is killed in the midst of the next."""
    last, heard = draw.randrange(1, MOST_NOTES), 0
    with contextlib.suppress(EOFError):
        while True:
            said.append(process.heard.recv())
            heard += 1
            if heard == last:
                threading.Event().wait(draw.random() / 20)
                process.kill()
    assert process.wait() == -signal.SIGKILL
