"""What happens in the demonstration year, worked out from a seed: the same seed gives the same year. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from app.features.demonstration.year import calendar
from app.features.demonstration.year.courses import course, scores
from app.features.demonstration.year.people import people
from app.features.demonstration.year.shapes import Runs, Year

SHARE_OPEN, SHARE_ALONE = 0.2, 0.6
"""Of all sessions: those that count contacts, and those with one person. Groups have the rest."""


def plan(runs: Sequence[Runs], *, begins: date, seed: int, persons: int, sessions: int, contacts: int) -> Year:
    """`begins`: the first of 365 days."""
    rng = Random(seed)  # noqa: S311 - a seed is wanted: the same year again
    found = people(persons, begins, rng)
    named = [one for one in runs if one.way in ("ONE", "GROUP")]
    courses = [course(number, found, named, begins, rng) for number in range(persons * 5 // 4)]
    met = calendar.of_contacts(runs, begins, int(sessions * SHARE_OPEN), contacts, rng)
    alone = calendar.with_one(named, courses, begins, int(sessions * SHARE_ALONE), rng)
    held = calendar.of_groups(runs, courses, begins, sessions - len(met) - len(alone), rng)
    for one in courses:
        one.scores = scores(one, rng)
    return Year(
        begins,
        found,
        courses,
        sorted([*held, *met, *alone], key=lambda one: (one.on, one.intervention, one.mode)),
        [
            (one.code, begins + timedelta(days=30 * month), rng.randrange(200, 2000))
            for one in runs
            if one.way == "CAMPAIGN"
            for month in range(12)
        ],
        [
            (one.code, begins + timedelta(days=30 * m + 2), rng.randrange(40_000, 400_000))
            for one in runs
            for m in range(12)
        ],
        [
            (one.code, begins + timedelta(days=91 * m + 5), rng.randrange(10_000, 90_000))
            for one in named
            for m in range(4)
        ],
    )
