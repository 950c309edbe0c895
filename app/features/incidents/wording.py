"""What an incident says, in words, as one reader may read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.features.incidents.domain import SUSPECTED_FALSE
from app.features.incidents.models import Incident
from app.features.partnership.interface import agency_name, code_item, code_label
from app.features.subjects.interface import Place
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import SEES_RESTRICTED, Actor
from app.platform.vault import ERASED_TEXT
from app.web.rendering import day


def title(incident: Incident) -> str:
    if not incident.told:
        return ERASED_TEXT
    return code_label("violence_type", incident.kind) if incident.kind else "Incident"


def when(incident: Incident) -> str:
    told = incident.told
    words = day(incident.happened_on) if incident.happened_on else "Day not recorded"
    if told.get("date_precision") not in (None, "EXACT"):
        words += f" ({code_label('date_precision', told['date_precision']).lower()})"
    return f"{words}, {told['time']}" if told.get("time") else words


def tags(incident: Incident) -> list[str]:
    found = ["Police-graded"] if incident.visibility == "P" else []
    return [*found, "Suspected false"] if incident.told.get("grade") == SUSPECTED_FALSE else found


def facts(actor: Actor, incident: Incident, place: Place | None) -> list[tuple[str, str | None]]:
    """Label and words, those that are not known left out; None is hidden from this reader."""
    told = incident.told
    lines: list[tuple[str, str | None]] = [("When", when(incident)), ("Where", _where(told, place))]
    if told.get("home"):
        lines.append(("Which home", told["home"] if sees_home(actor, incident) else None))
    lines += [
        ("Weapons", _weapons(told.get("weapons") or ())),
        ("Crime reference", told.get("crime_ref")),
        ("Reported to the police", {True: "Yes", False: "No"}.get(told.get("reported_to_police"))),
        ("What came of it", _outcome(told)),
        ("How it is known", _record("source_of_information", told.get("source"))),
        ("How sure it is", _record("info_grade", told.get("grade"))),
        ("Told by", agency(incident.agency_uid)),
    ]
    hidden = {"Which home"}
    return [(label, words) for label, words in lines if words or label in hidden]


def sees_home(actor: Actor, incident: Incident) -> bool:
    return actor.is_any(SEES_RESTRICTED)


def role_words(roles: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each role and its status, in words."""
    return [
        (
            code_label("role_in_violence", str(one["role"])),
            code_label("role_status", str(one["status"])) if one.get("status") else "",
        )
        for one in roles
    ]


def agency(uid: str | None) -> str:
    try:
        return agency_name(uid) if uid else "Source not recorded"
    except NotFound:
        return "An agency no longer listed"


def _where(told: Mapping[str, Any], place: Place | None) -> str | None:
    words = [place.title] if place else []
    return ", ".join([*words, *(str(told[name]) for name in ("place", "postcode") if told.get(name))]) or None


def _weapons(weapons: Sequence[Mapping[str, Any]]) -> str | None:
    said = []
    for one in weapons:
        how = one.get("involvement")
        words = code_label("weapon", str(one["weapon"]))
        said.append(f"{words} ({code_label('weapon_involvement', str(how)).lower()})" if how else words)
    return "; ".join(said) or None


def _outcome(told: Mapping[str, Any]) -> str | None:
    if not told.get("outcome"):
        return None
    words = code_label("incident_outcome", str(told["outcome"]))
    if told.get("outcome_on"):
        words += f", {day(_date(told['outcome_on']))}"
    source = _record("source_of_information", told.get("outcome_source"))
    return f"{words}. {source}" if source else words


def _date(value: Any) -> Any:
    return type(today()).fromisoformat(value) if isinstance(value, str) else value


def _record(name: str, code: Any) -> str | None:
    item = code_item(name, str(code)) if code else None
    return str(item.attributes.get("record") or item.label) if item else None
