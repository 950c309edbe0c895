"""What a row of the catalogue says, part by part: its fields, what each may hold, whether it changed meanwhile."""

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from app.features.interventions.models import Intervention
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused

PARTS: dict[str, tuple[str, ...]] = {
    "what": ("name", "provider_name", "kinds", "level", "setting", "approach", "mode", "note", "source"),
    "whom": ("cohort", "min_age", "max_age", "exclusions", "route"),
    "helps": ("factors", "axes", "addresses", "outcomes_claimed"),
    "much": (
        "capacity", "waiting_list", "sessions_planned", "minutes_planned", "weeks_planned", "measures",
        "fund_route", "fund_stream", "safeguarding_lead_uid",
    ),
    "evidence": ("yef_impact", "yef_cost", "yef_confidence", "nesta", "evidence_on", "evidence_source"),
}  # fmt: skip
LISTS = {
    "kinds": "intervention_kind",
    "level": "intervention_level",
    "setting": "intervention_setting",
    "approach": "intervention_approach",
    "factors": "risk_factor",
    "axes": "axis",
    "outcomes_claimed": "outcome9",
    "fund_route": "fund_route",
    "yef_impact": "yef_impact",
}
"""Code lists of the fields that hold codes."""
NUMBERS = {
    "min_age": (0, 120),
    "max_age": (0, 120),
    "capacity": (0, 10_000),
    "sessions_planned": (1, 500),
    "minutes_planned": (5, 1_440),
    "weeks_planned": (1, 208),
    "yef_cost": (1, 3),
    "yef_confidence": (1, 5),
    "nesta": (1, 5),
}
"""The smallest and the largest of each number, both included."""
MOST_KINDS = 8
NEEDED = {"name": "Enter the name", "provider_name": "Enter who provides it", "source": "Enter where this is written"}
YEAR = re.compile(r"(20\d\d)/(\d\d)")


def checked(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a part as they are kept. Raises Refused with the field."""
    found = {name: _checked(name, values[name]) for name in PARTS[part] if name in values}
    low, high = found.get("min_age"), found.get("max_age")
    if low is not None and high is not None and low > high:
        raise Refused("Enter an age that is not below the youngest", field="max_age")
    if part == "evidence":
        _check_evidence(found)
    return found


def _checked(name: str, value: Any) -> Any:
    if name in LISTS:
        return _codes(name, value)
    if name in NUMBERS:
        low, high = NUMBERS[name]
        if value is not None and not low <= value <= high:
            raise Refused(f"Enter a number from {low} to {high}", field=name)
        return value
    if name == "waiting_list":
        return bool(value)
    if isinstance(value, date) or name == "evidence_on":
        return value
    if name == "safeguarding_lead_uid":
        return value or None
    text = (value or "").strip()
    if name in NEEDED and not text:
        raise Refused(NEEDED[name], field=name)
    return text


def _codes(name: str, value: Any) -> Any:
    codes = list(value) if isinstance(value, list | tuple) else [value] if value else []
    for code in codes:
        if not partnership.is_code(LISTS[name], code):
            raise Refused("Select from the list", field=name)
    if name == "kinds":
        if len(codes) > MOST_KINDS:
            raise Refused(f"Select the {MOST_KINDS} kinds that fit best, or fewer", field=name)
        return ";".join(codes)
    if name in ("factors", "axes", "outcomes_claimed"):
        return codes
    if name == "fund_route":
        return codes[0] if codes else "UNK"
    return codes[0] if codes else None


def _check_evidence(found: Mapping[str, Any]) -> None:
    rated = any(found.get(name) for name in ("yef_impact", "yef_cost", "yef_confidence", "nesta"))
    if rated and found.get("evidence_on") is None:
        raise Refused("Enter the date of the rating", field="evidence_on")
    if rated and not found.get("evidence_source"):
        raise Refused("Enter where the rating is from", field="evidence_source")
    if found.get("evidence_on") and found["evidence_on"] > today():
        raise Refused("Enter a date that is not in the future", field="evidence_on")


def values_of(row: Intervention, part: str) -> dict[str, Any]:
    """What a form of the part starts with."""
    values = {name: getattr(row, name) for name in PARTS[part]}
    if "kinds" in values:
        values["kinds"] = row.kind_codes
    return values


def mark(row: Intervention, part: str) -> str:
    """A short mark of what a part says, to see whether it has been changed since."""
    told = json.dumps({name: getattr(row, name) for name in PARTS[part]}, sort_keys=True, default=str)
    return sha256(told.encode()).hexdigest()[:16]


def is_year(text: str) -> bool:
    """Whether it is a financial year as `2026/27`."""
    found = YEAR.fullmatch(text)
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])
