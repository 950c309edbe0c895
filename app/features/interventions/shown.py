"""Words and ways that the pages of the catalogue share."""

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from flask import current_app, url_for

from app.features.accounts import interface as accounts
from app.features.interventions import queries
from app.features.interventions.domain import Contract as Facts
from app.features.interventions.domain import State, confirmed_late
from app.features.interventions.models import Contract, Intervention
from app.features.partnership import interface as partnership
from app.kernel.days import day_words
from app.platform.access import Actor, Permission

STATES = {
    State.PAID: ("Running", "green"),
    State.SOON: ("Money ends soon", "yellow"),
    State.UNCONFIRMED: ("Money not confirmed", "orange"),
    State.BREAK: ("In a break", "grey"),
    State.HALTED: ("Not running", "grey"),
    State.AHEAD: ("Not begun", "light-blue"),
    State.UNFUNDED: ("Unfunded", "red"),
    State.YEAR: ("Running", "green"),
    State.UNKNOWN: ("Not known", "grey"),
}
"""Words and colour of each state."""

PAGES = (
    ("Catalogue", "interventions.catalogue", Permission.INTERVENTION_VIEW),
    ("What addresses what", "interventions.matrix_page", Permission.INTERVENTION_VIEW),
    ("Gaps", "referrals.gap_list", Permission.GAP_VIEW),
    ("Venues", "interventions.venue_list", Permission.INTERVENTION_VIEW),
)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages about the catalogue that the actor may open."""
    return [
        {"text": words, "href": url_for(endpoint), "current": endpoint == current}
        for words, endpoint, permission in PAGES
        if actor.may(permission) and endpoint in current_app.view_functions
    ]


def known(code: str | None, codes: Container[str]) -> str | None:
    return code if code and code in codes else None


def selected(endpoint: str, chosen: Mapping[str, str | None], kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a list is narrowed to, each with the address that takes it off: an area that was left empty is any area."""
    words = {
        "area": lambda code: f"Area: {queries.place_name(code)}",
        "kind": lambda code: f"Kind: {kinds[code]}",
        "age": lambda age: f"Age: {age}",
        "running": lambda _: "Running now",
    }
    return [
        (words[name](value), _narrowed(endpoint, {**chosen, name: "" if name == "area" else None}))
        for name, value in chosen.items()
        if value
    ]


def _narrowed(endpoint: str, chosen: Mapping[str, Any]) -> str:
    return url_for(endpoint, **chosen)


def lead_name(actor: Actor, row: Intervention) -> str | None:
    """Who leads on safeguarding, where the actor may see their name."""
    uid = row.safeguarding_lead_uid
    return accounts.user_names(actor, [uid]).get(uid) if uid else None


def places(row: Intervention, linked: Mapping[str, int]) -> str:
    """How many people are linked now, against how many it takes."""
    now = linked.get(row.uid, 0)
    return f"{now} linked now" if row.capacity is None else f"{now} of {row.capacity} linked now"


def dosage(row: Intervention) -> str:
    """What is planned for one person: `12 sessions of 60 minutes over 12 weeks`."""
    parts = []
    if row.sessions_planned:
        parts.append(f"{row.sessions_planned} session{'s' if row.sessions_planned > 1 else ''}")
    if row.minutes_planned:
        parts.append(f"of {row.minutes_planned} minutes" if parts else f"Sessions of {row.minutes_planned} minutes")
    if row.weeks_planned:
        over = f"over {row.weeks_planned} week{'s' if row.weeks_planned > 1 else ''}"
        parts.append(over if parts else over.capitalize())
    return " ".join(parts) or "Not stated"


def evidence(row: Intervention) -> str:
    """The ratings in words, with their date and source."""
    told = []
    if row.yef_impact:
        told.append(f"Youth Endowment Fund: impact {partnership.code_label('yef_impact', row.yef_impact).lower()}")
    if row.yef_cost:
        told.append(f"Youth Endowment Fund: cost {row.yef_cost} of 3")
    if row.yef_confidence:
        told.append(f"Youth Endowment Fund: confidence {row.yef_confidence} of 5")
    if row.nesta:
        told.append(f"Nesta standard {row.nesta} of 5")
    if not told:
        return "Not rated"
    if row.evidence_on:
        told.append(f"Rated {day_words(row.evidence_on)}. Source: {row.evidence_source}")
    return "\n".join(told)


def confirmed(contract: Contract) -> str:
    """When the money was confirmed, and how late that was."""
    if contract.confirmed_on is None:
        return "Not confirmed"
    late = confirmed_late(Facts(contract.starts_on, contract.ends_on, contract.confirmed_on))
    words = day_words(contract.confirmed_on)
    return f"{words}, {late} day{'s' if late != 1 else ''} after it began" if late else words


def breaks(contract: Contract) -> list[str]:
    return [f"{_day(one['from'])} to {_day(one['until'])}" for one in contract.breaks]


def _day(value: str) -> str:
    return day_words(date.fromisoformat(value))
