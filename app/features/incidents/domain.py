"""Rules of incidents: what of it goes to a case, what two that may be one have alike, and who must not meet whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

INCIDENT, ROLE = "INCIDENT", "ROLE"
"""Kinds of entries of a case."""
HARMED, CAUSED, AT_RISK_OF_CAUSING = "HARMED", "ALLEGED_CAUSE", "AT_RISK_CAUSE"
SUSPECTED_FALSE = "E"
BODILY = "NONE_BODILY"
"""Hands or feet, where one asks for the weapon."""
DAYS_APART = 2
"""Agencies often tell the day they heard of something, not the day it happened."""
SHARED = (
    "time",
    "date_precision",
    "place",
    "postcode",
    "crime_ref",
    "reported_to_police",
    "outcome",
    "source",
    "grade",
    "description",
)
"""What an incident and the entry of a case that tells of it have in common, under the names of the form (E4)."""


def told_of(details: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry of a case says of the incident itself, without the person's part in it."""
    told = {name: details[name] for name in SHARED if details.get(name) not in (None, "")}
    codes = details.get("weapon")
    how = details.get("weapon_involvement")
    how = how if isinstance(how, str) else None
    weapons = [codes] if isinstance(codes, str) else list(codes or ())
    return told | ({"weapons": [{"weapon": code, "involvement": how} for code in weapons]} if weapons else {})


def details_of(told: Mapping[str, Any], kind: str | None, happened_on: date | None) -> dict[str, Any]:
    """What an incident says to every case of a person in it. Which home it was stays out: that is restricted."""
    weapons = list(told.get("weapons") or ())
    ways = {one.get("involvement") for one in weapons if one["weapon"] != BODILY or len(weapons) == 1}
    return {name: told.get(name) for name in SHARED} | {
        "date": happened_on.isoformat() if happened_on else None,
        "type": kind,
        "weapon": [one["weapon"] for one in weapons] or None,
        "weapon_involvement": ways.pop() if len(ways) == 1 else sorted(filter(None, ways)) or None,
    }


def for_age(role: str, years: int | None, youngest: int) -> str:
    """A child who cannot be held responsible is at risk of causing harm, whatever was told. Nobody's age is assumed.
    PR-08."""
    return AT_RISK_OF_CAUSING if role == CAUSED and years is not None and years < youngest else role


@dataclass(frozen=True)
class Likeness:
    """What two incidents are compared by. `crime_ref` and `place` as they are typed."""

    uid: str
    on: date | None
    kind: str | None
    place_uid: str | None
    place: str | None
    crime_ref: str | None


def alike(one: Likeness, other: Likeness) -> list[str]:
    """In what two incidents agree, as words; none when they cannot be one, or nothing speaks for it."""
    if one.on is None or other.on is None or abs((one.on - other.on).days) > DAYS_APART:
        return []
    if one.crime_ref and other.crime_ref and _folded(one.crime_ref) != _folded(other.crime_ref):
        return []
    found = []
    if one.crime_ref and other.crime_ref:
        found.append("the same crime reference")
    if (one.place_uid and one.place_uid == other.place_uid) or _same(one.place, other.place):
        found.append("the same place")
    if one.kind and one.kind == other.kind:
        found.append("the same kind of violence")
    if not found:
        return []
    return [*found, ("the same day", "one day apart", "two days apart")[abs((one.on - other.on).days)]]


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and _folded(str(one)) == _folded(str(other))


def _folded(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


@dataclass(frozen=True)
class Part:
    """Somebody's part in an incident: the codes of their roles."""

    incident_uid: str
    subject_uid: str
    roles: tuple[str, ...]


def harmed_and_causing(parts: Iterable[Part], among: Collection[str]) -> list[tuple[str, str, str]]:
    """Incident, who was harmed, and who is alleged to have harmed them, of those `among`, each once."""
    by_incident: dict[str, list[Part]] = {}
    for part in parts:
        if part.subject_uid in among:
            by_incident.setdefault(part.incident_uid, []).append(part)
    found: dict[tuple[str, str, str], None] = {}
    for uid, people in by_incident.items():
        harmed = [part.subject_uid for part in people if HARMED in part.roles]
        causing = [part.subject_uid for part in people if CAUSED in part.roles]
        for one in harmed:
            for other in causing:
                if one != other:
                    found[uid, one, other] = None
    return list(found)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `after` that say something else than `before`."""
    return {name: value for name, value in after.items() if value != before.get(name)}


def together(roles: Iterable[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Every role somebody was told to have, each once; where statuses differ the one told last stands. PR-07."""
    found: dict[str, dict[str, Any]] = {}
    for told in roles:
        for one in told:
            found[str(one["role"])] = dict(one)
    return list(found.values())
