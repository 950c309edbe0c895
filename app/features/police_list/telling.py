"""From an accepted row to what is kept of the person and told to the case. Nothing of a score, ever. PR-14(4), (6)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.features.partnership import interface as partnership
from app.features.police_list.domain import values
from app.features.police_list.domain.judging import Cells, Flag
from app.features.police_list.models import Row
from app.kernel.clock import local
from app.web.rendering import count as counted
from app.web.rendering import day as in_words

HARMED, CAUSE, AT_RISK_CAUSE = "HARMED", "ALLEGED_CAUSE", "AT_RISK_CAUSE"


def answers_of(row: Row, taken_on: date | None = None) -> dict[str, Any]:
    """What a row says, as the answers of a notification."""
    cells = row.cells
    return identity_of(cells) | _told(cells, taken_on, under_10=Flag.UNDER_10 in row.flags)


def identity_of(cells: Cells) -> dict[str, Any]:
    """Who it is about: what people are compared by."""
    born = values.day(cells.get("dob", ""), born=date.max)
    sex = cells.get("sex", "").upper()
    numbers = (("POLICE_NOMINAL", "nominal_ref"), ("SVAPP_REF", "svapp_ref"))
    answers: dict[str, Any] = {
        "family_name": readable(cells.get("surname", "")),
        "given_names": readable(cells.get("forenames", "")),
        "aliases": [{"name": readable(one), "type": "ALIAS"} for one in _split(cells.get("aliases", ""))],
        "identifiers": [{"scheme": scheme, "value": cells[code]} for scheme, code in numbers if cells.get(code)],
    }
    if born.on is not None:
        answers |= {"dob": born.on.isoformat(), "dob_precision": "EXACT"}
    if partnership.is_code("sex", sex):
        answers["sex"] = sex
    if cells.get("home_postcode"):
        answers["addresses"] = [{"line": "", "postcode": postcode(cells["home_postcode"])}]
    return answers


def readable(name: str) -> str:
    """Police systems write names in capitals."""
    return name.title() if name.isupper() else name


def postcode(text: str) -> str:
    close = re.sub(r"\s", "", text).upper()
    return f"{close[:-3]} {close[-3:]}" if 5 <= len(close) <= 7 else text.upper()


def _split(text: str) -> list[str]:
    return [one for part in re.split(r"[;,/|]", text) if (one := part.strip())]


def _told(cells: Cells, taken_on: date | None, *, under_10: bool) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "role_in_violence": list(_roles(cells, taken_on, under_10=under_10)),
        "incidents": list(_incident(cells)),
        "police_grade": cells.get("handling_code", "").upper() or None,
    }
    if cells.get("handling_conditions"):
        answers["handling_instruction"] = f"Police conditions on sharing: {cells['handling_conditions']}"
    ethnicity = cells.get("ethnicity_sd", "").upper()
    if partnership.is_code("ethnicity", ethnicity):
        answers["equality"] = {"ethnicity_self_defined": ethnicity}
    return answers


def _roles(cells: Cells, taken_on: date | None, *, under_10: bool) -> Iterator[dict[str, Any]]:
    """Each part by itself; a child who cannot be held responsible is at risk, whatever the list says (PR-08)."""
    source = f"Police list of {in_words(taken_on)}" if taken_on else "Police list"
    if values.flag(cells.get("role_victim", "")):
        yield {"role": HARMED, "status": "REPORTED", "evidence": f"{source}: {_events(cells, 'victim_events_12m')}"}
    if values.flag(cells.get("role_suspect", "")):
        told = f"{source}: {_events(cells, 'suspect_events_12m')}"
        if under_10:
            yield {"role": AT_RISK_CAUSE, "status": None, "evidence": told}
        else:
            yield {"role": CAUSE, "status": "INTELLIGENCE", "evidence": told}


def _events(cells: Cells, code: str) -> str:
    number = values.count(cells.get(code, "")) or 0
    knives = values.count(cells.get("knife_events_24m", "")) or 0
    more = f", {counted(knives, 'event')} with a knife in 24 months" if knives else ""
    return f"{counted(number, 'recorded event')} in 12 months{more}"


def _incident(cells: Cells) -> Iterator[dict[str, Any]]:
    if not cells.get("last_event_at") and not cells.get("last_event_crime_ref"):
        return
    said = values.day(cells.get("last_event_at", ""))
    on = local(said.at).date() if said.at else said.on
    kind = cells.get("last_event_type", "").upper()
    yield {
        "date": on.isoformat() if on else None,
        "type": kind if partnership.is_code("violence_type", kind) else None,
        "crime_ref": cells.get("last_event_crime_ref"),
        "reported_to_police": True,
        "source": "POLICE_SYSTEM",
    }
