"""Red-trigger events (section 3.3): what brings a case back at once, and on which kinds of risk. The list is data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.cases.domain import Axis
from app.features.partnership.interface import code_list

AXES_OF_ROLE: Mapping[str, frozenset[str]] = {
    "HARMED": frozenset({Axis.HARMED}),
    "AT_RISK_HARMED": frozenset({Axis.HARMED}),
    "ALLEGED_CAUSE": frozenset({Axis.CAUSE}),
    "AT_RISK_CAUSE": frozenset({Axis.CAUSE}),
    "EXPLOITED": frozenset({Axis.EXPLOITED}),
}
"""An incident speaks of the risk that goes with the person's part in it; of every one its trigger names, where the
part is another or was not told (PR-07, PR-16)."""
HOW, BODILY = "weapon_involvement", "NONE_BODILY"
"""Forms ask of hands and feet as well how a weapon was involved: they are none."""


@dataclass(frozen=True)
class Trigger:
    """An entry of `kind` whose `field` is, or holds, `value`. `axes` are the kinds of risk it speaks of; `code` is
    that of the list. `lasts`: it holds until its end is told, however long ago it began."""

    kind: str
    field: str
    value: str
    axes: frozenset[str] = frozenset(Axis)
    code: str = ""
    lasts: bool = False


def red_triggers(on: date | None = None) -> list[Trigger]:
    """Those in force on a day, today unless it is given."""
    return [
        Trigger(
            told["kind"],
            told["field"],
            told["value"],
            frozenset(told.get("axes", Axis)),
            one.code,
            lasts=bool(told.get("lasts")),
        )
        for one, told in ((one, one.attributes) for one in code_list("red_trigger", on))
    ]


def is_trigger(kind: str, details: Mapping[str, Any], triggers: Iterable[Trigger]) -> bool:
    """Whether an entry of a case tells of a red-trigger event. What was looked for and not found is none."""
    return any(triggers_met(kind, details, triggers))


def axes_of(kind: str, details: Mapping[str, Any], triggers: Iterable[Trigger]) -> frozenset[str]:
    """The kinds of risk on which an entry tells of a red-trigger event; none when it does not."""
    named = frozenset[str]().union(*(one.axes for one in triggers_met(kind, details, triggers)))
    return named & AXES_OF_ROLE.get(str(details.get("role")), named) or named


def triggers_met(kind: str, details: Mapping[str, Any], triggers: Iterable[Trigger]) -> Iterable[Trigger]:
    """Those of which an entry tells."""
    if details.get("present") == "N":
        return ()
    return [
        one
        for one in triggers
        if one.kind == kind
        and _holds(details.get(one.field), one.value)
        and not (one.field == HOW and _is_unarmed(details.get("weapon")))
    ]


def _is_unarmed(weapon: Any) -> bool:
    told = {weapon} if isinstance(weapon, str) else set(weapon or ())
    return told == {BODILY}


def _holds(told: Any, value: str) -> bool:
    if isinstance(told, str) or told is None:
        return told == value
    return isinstance(told, Iterable) and value in told
