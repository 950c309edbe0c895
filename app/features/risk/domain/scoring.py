"""What the model makes of what is known of a person: three axes, each by itself, never summed. Section 3.3.

Monotone: telling more never lowers a figure. What is graded as suspected false counts for nothing (PR-48). Protective
factors are no part of this: they stand beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from app.features.risk.domain.model import AXES, MOST, RECENCY, Model
from app.kernel.ages import months_after

GREEN, AMBER, RED = "GREEN", "AMBER", "RED"
BANDS = (GREEN, AMBER, RED)
CARRIER, EVENTS, AGENCIES, NEW_WEAPON = "CARRIER", "EVENTS", "AGENCIES", "NEW_WEAPON"
POSSESSION = "EV_WEAPON_POSS"
WEAPON = frozenset({POSSESSION, "EV_WEAPON_USE"})
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Fact:
    """A risk factor as somebody told it: code and grade, when it happened or was last seen, and the entry.

    `dated`: that day was told; otherwise it is the day of telling, and tells of no event of its own. `void`: axes on
    which it weighs nothing, because the allegation fell away (PR-32).
    """

    code: str
    grade: str
    on: date
    uid: str = ""
    dated: bool = True
    void: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Alarm:
    """A red-trigger event, on the axes it speaks of. `lasts`: it goes on until somebody tells of its end."""

    code: str
    axes: frozenset[str]
    on: date
    uid: str = ""
    lasts: bool = False


@dataclass(frozen=True)
class Known:
    """Everything a suggestion rests on. `violence`: days of violent events, whatever the part in them; `notified`: who
    notified the group when; `agencies`: how many told anything; `closed_on`: when an earlier case was closed."""

    facts: tuple[Fact, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    violence: tuple[date, ...] = ()
    notified: tuple[tuple[str, date], ...] = ()
    agencies: int = 0
    closed_on: date | None = None


@dataclass(frozen=True)
class Row:
    """One factor on one axis: weight × grade × recency × frequency. A background factor has no recency."""

    code: str
    kind: str
    weight: Decimal
    grade: str
    confidence: Decimal
    recency: Decimal | None
    count: int
    frequency: Decimal
    points: Decimal
    on: date
    uid: str
    fell_away: bool = False


@dataclass(frozen=True)
class Met:
    """A trigger or rule that is met, the least band it gives, and since when."""

    code: str
    band: str
    on: date
    uid: str = ""


@dataclass(frozen=True)
class Suggestion:
    """One axis. `quiet`: nothing happened for so long that no more than green is suggested (PR-20)."""

    axis: str
    rows: tuple[Row, ...]
    events: Decimal
    background: Decimal
    figure: Decimal
    band: str
    met: tuple[Met, ...] = field(default=())
    quiet: bool = False
    confidence: str = "L"


def suggest(model: Model, known: Known, on: date) -> dict[str, Suggestion]:
    """Each axis by itself, on a day. What is dated later counts as of that day."""
    since = months_after(on, -model.whole("quiet.months"))
    quiet = last_event(model, known) < since and not any(alarm.lasts for alarm in known.alarms)
    return {axis: _axis(model, known, axis, on, quiet=quiet) for axis in AXES}


def last_event(model: Model, known: Known) -> date:
    """The newest day on which something happened that scores or is violence; the beginning of time if nothing did."""
    scored = (fact.on for fact in known.facts if model.kinds.get(fact.code) == "EV" and _scores(model, fact))
    return max([*scored, *known.violence, *(alarm.on for alarm in known.alarms)], default=date.min)


def _scores(model: Model, fact: Fact) -> bool:
    here = any(model.weight(fact.code, axis) for axis in AXES if axis not in fact.void)
    return here and model.grade(fact.grade) > 0


def _axis(model: Model, known: Known, axis: str, on: date, *, quiet: bool) -> Suggestion:
    told: dict[str, list[Fact]] = {}
    for fact in known.facts:
        if model.weight(fact.code, axis) and model.grade(fact.grade):
            told.setdefault(fact.code, []).append(fact)
    rows = tuple(
        sorted((_row(model, axis, facts, on) for facts in told.values()), key=lambda row: (-row.points, row.code))
    )
    events = _total(row.points for row in rows if row.kind == "EV")
    background = _total(row.points for row in rows if row.kind == "BG")
    figure = min(MOST, events + min(model.values["background.cap"], background))
    met = (*_alarms(model, known, axis, on), *_rules(model, known, axis, on, events))
    band = max([_band(model, figure), *(one.band for one in met)], key=BANDS.index)
    return Suggestion(
        axis,
        rows,
        events,
        background,
        figure,
        GREEN if quiet else band,
        met,
        quiet,
        _confidence(model, known, rows),
    )


def _row(model: Model, axis: str, facts: Sequence[Fact], on: date) -> Row:
    """Every account of one factor together: the one that lets most through, and on how many days it happened."""
    live = [fact for fact in facts if axis not in fact.void]
    counted = live or facts
    best = max(counted, key=lambda fact: (_part(model, fact, on), fact.on, model.grade(fact.grade), fact.uid))
    kind, weight = model.kinds[best.code], model.weight(best.code, axis)
    count = _times(counted, months_after(on, -model.whole("frequency.months")))
    often = model.frequency(count)
    return Row(
        best.code,
        kind,
        weight,
        best.grade,
        model.grade(best.grade),
        _recency(model, best.on, on) if kind == "EV" else None,
        count,
        often,
        weight * _part(model, best, on) * often if live else NOTHING,
        best.on,
        best.uid,
        fell_away=not live,
    )


def _part(model: Model, fact: Fact, on: date) -> Decimal:
    """What grade and age leave of a weight."""
    if model.kinds[fact.code] == "EV":
        return model.grade(fact.grade) * _recency(model, fact.on, on)
    return model.grade(fact.grade) if fact.on >= months_after(on, -model.whole("background.months")) else NOTHING


def _recency(model: Model, happened: date, on: date) -> Decimal:
    return next((model.recency(months) for months in RECENCY if happened >= months_after(on, -months)), NOTHING)


def _times(facts: Iterable[Fact], since: date) -> int:
    """On how many days: several agencies tell of the same day, and what has no day of its own adds none."""
    return max(1, len({fact.on for fact in facts if fact.dated and fact.on >= since}))


def _alarms(model: Model, known: Known, axis: str, on: date) -> Iterable[Met]:
    newest: dict[str, Alarm] = {}
    for alarm in known.alarms:
        held = alarm.lasts or alarm.on >= on - timedelta(days=model.triggers.get(alarm.code, 0))
        if axis in alarm.axes and held:
            kept = newest.get(alarm.code)
            if kept is None or (alarm.on, alarm.uid) > (kept.on, kept.uid):
                newest[alarm.code] = alarm
    return [Met(one.code, RED, one.on, one.uid) for _code, one in sorted(newest.items())]


def _rules(model: Model, known: Known, axis: str, on: date, events: Decimal) -> Iterable[Met]:
    """A habitual carrier is red for harm they may cause; what repeats is amber where an event scores."""
    weapons = [
        fact for fact in known.facts if fact.code in WEAPON and model.grade(fact.grade) and axis not in fact.void
    ]
    carried = {fact.on for fact in weapons if fact.code == POSSESSION and fact.dated}
    over = {day for day in carried if day >= months_after(on, -model.whole("carrier.months"))}
    recent = on - timedelta(days=model.whole("carrier.days"))
    if axis == "CAUSE" and len(over) >= model.whole("carrier.events") and max(over) >= recent:
        yield Met(CARRIER, RED, max(over))
    if not events:
        return
    violent = {day for day in known.violence if day >= months_after(on, -model.whole("escalation.months"))}
    if len(violent) >= model.whole("escalation.events"):
        yield Met(EVENTS, AMBER, max(violent))
    since = on - timedelta(days=model.whole("escalation.days"))
    notified = [(agency, day) for agency, day in known.notified if day >= since]
    if len({agency for agency, _day in notified}) >= model.whole("escalation.agencies"):
        yield Met(AGENCIES, AMBER, max(day for _agency, day in notified))
    after = [fact for fact in weapons if known.closed_on and fact.dated and fact.on > known.closed_on]
    if after:
        newest = max(after, key=lambda fact: (fact.on, fact.uid))
        yield Met(NEW_WEAPON, AMBER, newest.on, newest.uid)


def _band(model: Model, figure: Decimal) -> str:
    if figure >= model.values["band.red"]:
        return RED
    return AMBER if figure >= model.values["band.amber"] else GREEN


def _confidence(model: Model, known: Known, rows: Iterable[Row]) -> str:
    """High when most points are known well and enough agencies told; medium when one of the two holds."""
    points = _total(row.points for row in rows)
    well = _total(row.points for row in rows if row.confidence >= model.values["certain.grade"])
    holds = (
        points > 0 and well >= model.values["certain.share"] * points,
        known.agencies >= model.whole("certain.agencies"),
    )
    return "H" if all(holds) else "M" if any(holds) else "L"


def _total(points: Iterable[Decimal]) -> Decimal:
    return sum(points, NOTHING)
