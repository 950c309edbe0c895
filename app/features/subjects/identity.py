"""From the answers of a notification to what is kept of a subject, and adding later answers without losing any.

Keys of answers are the field names of the domain reference 2.1, 2.18 and 2.19. Nothing is ever overwritten: a
value that differs is kept beside the first one, with who said it and when. PR-06.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel.days import day_of
from app.kernel.folding import fold

KINDS = {"INDIVIDUAL": "PERSON", "NETWORK": "NETWORK", "PLACE": "PLACE"}
"""What a notification calls a kind of subject, and what the subject is."""
PREFIXES = {"PERSON": "P", "NETWORK": "W", "PLACE": "L"}

NETWORK_DETAILS = ("purpose_statement", "expires_on", "places_linked", "online_platforms", "cross_border_areas")
PLACE_DETAILS = ("lat", "lon", "what3words", "uprn", "usrn", "lsoa", "beat", "neighbouring_area")
SCALARS = {
    "PERSON": ("family_name", "given_names", "dob", "dob_precision", "approx_age", "sex", "pronouns"),
    "NETWORK": ("working_name", "street_name", "network_type"),
    "PLACE": ("name", "postcode", "ward", "place_type"),
}
NOTHING_SAID = {"sex": ("NOT_STATED", "X_NOT_KNOWN"), "dob_precision": ("UNKNOWN",)}
"""Answers that say nothing and give way to one that does."""
MEMBER_DETAILS = ("member_id", "dob", "approx_age", "position", "grade", "basis", "from", "to")

LISTS: dict[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]] = {
    "aliases": lambda one: (fold(one.get("name") or ""), one.get("type")),
    "addresses": lambda one: (fold(one.get("line") or ""), fold(one.get("postcode") or "").replace(" ", "")),
    "identifiers": lambda one: (one.get("scheme"), fold(str(one.get("value") or "")).replace(" ", "")),
    "contact_risk_flags": lambda one: (one.get("code"), fold(one.get("person") or ""), str(one.get("expires_on"))),
    "parents_carers": lambda one: (fold(one.get("name") or ""),),
    "household": lambda one: (fold(one.get("name") or ""),),
}
"""Lists of a person and what makes two of their entries the same."""


@dataclass(frozen=True)
class Source:
    """Who said it, where, and on which day."""

    agency_uid: str | None
    source_uid: str | None
    on: date


def new_values(kind: str, answers: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """Attributes of a new subject of `kind` (PERSON, NETWORK, PLACE) by name."""
    values: dict[str, Any] = {name: _scalar(name, answers) for name in SCALARS[kind]}
    if kind == "PERSON":
        values |= _person(answers, source)
    elif kind == "NETWORK":
        values["details"] = _some(answers, NETWORK_DETAILS)
    else:
        values["name"] = values["name"] or "Place not named"
        values["details"] = _some(answers, PLACE_DETAILS)
    return values


def added_values(kind: str, now: Mapping[str, Any], answers: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """The attributes that change when `answers` are added to `now`, with their new whole values.

    Includes `alternatives` when something was said differently from what is kept.
    """
    changed: dict[str, Any] = {}
    differing: list[dict[str, Any]] = []
    fresh = new_values(kind, answers, source)
    for name in SCALARS[kind]:
        if _is_new(name, now.get(name), fresh[name]):
            changed[name] = fresh[name]
            if name == "approx_age":
                changed["approx_age_on"] = source.on
        elif _differs(name, now.get(name), fresh[name]):
            differing.append(_said(name, fresh[name], source))
    if kind == "PERSON":
        _keep_birth_whole(now, fresh, changed)
        for name, key in LISTS.items():
            merged = united(now.get(name) or (), fresh[name], key)
            if merged is not None:
                changed[name] = merged
    for name in ("safe_contact", "communication", "details"):
        if name in fresh:
            merged_facts = _merge_facts(name, now.get(name) or {}, fresh[name], differing, source)
            if merged_facts is not None:
                changed[name] = merged_facts
    kept = [dict(one) for one in now.get("alternatives") or ()]
    known = {(one["field"], _folded(one["value"])) for one in kept}
    new = [one for one in differing if (one["field"], _folded(one["value"])) not in known]
    if new:
        changed["alternatives"] = kept + new
    return changed


def members(answers: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Name and details of each member a notification of a network names."""
    return [
        (str(one.get("name") or "Name not known"), _some(one, MEMBER_DETAILS)) for one in answers.get("members") or ()
    ]


def _person(answers: Mapping[str, Any], source: Source) -> dict[str, Any]:
    said = {"agency_uid": source.agency_uid, "on": source.on.isoformat()}
    values: dict[str, Any] = {name: [dict(one) | said for one in answers.get(name) or ()] for name in LISTS}
    values["approx_age_on"] = source.on if values_given(answers.get("approx_age")) else None
    values["safe_contact"] = _renamed(
        answers, {"safe_contact_method": "methods", "safe_contact_notes": "notes", "safe_contact_time": "time"}
    )
    values["communication"] = _some(
        answers, ("first_language", "interpreter_needed", "literacy", "communication_needs")
    )
    return values


def _scalar(name: str, answers: Mapping[str, Any]) -> Any:
    value = answers.get(name)
    if isinstance(value, str):
        value = value.strip()
    if not values_given(value):
        return None
    if name == "dob":
        return day_of(value)
    if name == "approx_age":
        return int(str(value))
    return str(value)


def _is_new(name: str, kept: Any, said: Any) -> bool:
    """Whether something is said where nothing was."""
    silent = NOTHING_SAID.get(name, ())
    return said is not None and said not in silent and (kept is None or kept in silent)


def _differs(name: str, kept: Any, said: Any) -> bool:
    if said is None or said in NOTHING_SAID.get(name, ()) or name in ("dob_precision", "approx_age"):
        return False
    return bool(_folded(kept) != _folded(said))


def _keep_birth_whole(now: Mapping[str, Any], fresh: Mapping[str, Any], changed: dict[str, Any]) -> None:
    """A date of birth and its precision go together: a new date brings its own."""
    if "dob" in changed:
        changed["dob_precision"] = fresh["dob_precision"] or "EXACT"
    elif now.get("dob") is not None:
        changed.pop("dob_precision", None)


def united(
    now: Sequence[Mapping[str, Any]],
    said: Sequence[Mapping[str, Any]],
    key: Callable[[Mapping[str, Any]], tuple[Any, ...]],
) -> list[dict[str, Any]] | None:
    """`now` with what is new in `said`; None when nothing is. Protection of an address is only ever added."""
    merged = {key(one): dict(one) for one in now}
    changed = False
    for one in said:
        there = merged.get(key(one))
        if there is None:
            merged[key(one)] = dict(one)
            changed = True
        elif one.get("protected") and not there.get("protected"):
            there["protected"] = True
            changed = True
    return list(merged.values()) if changed else None


def _merge_facts(
    name: str, now: Mapping[str, Any], said: Mapping[str, Any], differing: list[dict[str, Any]], source: Source
) -> dict[str, Any] | None:
    merged, changed = dict(now), False
    for key, value in said.items():
        there = merged.get(key)
        if not values_given(there):
            merged[key], changed = value, True
        elif isinstance(value, list | tuple) and isinstance(there, list | tuple):
            more = [one for one in value if one not in there]
            if more:
                merged[key], changed = [*there, *more], True
        elif _folded(there) != _folded(value):
            differing.append(_said(f"{name}.{key}", value, source))
    return merged if changed else None


def _said(name: str, value: Any, source: Source) -> dict[str, Any]:
    return {
        "field": name,
        "value": value.isoformat() if isinstance(value, date) else value,
        "agency_uid": source.agency_uid,
        "source_uid": source.source_uid,
        "on": source.on.isoformat(),
    }


def _folded(value: Any) -> Any:
    return fold(value) or value if isinstance(value, str) else str(value)


def _some(answers: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return _renamed(answers, {name: name for name in names})


def _renamed(answers: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {new: answers[old] for old, new in names.items() if values_given(answers.get(old))}


def values_given(value: Any) -> bool:
    """Whether an answer says something: False and 0 do, None and what is empty do not."""
    return value is not None and value not in ("", [], {}, ())
