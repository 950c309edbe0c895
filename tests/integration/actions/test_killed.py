"""Processes that are killed while people write: what a page said was saved is there once, and nothing is half there."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

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
from tests.integration.actions.conftest import THURSDAY, Group

REPOSITORY = Path(__file__).resolve().parents[3]
ROUNDS, AT_ONCE, MOST_NOTES = 2, 2, 60


def test_no_note_that_was_acknowledged_is_lost_or_doubled(app: Flask, settings: Settings, group: Group) -> None:
    with app.app_context():
        let_know(group.case, group.owner.agency_uid or "")
        uids = [make_action(group.coordinator, group.owner, case=group.case, text=text).uid for text in ("Ring", "Go")]
        sessions = [start_session(user) for user in (group.owner, group.coordinator)]
    said: list[str] = []
    for turn in range(ROUNDS):
        writers = [
            threading.Thread(target=_write, args=(settings, said, session, f"{turn}.{place}", uids))
            for place, session in enumerate(sessions[:AT_ONCE])
        ]
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


def _write(settings: Settings, said: list[str], session: str, prefix: str, uids: list[str]) -> None:
    """Until it was told of a random number of notes; then the writer is killed in the midst of the next."""
    known = settings.model_dump(mode="json", exclude_unset=True)
    environment = os.environ | {name.upper(): str(value) for name, value in known.items() if value is not None}
    command = [sys.executable, "-m", "tests.integration.actions.updating", session, THURSDAY.isoformat(), prefix, *uids]
    draw = random.Random(prefix)
    last = draw.randrange(1, MOST_NOTES)
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for number, line in enumerate(writer.stdout, 1):
            said.append(line.strip())
            if number == last:
                threading.Event().wait(draw.random() / 20)
                writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL
