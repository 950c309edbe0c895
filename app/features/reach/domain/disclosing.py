"""What may leave the area: small counts hidden, and those with which they could be worked out. Pure; 7.4, PR-55.

A hidden count is None. Every count that is shown outside is rounded by itself, so that what was hidden cannot be found
by taking one from another; parts need not add up to the whole then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.features.reach.domain.cells import ALL, CELLS, PARTS, PLAIN, SUMS, WHOLE

Rows = Mapping[str, Mapping[str, int]]
Figures = Mapping[str, Mapping[str, Mapping[str, int]]]
Shown = dict[str, dict[str, dict[str, int | None]]]


class Tier(StrEnum):
    """Code list `release_tier`."""

    INTERNAL = "INTERNAL"
    PARTNER = "PARTNER"
    PUB = "PUB"


@dataclass(frozen=True)
class Limits:
    """`smallest`: counts below it are hidden. `divisor`: nothing is divided by fewer people."""

    smallest: int
    rounding: int
    divisor: int


OPEN_TO = frozenset({Tier.INTERNAL})
"""The area's own: exact counts."""


def disclosed(figures: Figures, tier: Tier, limits: Limits) -> Shown:
    """The figures as somebody of a tier may read them. Cells that came to nothing stay left out: a nought is shown."""
    shown: Shown = {uid: {period: dict(cells) for period, cells in spans.items()} for uid, spans in figures.items()}
    if tier in OPEN_TO:
        return shown
    for period in {period for spans in figures.values() for period in spans}:
        rows = {uid: spans[period] for uid, spans in figures.items() if period in spans}
        for uid, codes in _hidden(rows, limits).items():
            cells = shown[uid][period]
            for code, number in cells.items():
                cells[code] = _told(code, number or 0, limits)
            cells.update(dict.fromkeys(codes))
    return shown


def settled(versions: Sequence[Figures], limits: Limits) -> Figures:
    """The figures of the last of some versions that are read one beside the other. What changed by fewer than are
    shown stays as it was: otherwise every figure that passes a step of rounding tells about the one who was put right.
    """
    held = versions[0]
    for figures in versions[1:]:
        held = {
            of: {
                period: {
                    code: _settled(code, held.get(of, {}).get(period, {}).get(code, 0), cells.get(code, 0), limits)
                    for code in sorted({*cells, *held.get(of, {}).get(period, {})})
                }
                for period, cells in spans.items()
            }
            for of, spans in figures.items()
        }
    return held


def _settled(code: str, before: int, number: int, limits: Limits) -> int:
    close = _tells(code) and before and abs(number - before) < limits.smallest * _unit(code)
    return before if close else number


def _hidden(rows: Rows, limits: Limits) -> dict[str, set[str]]:
    """What is hidden of each row: small counts, then more until nothing hidden is left alone in its row or column."""
    hidden = {
        uid: {code for code, number in row.items() if _is_small(code, number, limits)} for uid, row in rows.items()
    }
    more = True
    while more:
        before = sum(map(len, hidden.values()))
        for uid, row in rows.items():
            _hide_in_row(row, hidden[uid])
        _hide_in_columns(rows, hidden)
        more = sum(map(len, hidden.values())) > before
    return hidden


def rounded(number: int, step: int) -> int:
    return (number + step // 2) // max(step, 1) * max(step, 1)


def _told(code: str, number: int, limits: Limits) -> int:
    if not _tells(code) or number == 0:
        return number
    step = limits.rounding * _unit(code)
    return rounded(number, step) if code not in SUMS else max(rounded(number, step), step)


def _unit(code: str) -> int:
    """About what one person adds to a cell."""
    return SUMS[code][1] if code in SUMS else 1


def _tells(code: str) -> bool:
    """Whether a cell counts people, in some way."""
    return code not in PLAIN


def _is_small(code: str, number: int, limits: Limits) -> bool:
    return _tells(code) and 0 < number < limits.smallest


def _hide_in_row(row: Mapping[str, int], hidden: set[str]) -> None:
    """Of the parts of one whole, never one alone is hidden; none is shown of a whole that is hidden."""
    hidden.update(code for code, (whose, _unit) in SUMS.items() if whose in hidden)
    for group, codes in PARTS.items():
        if WHOLE[group] in hidden:
            hidden.update(codes)
        elif len(gone := hidden.intersection(codes)) == 1:
            hidden.add(_next_smallest({code: row.get(code, 0) for code in codes}, gone))


def _hide_in_columns(rows: Rows, hidden: dict[str, set[str]]) -> None:
    """Where interventions add up to a sum that is shown, never the count of one alone is hidden."""
    each = [uid for uid in rows if uid != ALL]
    for code in ADDING:
        gone = {uid for uid in each if code in hidden[uid]}
        if len(gone) == 1 and len(each) > 1 and code not in hidden.get(ALL, {code}):
            hidden[_next_smallest({uid: rows[uid].get(code, 0) for uid in each}, gone)].add(code)


def _next_smallest(counts: Mapping[str, int], gone: Iterable[str]) -> str:
    """The smallest that is shown and is not nought; a nought where there is nothing else."""
    return min((number == 0, number, key) for key, number in counts.items() if key not in gone)[2]


ADDING = [code for code, cell in CELLS.items() if cell.adds and _tells(code)]


def divided(pence: int, people: int | None, tier: Tier, limits: Limits) -> int | None:
    """Pence for each; None where nothing may be divided: by nobody, by a hidden count, or outside by few."""
    if not people or (tier not in OPEN_TO and people < limits.divisor):
        return None
    return pence // people
