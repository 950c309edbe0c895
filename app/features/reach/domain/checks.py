"""What the hub looks at before a return is validated. Pure. The words hold no number: the hub sees no small ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.features.reach.domain.cells import ALL, CELLS, PARTS, PEOPLE, PERIODS, QUARTER, SHARES, TO_DATE, WHOLE
from app.features.reach.domain.counting import UNRECORDED, UNSAID
from app.features.reach.domain.disclosing import Figures

JUMP = 2
"""A count that at least doubled or halved since the last quarter is pointed out…"""
WORTH_SAYING = 10
"""…when it changed by that many people or more."""


@dataclass(frozen=True)
class Finding:
    """`wrong`: it has to be put right; otherwise somebody looks at it. `of`: an intervention, or ALL."""

    of: str
    words: str
    wrong: bool


def findings(figures: Figures, last: Figures | None, same_year: bool) -> list[Finding]:
    """Everything that does not add up, then what is worth a look. `last`: the quarter before, where one was sent;
    `same_year`: it belongs to the same financial year."""
    found = [*_sums(figures), *_periods(figures)]
    if last is not None and same_year:
        found += _against_year(figures, last)
    if last is not None:
        found += _jumps(figures, last)
    found += _unrecorded(figures)
    return sorted(found, key=lambda one: not one.wrong)


def _sums(figures: Figures) -> list[Finding]:
    found = []
    for of, spans in figures.items():
        for period, cells in spans.items():
            for group, codes in PARTS.items():
                if of == ALL and group == "Dosage":
                    continue
                if sum(cells.get(code, 0) for code in codes) != cells.get(WHOLE[group], 0):
                    words = f"{PERIODS[period]}: the parts of {group.lower()} do not add up to the whole"
                    found.append(Finding(of, words, wrong=True))
            if cells.get("held", 0) > cells.get("planned", 0):
                found.append(Finding(of, f"{PERIODS[period]}: more sessions were held than planned", wrong=True))
    for period in PERIODS:
        each = [spans.get(period, {}).get(PEOPLE, 0) for of, spans in figures.items() if of != ALL]
        over_all = figures.get(ALL, {}).get(period, {}).get(PEOPLE, 0)
        if not max(each, default=0) <= over_all <= sum(each):
            found.append(Finding(ALL, f"{PERIODS[period]}: people over all do not fit the interventions", wrong=True))
    return found


def _periods(figures: Figures) -> list[Finding]:
    """No count of a quarter is greater than that of the year so far. Bands are left out: somebody has a birthday."""
    banded = {code for codes in SHARES.values() for code in codes} | {"year:6", "year:7", "waiting"}
    found = []
    for of, spans in figures.items():
        quarter, year = spans.get(QUARTER, {}), spans.get(TO_DATE, {})
        over = [code for code in CELLS if code not in banded and quarter.get(code, 0) > year.get(code, 0)]
        found += [Finding(of, f"{CELLS[code].label}: the quarter is more than the year to date", True) for code in over]
    return found


def _against_year(figures: Figures, last: Figures) -> list[Finding]:
    found = []
    for of, spans in last.items():
        before, now = spans.get(TO_DATE, {}), figures.get(of, {}).get(TO_DATE, {})
        if any(before.get(code, 0) > now.get(code, 0) for code in (PEOPLE, "completed", "contacts", "held")):
            words = "The year to date is less than in the last quarter: what was recorded has changed since"
            found.append(Finding(of, words, wrong=False))
    return found


def _jumps(figures: Figures, last: Figures) -> list[Finding]:
    found = []
    for of in {**figures, **last}:
        now, before = _people(figures, of), _people(last, of)
        if abs(now - before) >= WORTH_SAYING and max(now, before) >= JUMP * min(now, before):
            way = "at least doubled" if now > before else "fell by half or more"
            found.append(Finding(of, f"People reached {way} since the last quarter", wrong=False))
    return found


def _people(figures: Figures, of: str) -> int:
    return figures.get(of, {}).get(QUARTER, {}).get(PEOPLE, 0)


def _unrecorded(figures: Figures) -> list[Finding]:
    words: Mapping[str, str] = {
        UNRECORDED: "Attendance is not recorded for some of the sessions that were held",
        UNSAID: "Nobody has said whether some of the sessions happened",
    }
    return [
        Finding(of, said, wrong=False)
        for of, spans in figures.items()
        if of != ALL
        for code, said in words.items()
        if spans.get(QUARTER, {}).get(code, 0)
    ]


def differences(before: Figures, after: Figures) -> list[tuple[str, str, str, int, int]]:
    """Intervention, period, cell, then and now, of every figure that differs between two versions."""
    return [
        (of, period, code, then.get(code, 0), now.get(code, 0))
        for of in {**before, **after}
        for period in PERIODS
        for then, now in [(before.get(of, {}).get(period, {}), after.get(of, {}).get(period, {}))]
        for code in CELLS
        if then.get(code, 0) != now.get(code, 0)
    ]
