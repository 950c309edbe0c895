"""The scoring model: values by key, and the rules that every version keeps. Section 3.3, PR-18.

A key is a name and what it is about, with dots between: `weight.EV_ROBBERY.CAUSE`, `grade.B`, `band.red`. The keys and
the values of version 1 are in `reference/model.csv`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from app.kernel.errors import Refused

AXES = ("CAUSE", "HARMED", "EXPLOITED")
GRADES = ("A", "B", "C", "D")
RECENCY = (3, 6, 12, 24)
"""Steps of recency: up to and with so many months. Older than the last counts for nothing."""
FREQUENCY = (1, 2, 3)
MOST = Decimal(100)
WHOLE = ("months", "days", "events", "agencies")
"""A value whose key ends in one of these, or is the days of a trigger, is a whole number above nothing."""


@dataclass(frozen=True)
class Model:
    """One version. `kinds`: EV, BG or EN of each risk factor."""

    values: Mapping[str, Decimal]
    kinds: Mapping[str, str]

    def weight(self, code: str, axis: str) -> Decimal:
        """Points of a factor on an axis; none for what is not in the model, and for an enduring need."""
        if self.kinds.get(code) not in ("EV", "BG"):
            return Decimal(0)
        return self.values.get(f"weight.{code}.{axis}", Decimal(0))

    def grade(self, code: str) -> Decimal:
        """What a grade lets through. Suspected false, and any grade there is not, nothing. PR-48."""
        return self.values.get(f"grade.{code}", Decimal(0)) if code in GRADES else Decimal(0)

    def recency(self, months: int) -> Decimal:
        return self.values[f"recency.{months}"]

    def frequency(self, count: int) -> Decimal:
        return self.values[f"frequency.{min(max(count, 1), FREQUENCY[-1])}"]

    def whole(self, key: str) -> int:
        return int(self.values[key])

    @cached_property
    def triggers(self) -> Mapping[str, int]:
        """Days for which each red trigger counts."""
        return {key.removeprefix("trigger."): int(value) for key, value in self.values.items() if _is(key, "trigger")}


def is_whole(key: str) -> bool:
    return _is(key, "trigger") or key.rpartition(".")[2] in WHOLE


def keys_of(factors: Mapping[str, str], triggers: Iterable[str]) -> list[str]:
    """Every key a version has: `factors` gives the kind of each risk factor."""
    scored = [code for code, kind in factors.items() if kind in ("EV", "BG")]
    return [
        *(f"weight.{code}.{axis}" for code in scored for axis in AXES),
        *(f"grade.{code}" for code in GRADES),
        *(f"recency.{months}" for months in RECENCY),
        *(f"frequency.{count}" for count in FREQUENCY),
        *("frequency.months", "background.cap", "background.months", "band.amber", "band.red", "quiet.months"),
        *(f"trigger.{code}" for code in triggers),
        *("carrier.events", "carrier.months", "carrier.days"),
        *("escalation.events", "escalation.months", "escalation.agencies", "escalation.days"),
        *("certain.share", "certain.grade", "certain.agencies"),
    ]


def check(values: Mapping[str, Decimal]) -> None:
    """What no version may give up. Refused names the key as its field."""
    for key, value in values.items():
        if value < 0 or (value > MOST and not is_whole(key)):
            raise Refused("Enter a number from 0 to 100", field=key)
        if is_whole(key) and (value != value.to_integral_value() or value < 1):
            raise Refused("Enter a whole number of 1 or more", field=key)
    for key in [key for key in values if _is(key, "grade") or _is(key, "recency") or key in _SHARES]:
        if values[key] > 1:
            raise Refused("Enter a number from 0 to 1", field=key)
    _falling(values, [f"grade.{code}" for code in GRADES], "Enter no more than what is known better counts")
    _falling(values, [f"recency.{months}" for months in RECENCY], "Enter no more than what is newer counts")
    if values["frequency.1"] != 1:
        raise Refused("Enter 1: one event counts once", field="frequency.1")
    often = [f"frequency.{count}" for count in reversed(FREQUENCY)]
    _falling(values, often, "Enter no less than fewer events count")
    if values["band.amber"] <= 0 or values["band.red"] <= values["band.amber"]:
        raise Refused("Enter a number above where amber starts", field="band.red")
    if values["background.cap"] >= values["band.amber"]:
        raise Refused(
            "Enter a number below where amber starts: background alone never makes amber",
            field="background.cap",
            rule="PR-19",
        )


def changes(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> list[tuple[str, Decimal, Decimal]]:
    """Each key whose value differs, with both, in the order of the keys."""
    return [(key, before[key], value) for key, value in after.items() if key in before and before[key] != value]


_SHARES = ("certain.share", "certain.grade")


def _is(key: str, name: str) -> bool:
    return key.startswith(f"{name}.")


def _falling(values: Mapping[str, Decimal], keys: list[str], message: str) -> None:
    for better, worse in pairwise(keys):
        if values[worse] > values[better]:
            raise Refused(message, field=worse)
