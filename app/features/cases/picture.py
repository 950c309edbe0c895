"""The picture of a case that its page shows, put together from its entries: strengths and voice before risk. PR-58."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from app.features.cases import entries as kinds
from app.features.cases.domain import Axis
from app.features.cases.entries import binds, is_suspected_false
from app.features.cases.models import Case, CaseEntry
from app.features.cases.wording import BLOCKS, Fact, agency, day, facts, grade, on_record
from app.features.partnership.interface import code_item, code_label, code_labels
from app.kernel.clock import local

BANDS = {Axis.CAUSE: "band_cause", Axis.HARMED: "band_harmed", Axis.EXPLOITED: "band_exploited"}
VOICES = {"person": "The person", "parent": "Parent or carer", "young_people": "Young people who use the place"}
CONTESTED = {"OPEN": "Contested", "KEPT": "Contested and kept"}
ONLY_HARMED = frozenset({"HARMED", "AT_RISK_HARMED", "WITNESS", "BEREAVED", "SIBLING_OF"})


@dataclass(frozen=True)
class Line:
    """Something told: what, the words of it, how good it is, and who told it when."""

    what: str
    text: str = ""
    tags: tuple[str, ...] = ()
    grade: str = ""
    source: str = ""
    on: date | None = None
    facts: tuple[Fact, ...] = ()
    event_uid: str | None = None
    """The incident it tells of."""


@dataclass(frozen=True)
class Level:
    """One axis. `band` None: nobody has set it."""

    axis: str
    band: str | None
    reason: str = ""
    by_uid: str | None = None
    at: datetime | None = None
    agency: str = ""


@dataclass(frozen=True)
class Block:
    title: str
    lines: tuple[Line, ...]
    code: str = ""


@dataclass
class Picture:
    voices: list[Line] = field(default_factory=list)
    strengths: list[Line] = field(default_factory=list)
    protective: list[Line] = field(default_factory=list)
    roles: list[Line] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    factors: list[Line] = field(default_factory=list)
    looked_for: list[Line] = field(default_factory=list)
    """Risk factors that somebody looked for and did not find."""
    incidents: list[Line] = field(default_factory=list)
    worries: list[Line] = field(default_factory=list)
    needs: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    handling: list[Line] = field(default_factory=list)
    """Conditions on what may be done with the information. Handling without any stands with the blocks."""
    notes: list[Line] = field(default_factory=list)
    suspected_false: list[Line] = field(default_factory=list)
    """Graded E: kept out of risk, to be removed. PR-48."""


def picture(case: Case, rows: Sequence[CaseEntry]) -> Picture:
    """`rows` newest first. The equality store is left out: it has a page of its own."""
    shown = Picture(levels=levels(case, rows))
    by_block: dict[str, list[Line]] = {}
    for row in rows:
        details = row.details
        if row.visibility == "E" or not details:  # of an erased person nothing is left to show
            continue
        if row.kind != kinds.STATUS and is_suspected_false(details):
            shown.suspected_false.append(_marked(row, _any(row)))
        elif row.kind == kinds.STATUS:
            block = str(details.get("block"))
            if block == "handling" and binds(details):
                shown.handling.append(_marked(row, _status(row)))
            else:
                by_block.setdefault(block, []).append(_marked(row, _status(row)))
        elif row.kind == kinds.RISK_FACTOR:
            (shown.looked_for if details.get("present") == "N" else shown.factors).append(_marked(row, _factor(row)))
        elif row.kind in _PLACES:
            name, line = _PLACES[row.kind]
            getattr(shown, name).append(_marked(row, line(row)))
    shown.voices.sort(key=lambda line: list(VOICES.values()).index(line.what) if line.what in VOICES.values() else 9)
    order = {block: number for number, block in enumerate(BLOCKS)}
    shown.blocks = [
        Block(BLOCKS.get(block, block.replace("_", " ").capitalize()), tuple(lines), block)
        for block, lines in sorted(by_block.items(), key=lambda one: order.get(one[0], len(order)))
    ]
    return shown


def levels(case: Case, rows: Iterable[CaseEntry]) -> list[Level]:
    """Each axis with the band it has now and the entry that set it."""
    set_by: dict[str, CaseEntry] = {}
    for row in rows:
        if row.kind != kinds.BAND or not row.details:
            continue
        for axis in Axis:
            if row.details["bands"].get(axis) != row.details["before"].get(axis):
                set_by.setdefault(axis, row)
    found = []
    for axis, name in BANDS.items():
        band, setting = getattr(case, name), set_by.get(axis)
        if band is None or setting is None:
            found.append(Level(code_label("axis", axis), band))
        else:
            found.append(
                Level(
                    code_label("axis", axis),
                    band,
                    setting.details["reason"],
                    setting.recorded_by_uid,
                    setting.recorded_at,
                    agency(setting.agency_uid),
                )
            )
    return found


def equality(rows: Iterable[CaseEntry]) -> list[Line]:
    return [_status(row) for row in rows if row.visibility == "E"]


def only_harmed(roles: Iterable[str]) -> bool:
    """Whether nobody says that this person causes harm: shown apart from those of whom somebody does. PR-21."""
    told = set(roles)
    return bool(told & {"HARMED", "AT_RISK_HARMED"}) and told <= ONLY_HARMED


def role_words(roles: Iterable[str]) -> str:
    return ", ".join(code_labels("role_in_violence", roles)) or "No role recorded"


def title_of(row: CaseEntry) -> str:
    """What an entry is, in words, for a timeline."""
    return _TITLES.get(row.kind) or BLOCKS.get(str(row.details.get("block")), "Information")


_TITLES = {
    kinds.ROLE: "Role in violence",
    kinds.RISK_FACTOR: "Risk factor",
    kinds.PROTECTIVE: "Protective factor",
    kinds.INCIDENT: "Incident",
    kinds.VOICE: "What was said",
    kinds.WORRY: "What people are worried about",
    kinds.STRENGTH: "What is going well",
    kinds.NEED: "What needs to happen",
    kinds.BAND: "Levels of concern set",
    kinds.NOTE: "Note",
}


def entry_words(row: CaseEntry) -> str:
    """One entry in a line: what it is, who told it and when, without the words of it."""
    line = _any(row)
    on = line.on or local(row.recorded_at).date()
    return ", ".join(part for part in (line.what, line.source, day(on.isoformat())) if part)


def _marked(row: CaseEntry, line: Line) -> Line:
    """With the mark of an entry that somebody contests. PR-30."""
    return replace(line, tags=(CONTESTED[row.contested], *line.tags)) if row.contested else line


def _line(row: CaseEntry, what: str, text: Any = "", tags: tuple[str, ...] = (), **more: Any) -> Line:
    return Line(
        what,
        str(text or ""),
        tags,
        source=agency(row.agency_uid),
        on=row.happened_on,
        grade=more.pop("grade", ""),
        facts=more.pop("facts", ()),
        event_uid=row.event_uid,
    )


def _text(row: CaseEntry) -> Line:
    return _line(row, title_of(row), row.details.get("text"))


def _note(row: CaseEntry) -> Line:
    return _line(row, "Note", row.details.get("text"), ("Restricted",) if row.visibility == "L" else ())


def _voice(row: CaseEntry) -> Line:
    details = row.details
    whose = VOICES.get(str(details.get("whose")), "Somebody")
    if details.get("not_obtained"):
        return _line(row, whose, f"Not asked yet: {details['not_obtained']}", ("Not obtained",))
    more = tuple(
        Fact(label, day(details[name]) if name == "date" else str(details[name]))
        for name, label in (("by", "Told to"), ("method", "How"), ("n", "How many people"))
        if details.get(name) is not None
    )
    return _line(row, whose, details.get("text"), facts=more)


def _role(row: CaseEntry) -> Line:
    details = row.details
    status = details.get("status")
    tags = (code_label("role_status", status),) if status else ()
    what = code_label("role_in_violence", str(details.get("role")))
    return _line(row, what, details.get("evidence"), tags, grade=grade(details))


def _factor(row: CaseEntry) -> Line:
    details = row.details
    item = code_item("risk_factor", str(details.get("code")))
    tags = (code_label("present", str(details["present"])),) if details.get("present") not in (None, "Y") else ()
    if item and item.attributes.get("kind") == "EN":
        tags = (*tags, "A need, never scored")
    first, last = details.get("from"), details.get("last_seen")
    seen = (Fact("Since", day(first)),) if first and last and first != last else ()
    return _line(
        row,
        item.label if item else str(details.get("code")),
        details.get("evidence"),
        tags,
        grade=grade(details),
        facts=seen,
    )


def _protective(row: CaseEntry) -> Line:
    details = row.details
    if not details.get("code"):
        return _line(row, "Strengths and guardians", details.get("text"))
    return _line(row, code_label("protective_factor", str(details["code"])), details.get("evidence"))


def incident(row: CaseEntry) -> Line:
    details = row.details
    lines = [
        ("Role in it", code_label("role_in_violence", str(details["role"])) if details.get("role") else None),
        ("Where", ", ".join(str(details[name]) for name in ("place", "postcode") if details.get(name)) or None),
        ("Time", details.get("time")),
        ("Date is", code_label("date_precision", details["date_precision"]) if _vague(details) else None),
        ("Injury", code_label("injury", str(details["injury"])) if details.get("injury") else None),
        ("Weapon", _weapons(details)),
        ("Crime reference", details.get("crime_ref")),
        ("Reported to the police", _yes_no(details.get("reported_to_police"))),
        ("Outcome", code_label("incident_outcome", str(details["outcome"])) if details.get("outcome") else None),
        (
            "How it is known",
            on_record("source_of_information", str(details["source"])) if details.get("source") else None,
        ),
    ]
    tags = ("Police-graded",) if row.visibility == "P" else ()
    return _line(
        row,
        code_label("violence_type", str(details.get("type"))) if details.get("type") else "Incident",
        details.get("description"),
        tags,
        grade=grade(details),
        facts=tuple(Fact(label, str(value)) for label, value in lines if value),
    )


def _vague(details: Mapping[str, Any]) -> bool:
    return details.get("date_precision") not in (None, "EXACT")


def _weapons(details: Mapping[str, Any]) -> str | None:
    weapon = details.get("weapon")
    codes = [weapon] if isinstance(weapon, str) else list(weapon or ())
    words = ", ".join(code_labels("weapon", codes))
    told = details.get("weapon_involvement")
    ways = [told] if isinstance(told, str) else list(told or ())
    how = ", ".join(code_labels("weapon_involvement", ways)).lower()
    return f"{words} ({how})" if words and how else words or None


def _yes_no(value: Any) -> str | None:
    return None if value is None else "Yes" if value else "No"


def _status(row: CaseEntry) -> Line:
    tags = {"L": ("Restricted",), "P": ("Police-graded",)}.get(row.visibility, ())
    graded = grade(row.details) if row.details.get("grade") else ""
    return _line(row, title_of(row), "", tags, grade=graded, facts=tuple(facts(row.details)))


def _any(row: CaseEntry) -> Line:
    if row.kind == kinds.RISK_FACTOR:
        return _factor(row)
    return _PLACES[row.kind][1](row) if row.kind in _PLACES else _status(row)


_PLACES = {
    kinds.VOICE: ("voices", _voice),
    kinds.STRENGTH: ("strengths", _text),
    kinds.PROTECTIVE: ("protective", _protective),
    kinds.ROLE: ("roles", _role),
    kinds.INCIDENT: ("incidents", incident),
    kinds.WORRY: ("worries", _text),
    kinds.NEED: ("needs", _text),
    kinds.NOTE: ("notes", _note),
}
"""Where each kind of entry stands in the picture, and how it is put into words."""
