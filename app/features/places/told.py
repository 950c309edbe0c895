"""What agencies said of a place in their notifications, from the entries of its case: the newest of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.features.cases import interface as cases
from app.features.cases.models import CaseEntry


@dataclass
class View:
    """What young people say about a place."""

    on: date | None
    method: str
    number: int | None
    summary: str


@dataclass
class Told:
    concerns: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    pattern: Mapping[str, Any] = field(default_factory=dict)
    trend: str = ""
    present: Mapping[str, Any] = field(default_factory=dict)
    physical: Mapping[str, int] = field(default_factory=dict)
    guardians: list[str] = field(default_factory=list)
    views: list[View] = field(default_factory=list)


def told(entries: Iterable[CaseEntry]) -> Told:
    """`entries` newest first. What is suspected to be false is left out; concerns add up."""
    found = Told()
    for entry in entries:
        details = entry.details
        if not details or cases.is_suspected_false(details):
            continue
        if entry.kind == "PROTECTIVE" and details.get("text"):
            found.guardians.append(str(details["text"]))
        elif entry.kind == "VOICE" and details.get("whose") == "young_people":
            found.views.append(_view(entry))
        elif entry.kind == "STATUS":
            _status(found, details)
    return found


def _status(found: Told, details: Mapping[str, Any]) -> None:
    match details.get("block"):
        case "concerns":
            found.concerns += [code for code in details.get("codes") or () if code not in found.concerns]
        case "rules_in_force":
            found.rules += [_code(one) for one in details.get("codes") or () if _code(one) not in found.rules]
        case "physical":
            found.physical = found.physical or dict(details.get("scores") or {})
        case "pattern":
            found.pattern = found.pattern or dict(details.get("time_pattern") or {})
            found.present = found.present or dict(details.get("who_is_present") or {})
            found.trend = found.trend or str(details.get("trend") or "")


def _code(one: Any) -> str:
    return str(one.get("code")) if isinstance(one, Mapping) else str(one)


def _view(entry: CaseEntry) -> View:
    details = entry.details
    number = details.get("n")
    return View(
        entry.happened_on,
        str(details.get("method") or ""),
        number if isinstance(number, int) else None,
        str(details.get("text") or ""),
    )
