"""Four processes write while four search: whatever was committed before a search began is found by it, whichever
process wrote it."""

import multiprocessing
import random
import string
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from app import create_app
from app.features.subjects.interface import add_to_subject
from app.features.subjects.models import Person
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.platform.identity import identity_service
from config import Settings
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import make_case
from tests.pages import Pages

EACH = 4
SECONDS = 4.0
LATEST = 3
"""Of what each writer committed last, how many are looked for: what was committed long ago is found easily."""
LOOKS = 6
"""What each searcher looks for at least, at what each writer wrote in turn."""
BETWEEN = 0.1
"""Seconds that people take over what they write, at least."""

processes = multiprocessing.get_context("fork")


def test_no_search_misses_what_was_committed_before_it_began(settings: Settings, tmp_path: Path) -> None:
    together = processes.Barrier(2 * EACH)
    running = [
        processes.Process(target=work, args=(settings, together, tmp_path, number))
        for work in (write, search)
        for number in range(EACH)
    ]
    for one in running:
        one.start()
    for one in running:
        one.join(timeout=60)
    assert [one.exitcode for one in running] == [0] * len(running)
    written = [names_in(tmp_path / f"written-{number}") for number in range(EACH)]
    found, missed = (
        [name for number in range(EACH) for name in names_in(tmp_path / f"{what}-{number}")]
        for what in ("found", "missed")
    )
    assert missed == []
    assert all(len(names) >= LATEST for names in written), [len(names) for names in written]
    assert len(found) >= EACH * LOOKS
    for names in written:
        assert set(names) & set(found), "somebody looked for what each of them wrote"


def write(settings: Settings, together: Barrier, folder: Path, number: int) -> None:
    """People who come with a case, and every other one is told of under another name later. Each name is written down
    once the commit has returned."""
    app = create_app(settings)
    chance = random.Random(number)
    with app.app_context(), (folder / f"written-{number}").open("w") as said:
        agency_uid = make_agency()
        together.wait(timeout=40)
        until = time.monotonic() + SECONDS
        turns = 0
        while time.monotonic() < until or turns < LATEST:  # SQLite gives nobody their turn
            turns += 1
            family, alias = (new_name(chance) for _each in range(2))
            case = make_case(agency_uid=agency_uid, family_name=family)
            say(said, family)
            if chance.random() < 0.5:
                with acting_as(the_system()) as actor:
                    person = db.session.get_one(Person, case.subject_uid)
                    told = {"aliases": [{"name": alias, "type": "STREET"}]}
                    add_to_subject(
                        actor=actor, subject=person, answers=told, agency_uid=agency_uid, source_uid=None, on=today()
                    )
                    db.session.commit()
                say(said, alias)
            time.sleep(BETWEEN)


def search(settings: Settings, together: Barrier, folder: Path, number: int) -> None:
    """A coordinator who looks for what was written down before, on the page, in a process with an index of its own."""
    app = create_app(settings)
    with app.app_context():
        user = make_user(Role.COORD, email=f"searcher{number}@example.org")
        identity_service().start()
        assert identity_service().ready(wait=30)
    pages = Pages(app.test_client()).sign_in(user)
    form = pages.get("/cases/search").form_data("Search")
    chance = random.Random(number)
    with (folder / f"found-{number}").open("w") as found, (folder / f"missed-{number}").open("w") as missed:
        together.wait(timeout=40)
        until = time.monotonic() + SECONDS
        looks = 0
        while time.monotonic() < until or looks < LOOKS:
            committed = names_in(folder / f"written-{(number + looks) % EACH}")[-LATEST:]
            if committed:
                name = chance.choice(committed)
                page = pages.post("/cases/search/results", form | {"words": name})
                seen = name in page.soup.get_text() or "Another name they are known by" in page.soup.get_text()
                say(found if seen else missed, name)
                looks += 1


def new_name(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=9)).capitalize()


def say(file: Any, name: str) -> None:
    file.write(f"{name}\n")
    file.flush()


def names_in(file: Path) -> list[str]:
    """Whole lines: another process may be in the midst of one."""
    return file.read_text().split("\n")[:-1] if file.exists() else []
