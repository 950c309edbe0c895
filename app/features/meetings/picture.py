"""What the group knows of a case, as one screen of a meeting shows it: strengths and voice first (PR-58)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.features.cases.interface import CONTESTED, CaseEntry, is_suspected_false
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound

WHOSE = {
    "person": "The person",
    "parent": "Parent or carer",
    "young_people": "Young people",
}
TOLD = {"WORRY": "Worried about", "NEED": "Asks for", "NOTE": "Noted"}


@dataclass(frozen=True)
class Said:
    """Words somebody told, with who and when."""

    text: str
    who: str
    on: date | None
    about: str = ""


@dataclass
class Picture:
    voices: list[Said] = field(default_factory=list)
    strengths: list[Said] = field(default_factory=list)
    roles: list[Said] = field(default_factory=list)
    factors: list[Said] = field(default_factory=list)
    incidents: list[Said] = field(default_factory=list)
    told: dict[str, list[Said]] = field(default_factory=dict)
    """Worries and needs by the agency that told them."""


def picture_of(entries: Iterable[CaseEntry]) -> Picture:
    """What is graded as suspected false is left out: it is no part of risk (PR-48)."""
    picture = Picture()
    for entry in entries:
        details = entry.details
        if is_suspected_false(details):
            continue
        who, on = agency_words(entry.agency_uid), entry.happened_on
        match entry.kind:
            case "VOICE":
                rows, said = picture.voices, _voice(details, who, on)
            case "STRENGTH":
                rows, said = picture.strengths, Said(_text(details), who, on)
            case "PROTECTIVE":
                rows, said = picture.strengths, _coded("protective_factor", "code", details, who, on)
            case "ROLE":
                rows, said = picture.roles, _role(details, who, on)
            case "RISK_FACTOR" if details.get("present") != "N":
                rows, said = picture.factors, _coded("risk_factor", "code", details, who, on)
            case "INCIDENT":
                rows, said = picture.incidents, _incident(details, who, on)
            case "WORRY" | "NEED" | "NOTE":
                rows, said = picture.told.setdefault(who, []), Said(_text(details), who, on, TOLD[entry.kind])
            case _:
                continue
        rows.append(_marked(entry, said))
    return picture


def _marked(entry: CaseEntry, said: Said) -> Said:
    """With the mark of an entry that somebody contests. PR-30."""
    if not entry.contested:
        return said
    mark = CONTESTED[entry.contested]
    return replace(said, about=f"{said.about} ({mark.lower()})" if said.about else mark)


def agency_words(uid: str | None) -> str:
    try:
        return partnership.agency_name(uid) if uid else "Agency not recorded"
    except NotFound:
        return "An agency no longer listed"


def _text(details: Mapping[str, Any]) -> str:
    return str(details.get("text") or "")


def _voice(details: Mapping[str, Any], who: str, on: date | None) -> Said:
    about = WHOSE.get(str(details.get("whose")), "")
    if details.get("not_obtained"):
        reason = partnership.code_label("voice_not_obtained", str(details["not_obtained"]))
        return Said(f"Not asked yet: {reason}", who, on, about)
    return Said(_text(details), who, on, about)


def _coded(name: str, key: str, details: Mapping[str, Any], who: str, on: date | None) -> Said:
    code = details.get(key)
    words = str(details.get("evidence") or details.get("text") or "")
    return Said(words, who, on, partnership.code_label(name, str(code)) if code else "")


def _role(details: Mapping[str, Any], who: str, on: date | None) -> Said:
    about = partnership.code_label("role_in_violence", str(details.get("role")))
    if details.get("status"):
        about += f": {partnership.code_label('role_status', str(details['status'])).lower()}"
    return Said(str(details.get("evidence") or ""), who, on, about)


def _incident(details: Mapping[str, Any], who: str, on: date | None) -> Said:
    about = partnership.code_label("violence_type", str(details.get("type") or "Incident"))
    if details.get("role"):
        about += f" ({partnership.code_label('role_in_violence', str(details['role'])).lower()})"
    return Said(str(details.get("place") or ""), who, on, about)
