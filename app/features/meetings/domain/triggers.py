"""Events that bring a case back at once: the red triggers of section 3.3, as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trigger:
    """An entry of `kind` whose `field` is, or holds, `value`."""

    kind: str
    field: str
    value: str


def is_trigger(kind: str, details: Mapping[str, Any], triggers: Iterable[Trigger]) -> bool:
    """Whether an entry of a case tells of a red-trigger event. What was looked for and not found is none."""
    if details.get("present") == "N":
        return False
    return any(one.kind == kind and _holds(details.get(one.field), one.value) for one in triggers)


def _holds(told: Any, value: str) -> bool:
    if isinstance(told, str) or told is None:
        return told == value
    return isinstance(told, Iterable) and value in told
