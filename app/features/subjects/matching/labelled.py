"""Pairs of records that people have labelled as one person or two, in a file. Pure.

A line is a pair: `same` is yes or no; every other column begins with `a_` or `b_`, for the two records.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

from app.features.subjects.matching.comparing import Relation, Verdict, compare, levels_of
from app.features.subjects.matching.explaining import Strength
from app.features.subjects.matching.fitting import Labelled
from app.features.subjects.matching.identity import Identity, identity_of
from app.features.subjects.matching.weights import Weights
from app.kernel.errors import Refused

FACTS = ("given_names", "family_name", "nickname", "dob", "sex", "line", "postcode", "identifier_scheme", "identifier")
COLUMNS = ("same", *(f"{side}_{fact}" for side in "ab" for fact in FACTS))
SAME, DIFFERENT = "yes", "no"

Pair = tuple[Identity, Identity, bool]


@dataclass(frozen=True)
class Measured:
    """How well weights do on labelled pairs: precision and recall of what is shown as perhaps one person, and of what
    is likely."""

    shown: tuple[float, float]
    likely: tuple[float, float]


def read_pairs(rows: Iterable[Mapping[str, Any]], name: str) -> Iterator[Pair]:
    """The pairs of a file that is called `name`. Raises Refused; the message holds nothing of the records."""
    for line, row in enumerate(rows, 2):
        if unknown := row.keys() - set(COLUMNS):
            raise Refused(f"{name}: take out or rename {len(unknown)} columns. Known are {', '.join(COLUMNS)}")
        if row.get("same") not in (SAME, DIFFERENT):
            raise Refused(f"{name}, line {line}: enter yes or no in the column same")
        yield _identity(row, "a", name, line), _identity(row, "b", name, line), row["same"] == SAME


def _identity(row: Mapping[str, Any], side: str, name: str, line: int) -> Identity:
    facts = {fact: str(row.get(f"{side}_{fact}") or "").strip() for fact in FACTS}
    try:
        born = date.fromisoformat(facts["dob"]) if facts["dob"] else None
    except ValueError:
        raise Refused(f"{name}, line {line}: enter {side}_dob as year-month-day, or leave it empty") from None
    home = {"line": facts["line"], "postcode": facts["postcode"]}
    number = {"scheme": facts["identifier_scheme"], "value": facts["identifier"]}
    answers = {
        "given_names": facts["given_names"],
        "family_name": facts["family_name"],
        "aliases": [{"type": "NICKNAME", "name": facts["nickname"]}] if facts["nickname"] else [],
        "dob": born,
        "dob_precision": "EXACT" if born else "UNKNOWN",
        "sex": facts["sex"],
        "addresses": [home] if any(home.values()) else [],
        "identifiers": [number] if facts["identifier"] else [],
    }
    return identity_of(answers, on=born or date.min)


def levels(pairs: Iterable[Pair], weights: Weights) -> list[Labelled]:
    return [(levels_of(one, other, weights), same) for one, other, same in pairs]


def measure(pairs: Iterable[Pair], weights: Weights) -> Measured:
    judged = [(compare(one, other, weights), same) for one, other, same in pairs]
    held = sum(same for _verdict, same in judged)
    return Measured(
        _rates([same for verdict, same in judged if _is_same(verdict)], held),
        _rates([same for verdict, same in judged if _is_same(verdict) and verdict.strength is Strength.LIKELY], held),
    )


def _is_same(verdict: Verdict | None) -> TypeGuard[Verdict]:
    return verdict is not None and verdict.relation is Relation.SAME


def _rates(found: list[bool], held: int) -> tuple[float, float]:
    return sum(found) / len(found) if found else 1.0, sum(found) / held if held else 1.0
