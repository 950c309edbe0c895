"""What a page shows of a row: as much as its reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.features.partnership import interface as partnership
from app.features.police_list import reference
from app.features.police_list.domain import values
from app.features.police_list.domain.course import UNDECIDED, is_shut
from app.features.police_list.domain.judging import FLAG_WORDS, Disposition, Flag
from app.features.police_list.domain.marks import CHANGE_WORDS, Change
from app.features.police_list.models import Row
from app.features.police_list.telling import identity_of, readable
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Candidate
from app.kernel.days import day_words
from app.platform.access import SEES_SCORES, Actor, Permission

POLICE = "POL"
NOT_SHOWN = frozenset(
    {"ethnicity_sd", "model_name", "model_version", "model_band", "model_score", "extract_at", "area_code"}
)
"""What belongs to the equality store or is provenance alone, and what all rows share."""


@dataclass(frozen=True)
class Shown:
    """A row of a list. `name` is None where it is kept from the reader, or nothing is kept."""

    row: Row
    name: str | None
    roles: str
    disposition: str
    colour: str
    change: str
    shut: bool
    people: Sequence[Candidate] = ()
    undecided: bool = False
    acceptable: bool = False


@dataclass(frozen=True)
class Score:
    """What a police model says, and what is published of the model. PR-14(6)"""

    name: str
    version: str
    band: str
    score: str
    published: reference.Model | None


@dataclass(frozen=True)
class Whole:
    """A row on its own page: cells as label and value, with what stood there before it was put right."""

    facts: list[tuple[str, str, str | None]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    changes: list[tuple[str, str | None, str]] = field(default_factory=list)


def show(actor: Actor, rows: Sequence[Row], *, compare: bool) -> list[Shown]:
    """Rows of one screen; with `compare`, whom each may be: of those that can be accepted, all at once."""
    wanted = [row for row in rows if _is_acceptable(row)] if compare else []
    found = subjects.similar_to_each(actor, [identity_of(row.cells) for row in wanted]) if wanted else []
    people = {row.uid: _known_first(row, one) for row, one in zip(wanted, found, strict=True)}
    return [_shown(actor, row, people.get(row.uid, ())) for row in rows]


def compared(actor: Actor, rows: Sequence[Row]) -> tuple[list[Shown], int | None]:
    """Rows of one screen with whom each may be, for whoever accepts rows. Just after a start the people held may still
    be being read: then how much of it is done, in per cent, and nothing can be accepted yet."""
    if not actor.may(Permission.POLICE_LIST_ACCEPT):
        return show(actor, rows, compare=False), None
    try:
        return show(actor, rows, compare=True), None
    except subjects.IndexNotReady as wait:
        return [replace(one, acceptable=False) for one in show(actor, rows, compare=False)], wait.percent


def _is_acceptable(row: Row) -> bool:
    return row.disposition == Disposition.ACCEPT and row.state in UNDECIDED


def _shown(actor: Actor, row: Row, people: Sequence[Candidate]) -> Shown:
    item = partnership.code_item("police_disposition", row.disposition)
    shut = is_shut(row, police=actor.agency_type == POLICE)
    return Shown(
        row=row,
        name=None if shut or not row.cells else name_of(row.cells),
        roles="" if shut else roles_of(row.cells),
        disposition=item.label if item else row.disposition,
        colour=str(item.attributes.get("colour", "grey")) if item else "grey",
        change=CHANGE_WORDS[Change(row.change)] if row.change else "",
        shut=shut,
        people=people,
        undecided=row.state in UNDECIDED,
        acceptable=_is_acceptable(row) and actor.may(Permission.POLICE_LIST_ACCEPT),
    )


def people_like(actor: Actor, row: Row) -> list[Candidate]:
    """Whom the group holds who may be the person of a row; the one the reference was accepted as before, first."""
    return _known_first(row, subjects.similar_people(actor, identity_of(row.cells)))


def _known_first(row: Row, found: Sequence[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda one: one.subject_uid != row.known_uid)


def name_of(cells: Mapping[str, str]) -> str:
    parts = (readable(cells.get("forenames", "")), readable(cells.get("surname", "")))
    return " ".join(part for part in parts if part) or "Name not given"


def roles_of(cells: Mapping[str, str]) -> str:
    """Each part in violence by itself. PR-14(4)"""
    named = (("role_victim", "HARMED"), ("role_suspect", "ALLEGED_CAUSE"))
    said = [partnership.code_label("role_in_violence", code) for column, code in named
            if values.flag(cells.get(column, ""))]  # fmt: skip
    return "; ".join(said) or ("None" if cells else "")


def whole(row: Row) -> Whole:
    facts: list[tuple[str, str, str | None]] = []
    for column in reference.columns():
        cell = row.cells.get(column.code, "")
        if (cell or column.code in row.put_right) and column.code not in NOT_SHOWN:
            facts.append((column.label, _words(column.code, column.kind, cell), row.put_right.get(column.code)))
    labels = {one.code: one.label for one in reference.columns()}
    return Whole(
        facts=facts,
        flags=[FLAG_WORDS[Flag(flag)] for flag in row.flags],
        changes=[(labels.get(code, code), before, after) for code, before, after in row.changes],
    )


def _words(code: str, kind: str, cell: str) -> str:
    if cell in (values.FORMULA, values.MISTAKE):
        return "A formula, which is not read" if cell == values.FORMULA else "A mistake of the spreadsheet"
    if kind == "flag":
        return ("Yes" if values.flag(cell) else "No") if values.is_flag(cell) else cell
    if kind in ("birthday", "day", "moment"):
        said = values.day(cell)
        return day_words(said.on) if said.on and said.certain else cell
    if code == "last_event_type" and partnership.is_code("violence_type", cell.upper()):
        return partnership.code_label("violence_type", cell.upper())
    if code == "sex" and partnership.is_code("sex", cell.upper()):
        return partnership.code_label("sex", cell.upper())
    if code in ("surname", "forenames", "aliases"):
        return readable(cell)
    return cell


def score_of(actor: Actor, row: Row) -> Score | None:
    """None for whoever may not see it, and where the list says nothing. PR-14(6), PR-34."""
    said = {code: row.cells.get(code, "") for code in ("model_name", "model_version", "model_band", "model_score")}
    if not actor.is_any(SEES_SCORES) or not (said["model_band"] or said["model_score"]):
        return None
    return Score(
        said["model_name"] or "Not named",
        said["model_version"] or "Not said",
        said["model_band"] or "None",
        said["model_score"] or "None",
        reference.published(said["model_name"]),
    )
