"""What agencies and the group recorded of a network as a whole: tension, weapons, contexts. It is read from entries of
its case, the newest first, so that nothing is overwritten and everything has its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.networks.domain import EXPLOITED, EXPLOITER, Cell, cells, most_influential
from app.features.networks.seeing import Seen
from app.features.networks.terms import network_of
from app.features.partnership import interface as partnership
from app.kernel.clock import local
from app.platform.access import Actor

TENSION, CONTEXT = "tension", "context"
LISTS = (("weapons", "weapon_availability"), ("cross_border", "cross_border"), ("platforms", "online"))
"""Facts that are lists, and where an entry of the tension has them."""


@dataclass(frozen=True)
class Tension:
    """One word on the tension: code of `tension_level`, what set it off, when, and who said so when."""

    level: str | None
    trigger: str | None
    triggered_on: date | None
    said_on: date
    agency_uid: str | None


@dataclass
class Facts:
    """The latest word on each, and the history of the tension."""

    tension: list[Tension] = field(default_factory=list)
    weapons: tuple[str, ...] = ()
    county_lines: str | None = None
    county_line_name: str | None = None
    """Police-graded: None to whoever does not read that."""
    cross_border: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    weights: dict[str, int] = field(default_factory=dict)
    strengths: list[tuple[str, str | None, date | None]] = field(default_factory=list)
    """Words, agency, day."""

    @property
    def level(self) -> str | None:
        return next((one.level for one in self.tension if one.level), None)

    @property
    def intervene(self) -> list[str]:
        """The contexts to intervene in first: those of the greatest influence."""
        return partnership.code_labels("network_context", most_influential(self.weights))


def facts(actor: Actor, case: Case) -> Facts:
    details = network_of(case).details
    found = read(cases.list_entries(actor, case.uid))
    found.cross_border = found.cross_border or tuple(details.get("cross_border_areas") or ())
    found.platforms = found.platforms or tuple(details.get("online_platforms") or ())
    return found


def read(rows: Sequence[CaseEntry]) -> Facts:
    """From the entries of a case, the newest first."""
    found = Facts()
    seen: set[str] = set()
    for row in rows:
        if row.kind == "PROTECTIVE" and row.details.get("text"):
            found.strengths.append((str(row.details["text"]), row.agency_uid, row.happened_on))
        for name, value in _latest(row):
            if name not in seen:
                seen.add(name)
                setattr(found, name, value)
        if row.details.get("block") == TENSION and row.details.get("tension_level"):
            found.tension.append(_tension(row))
    return found


def _latest(row: CaseEntry) -> Iterator[tuple[str, Any]]:
    details = row.details
    if details.get("block") == CONTEXT:
        weights = details.get("weights") or {}
        order = [item.code for item in partnership.code_list("network_context")]
        yield "weights", {name: int(weights[name]) for name in order if weights.get(name) is not None}
    if details.get("block") == TENSION:
        for name, key in (
            ("weapons", "weapon_availability"),
            ("cross_border", "cross_border"),
            ("platforms", "online"),
        ):
            if key in details:
                yield name, tuple(details[key] or ())
        for name, key in (("county_lines", "county_lines"), ("county_line_name", "county_line_name")):
            if details.get(key):
                yield name, details[key]


def _tension(row: CaseEntry) -> Tension:
    details = row.details
    triggered = details.get("triggered_on")
    return Tension(
        details.get("tension_level"),
        details.get("trigger_event"),
        date.fromisoformat(triggered) if triggered else None,
        local(row.recorded_at).date(),
        row.agency_uid,
    )


def priority_cells(found: Facts, seen: Seen) -> tuple[Cell, ...]:
    """The four cells of the network's priority, from what the actor sees (3.3)."""
    level = partnership.code_item("tension_level", found.level or "")
    return cells(
        tension=int(level.attributes.get("cell", 0)) if level else 0,
        tension_words=level.label if level else "Not recorded",
        weapon=max((_weapon_cell(code) for code in found.weapons), default=0),
        weapon_words=", ".join(partnership.code_labels("weapon", found.weapons)) or "None recorded",
        young=sum(one.age is not None and one.age.years is not None and one.age.is_child for one in seen.members),
        signs=list(_signs(found, seen)),
    )


def _weapon_cell(code: str) -> int:
    item = partnership.code_item("weapon", code)
    return int(item.attributes.get("cell", 1)) if item else 1


def _signs(found: Facts, seen: Seen) -> Iterator[str]:
    positions = {one.position for one in seen.members}
    if EXPLOITED in positions:
        yield "Somebody is exploited"
    if EXPLOITER in positions or any(tie.link.kind == "EXPLOITS" for tie in seen.ties):
        yield "Somebody is suspected of exploiting others"
    tie = partnership.code_item("county_line_tie", found.county_lines or "")
    if tie and tie.attributes.get("ties"):
        yield f"Ties to a county line: {tie.label.lower()}"
