"""The sessions of the demonstration year: with one person, in groups, and with whoever is there. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from app.features.demonstration.year.people import Someone, weighted
from app.features.demonstration.year.shapes import DAYS, Came, Course, Held, Met, Runs

NOT_HELD = (("SERVICE", 4), ("VENUE", 1), ("WEATHER", 2), ("PERSON", 2), ("UNSAFE", 1))
CODES = (("P", 66), ("L", 7), ("PP", 4), ("V", 3), ("ABSENT", 10), ("CXP", 4), ("EXC", 3), ("NA_MISS", 1), (None, 2))
ATTENDED = {"P": 1.0, "L": 0.8, "PP": 0.5, "V": 1.0}
"""The share of the session that somebody had."""
BANDS = (("U10", 3), ("A10_14", 38), ("A15_17", 36), ("A18_24", 15), ("A25", 3), ("NOT_SAID", 5))
MET = (("NEW", 45), ("KNOWN", 40), ("NOT_SAID", 15))
SEEN_AS = (("M", 60), ("F", 34), ("NOT_SAID", 6))
GROUP_OF = 7


def _days_of(course: Course, begins: date) -> list[date]:
    """Two days a week between the first session and the last."""
    if course.started_on is None:
        return []
    until = course.ended_on or begins + timedelta(days=DAYS - 1)
    return [
        course.started_on + timedelta(days=day)
        for day in range((until - course.started_on).days + 1)
        if day % 7 in (0, 3)
    ]


def with_one(named: list[Runs], courses: list[Course], begins: date, wanted: int, rng: Random) -> list[Held]:
    """Each course of one person begins with its first session; the rest are drawn: as many as asked, or as fit."""
    alone = {one.code for one in named if one.way == "ONE"}
    mine = [one for one in courses if one.started_on and one.intervention in alone]
    slots = [(day, one) for one in mine for day in _days_of(one, begins) if day != one.started_on]
    drawn = [(one.started_on, one, True) for one in mine if one.started_on]
    more = max(0, min(wanted - len(drawn), len(slots)))
    drawn += [(day, one, False) for day, one in rng.sample(slots, more)]
    return [_session(one.intervention, day, [one], rng, alone=True, first=first) for day, one, first in drawn]


def of_groups(runs: Sequence[Runs], courses: list[Course], begins: date, wanted: int, rng: Random) -> list[Held]:
    """Groups meet through the year; whoever takes part then may come. The first day of everybody is a session of its
    own, so that each course has begun."""
    groups = [one for one in runs if one.way == "GROUP"]
    found: list[Held] = []
    taking: dict[str, list[Course]] = defaultdict(list)
    for one in courses:
        if one.started_on:
            taking[one.intervention].append(one)
    for group in groups:
        starts: dict[date, list[Course]] = defaultdict(list)
        for course in taking[group.code]:
            if course.started_on:
                starts[course.started_on].append(course)
        found += [_session(group.code, day, who, rng, first=True) for day, who in sorted(starts.items())]
    number = 0
    while groups and len(found) < wanted:
        group = groups[number % len(groups)]
        day = begins + timedelta(days=rng.randrange(DAYS))
        number += 1
        there = [c for c in taking[group.code] if c.started_on and c.started_on < day <= (c.ended_on or date.max)]
        who = rng.sample(there, min(len(there), rng.randrange(3, GROUP_OF + 4)))
        session = _session(group.code, day, who, rng)
        found.append(session)
        if group.parents and len(found) < wanted:
            session.twin = number
            found.append(_parents(session, who, rng))
    return found


def _parents(session: Held, who: list[Course], rng: Random) -> Held:
    came = [
        Came(one.number, code, _minutes(session.minutes, code), parent=True)
        for one in who
        if session.happened and (code := weighted((("P", 70), ("L", 10), ("DNA", 20)), rng))
    ]
    return Held(session.intervention, session.on, "GROUP", session.minutes, session.happened, session.reason, came,
                twin=session.twin)  # fmt: skip


def _session(code: str, day: date, who: list[Course], rng: Random, *, alone: bool = False, first: bool = False) -> Held:
    happened = True if first else weighted(((True, 92), (False, 7), (None, 1)), rng)
    mode, minutes = ("ONE", 60) if alone else ("GROUP", 90)
    one = Held(code, day, mode, minutes, happened)
    if happened is False:
        one.reason = weighted(NOT_HELD, rng)
    for course in who:
        attended = "P" if first else weighted(CODES, rng) if happened else None
        if attended == "ABSENT":
            attended = "WNB" if _is_child(course.person, day) else "DNA"
        one.came.append(Came(course.number, attended, _minutes(minutes, attended)))
    return one


def _minutes(minutes: int, code: str | None) -> int | None:
    return int(minutes * ATTENDED[code]) if code in ATTENDED else None


def _is_child(person: Someone, on: date) -> bool:
    return person.dob is None or (on - person.dob).days < 18 * 365.25


def of_contacts(runs: Sequence[Runs], begins: date, wanted: int, contacts: int, rng: Random) -> list[Held]:
    """Detached and universal work: as many contacts as asked, to the last one."""
    places = [one for one in runs if one.way == "OPEN"]
    if not places:
        return []
    cuts = sorted(rng.randrange(contacts + 1) for _one in range(wanted - 1))
    sizes = [after - before for before, after in zip([0, *cuts], [*cuts, contacts], strict=True)]
    found = []
    for number, size in enumerate(sizes):
        day = begins + timedelta(days=rng.randrange(DAYS))
        found.append(Held(places[number % len(places)].code, day, "DETACHED", 150, met=_met(size, rng)))
    return found


def _met(size: int, rng: Random) -> list[Met]:
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for _one in range(size):
        counts[weighted(BANDS, rng), weighted(SEEN_AS, rng), weighted(MET, rng)] += 1
    return [Met(*key, people=number, conversations=rng.randrange(number + 1)) for key, number in sorted(counts.items())]
