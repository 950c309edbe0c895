"""Doing what happened again: each step at its moment, as the person who did it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from app.kernel import clock
from app.kernel.days import day_words
from app.platform.access import Actor, acting_as
from app.platform.database import db

Say = Callable[[str], None]

_number = count()


@dataclass(order=True)
class Step:
    """Something `who` (a name) does at a moment. Steps of one moment keep the order in which they were made."""

    at: datetime
    who: str = field(compare=False)
    do: Callable[[Actor], None] = field(compare=False)
    number: int = field(default_factory=lambda: next(_number))


@dataclass
class Memory:
    """What came of the steps so far, by the record ids of the month's files."""

    actors: dict[str, Actor] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    """Name to uid."""
    agencies: dict[tuple[str, str], str] = field(default_factory=dict)
    """Type and name to uid."""
    notifications: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    """Record id of a notification to the uid of its case."""
    subjects: dict[str, str] = field(default_factory=dict)
    """Person of the month to the uid of the subject."""
    requests: dict[str, str] = field(default_factory=dict)
    """Record id of a return to the uid of what was asked."""
    meeting: str = ""
    items: dict[str, str] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    assurances: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Record id of an item to the uid of the link to an intervention made under it."""


def replay(steps: Iterable[Step], memory: Memory, until: datetime, say: Say = lambda _line: None) -> int:
    """Take every step that comes before `until`, oldest first; each is committed by itself. Returns how many.

    `say` is told whenever a week begins.
    """
    taken, week = 0, None
    for step in sorted(steps):
        if step.at > until:
            break
        day = clock.local(step.at).date()
        if week != (week := day - timedelta(days=day.weekday())):
            say(f"week of {day_words(week)}")
        with clock.at(step.at), acting_as(memory.actors[step.who]) as actor:
            step.do(actor)
            db.session.commit()
        taken += 1
    return taken
