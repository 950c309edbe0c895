"""Two police lists of the project's own, a month apart: some rows of the first accepted, those of the second waiting.

They are loaded in the day before today, whatever day it is, so that their rows are not forgotten yet.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.features.demonstration.cast import Cast
from app.features.demonstration.month import OWN
from app.features.demonstration.replay import Step
from app.features.police_list import interface as police_list
from app.kernel.clock import local
from app.platform.access import Actor, Role

FIRST, SECOND = "police-list-before.csv", "police-list.csv"
HOLDS_FOR = timedelta(days=90)
ACCEPTED = 3
"""Rows of the first list that are accepted: the first ones that can be."""


def steps(cast: Cast, now: datetime) -> Iterator[Step]:
    officer = cast.first(Role.EIT)
    for name, loaded, taken in ((FIRST, 40, timedelta(days=35)), (SECOND, 20, timedelta(days=2))):
        yield Step(now - timedelta(hours=loaded), officer, _load(name, now - taken))
        if name == FIRST:
            yield Step(now - timedelta(hours=loaded - 1), cast.coordinator, _accept)


def _load(name: str, taken: datetime) -> Callable[[Actor], None]:
    day = local(taken).date()
    words = {"{taken}": f"{day.isoformat()}T05:30:00Z", "{expires}": (day + HOLDS_FOR).isoformat()}

    def load(actor: Actor) -> None:
        text = (OWN / name).read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(word, value)
        data = text.encode()
        police_list.load_list(actor, *police_list.reader(actor)(data))

    return load


def _accept(actor: Actor) -> None:
    """As whom the group holds when that is plain, or as somebody new."""
    extract = police_list.list_extracts(actor)[0]
    for row in police_list.list_rows(actor, extract, "ready", limit=ACCEPTED, offset=0):
        exact = [one.subject_uid for one in police_list.people_like(actor, row) if one.exact and not one.sibling]
        police_list.accept_row(actor=actor, row=row, same_as=exact[0] if exact else None)
