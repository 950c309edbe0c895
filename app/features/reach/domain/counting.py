"""Counting a quarter and the year to date, per intervention and over all. Pure. PR-54.

A person is counted once for each intervention, and once over all, whatever they came to and how often.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.features.reach.domain.cells import ALL, QUARTER, TO_DATE
from app.features.reach.domain.facts import COMPLETED, ONE_TO_ONE, Course, Facts, Known, Seen, Spend
from app.features.reach.domain.periods import Quarter, Span

UNKNOWN = Known()
UNRECORDED = "left:unrecorded"
NOT_HELD = "left:not_held"
UNSAID = "left:unsaid"
"""Of the sessions and attendances left out of a count: not recorded, not held, nobody said whether it was."""


@dataclass
class Counted:
    """Figures and the cases behind them, each by intervention (or ALL), period and cell."""

    figures: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    people: dict[str, dict[str, dict[str, list[str]]]] = field(default_factory=dict)


class _Tray:
    """One intervention in one period."""

    def __init__(self) -> None:
        self.people: dict[str, dict[str, str]] = defaultdict(dict)
        """By cell: person to case."""
        self.sums: dict[str, int] = defaultdict(int)

    def put(self, cell: str, person: str, case: str) -> None:
        self.people[cell].setdefault(person, case)

    def figures(self) -> dict[str, int]:
        counts = {cell: len(found) for cell, found in self.people.items()} | self.sums
        return {cell: number for cell, number in counts.items() if number}


def count(facts: Facts, quarter: Quarter) -> Counted:
    """Everything counted. Cells that come to nothing are left out."""
    found = Counted()
    for period, span in ((QUARTER, quarter.span), (TO_DATE, quarter.to_date)):
        trays: dict[str, _Tray] = defaultdict(_Tray)
        _reached(facts, span, trays)
        _courses(facts, span, trays)
        _delivered(facts, span, trays)
        _contacts(facts, span, trays)
        for uid in facts.plans:
            trays[uid].sums["capacity"] += facts.plans[uid].capacity or 0
            _spent(trays, uid, facts.spend.get((uid, period), Spend()))
        for uid, tray in trays.items():
            found.figures.setdefault(uid, {})[period] = tray.figures()
            lists = {cell: sorted(cases.values()) for cell, cases in tray.people.items() if any(cases.values())}
            found.people.setdefault(uid, {})[period] = lists
    return found


def _reached(facts: Facts, span: Span, trays: dict[str, _Tray]) -> None:
    first: dict[tuple[str, str], Seen] = {}
    had: dict[tuple[str, str], int] = defaultdict(int, facts.before)
    for one in facts.seen:
        if one.on > span.until:
            continue
        had[one.intervention, one.person] += one.minutes
        if one.on < span.since:
            continue
        for uid in (one.intervention, ALL):
            trays[uid].put("one" if one.mode in ONE_TO_ONE else "group", one.person, one.case)
            trays[uid].sums["minutes"] += one.minutes
            key = (uid, one.person)
            if key not in first or one.on < first[key].on:
                first[key] = one
    for (uid, person), one in first.items():
        tray, known = trays[uid], facts.known.get(person, UNKNOWN)
        cells = ["people", f"age:{known.band(one.on)}", f"sex:{known.sex}", f"eth:{known.ethnic}"]
        if (year := known.school_year(one.on)) is not None:
            cells.append(f"year:{year}")
        if uid != ALL:
            planned = facts.plans[uid].minutes if uid in facts.plans else None
            cells.append(f"dose:{dosage(had[uid, person], planned)}")
        for cell in cells:
            tray.put(cell, person, one.case)


def dosage(minutes: int, planned: int | None) -> str:
    """The band of what somebody had, of what is planned for them (6.3)."""
    if not planned:
        return "NK"
    share = minutes * 100 // planned
    return next((code for top, code in ((25, "U25"), (50, "25"), (80, "50")) if share < top), "80")


def _courses(facts: Facts, span: Span, trays: dict[str, _Tray]) -> None:
    for one in facts.courses:
        for uid in (one.intervention, ALL):
            for cell in _cells_of(one, span):
                trays[uid].put(cell, _once(one, cell), one.case)
            if span.holds(one.started_on) and one.started_on and one.referred_on:
                trays[uid].sums["waited"] += (one.started_on - one.referred_on).days


def _once(one: Course, cell: str) -> str:
    """Courses are counted, not people: somebody who completes twice completed twice. Whoever waits twice waits once."""
    return one.person if cell == "waiting" else f"{one.person} {one.intervention} {one.referred_on} {one.ended_on}"


def _cells_of(one: Course, span: Span) -> Iterable[str]:
    if span.holds(one.started_on):
        yield "started"
    if one.started_on is not None and span.holds(one.ended_on):
        yield "ended"
        yield "completed" if one.end_reason in COMPLETED else "left"
        if one.measured:
            yield "measured"
    if is_waiting(one, span):
        yield "waiting"


def is_waiting(one: Course, span: Span) -> bool:
    """Whether somebody was referred and had not begun by the last day of a span."""
    over = (one.declined_on, one.started_on, one.ended_on)
    return (
        one.referred_on is not None
        and one.referred_on <= span.until
        and all(day is None or day > span.until for day in over)
    )


def _delivered(facts: Facts, span: Span, trays: dict[str, _Tray]) -> None:
    for one in facts.held:
        if not span.holds(one.on):
            continue
        for uid in (one.intervention, ALL):
            sums = trays[uid].sums
            sums["planned"] += 1
            sums[{True: "held", False: NOT_HELD, None: UNSAID}[one.happened]] += 1
            sums[UNRECORDED] += one.unrecorded
    for other in facts.others:
        if span.holds(other.on):
            for uid in (other.intervention, ALL):
                trays[uid].put("parents", other.participant, "")


def _contacts(facts: Facts, span: Span, trays: dict[str, _Tray]) -> None:
    for one in facts.tallies:
        if not span.holds(one.on):
            continue
        plan = facts.plans.get(one.intervention)
        for uid in (one.intervention, ALL):
            sums = trays[uid].sums
            if plan is not None and plan.campaign:
                sums["impressions"] += one.people
                continue
            sums["contacts"] += one.people
            sums[f"con:{one.band}"] += one.people
            sums["conversations"] += one.conversations
            if plan is not None and plan.workforce:
                sums["professionals"] += one.people


def _spent(trays: dict[str, _Tray], uid: str, spend: Spend) -> None:
    for one in (uid, ALL):
        sums = trays[one].sums
        sums["spend_ho"] += spend.home_office
        sums["spend_match"] += spend.match
        sums["spend_other"] += spend.other
