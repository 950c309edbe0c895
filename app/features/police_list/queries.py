"""Reading extracts and their rows. Who may, the rule of the models says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.features.cases.models import Case
from app.features.police_list.domain.course import UNDECIDED, RowState
from app.features.police_list.models import Extract, Headings, Piece, Row
from app.platform.access import Actor, fetch
from app.platform.database import db

LAST = 25
SHOW: dict[str, str] = {
    "waiting": "Waiting",
    "ready": "Ready to accept",
    "quarantine": "To be looked at",
    "held": "Held",
    "new": "New this month",
    "changed": "Changed",
    "accepted": "Accepted",
    "rejected": "Rejected",
    "counted": "Not kept",
    "all": "All rows",
}
"""Parts of a list, in the order they are offered."""


def get_extract(actor: Actor, uid: str) -> Extract:
    """Raises NotFound."""
    return fetch(actor, Extract, uid)


def get_row(actor: Actor, uid: str) -> Row:
    """Raises NotFound."""
    return fetch(actor, Row, uid)


def list_extracts(actor: Actor) -> Sequence[Extract]:
    """The newest of them."""
    newest = select(Extract).order_by(Extract.loaded_at.desc(), Extract.reference.desc())
    return db.session.scalars(newest.limit(LAST)).all()


def sent_before(actor: Actor, area_uid: str, digest: str) -> Extract | None:
    """The same file, loaded before and neither undone nor forgotten."""
    there = select(Extract).where(Extract.area_uid == area_uid, Extract.undone_at.is_(None))
    there = there.where(or_(Extract.read_at.is_not(None), Extract.file_until.is_not(None)))
    return next((one for one in db.session.scalars(there) if one.digest == digest), None)


def extracts_before(extract: Extract) -> Sequence[Extract]:
    """Those of the area that were read and not undone, and whose marks are kept, the one taken last first."""
    return db.session.scalars(
        select(Extract)
        .where(
            Extract.area_uid == extract.area_uid,
            Extract.uid != extract.uid,
            Extract.read_at.is_not(None),
            Extract.undone_at.is_(None),
            Extract.marks_key_uid.is_not(None),
        )
        .order_by(Extract.extract_at.desc(), Extract.loaded_at.desc())
    ).all()


def headings_of(area_uid: str) -> Headings | None:
    return db.session.scalar(select(Headings).where(Headings.area_uid == area_uid))


def pieces_of(extract_uid: str, kind: str) -> Sequence[Piece]:
    wanted = select(Piece).where(Piece.extract_uid == extract_uid, Piece.kind == kind)
    return db.session.scalars(wanted.order_by(Piece.number)).all()


def rows_of(extract_uid: str, *where: ColumnElement[bool]) -> Sequence[Row]:
    """In the order of the file."""
    return db.session.scalars(select(Row).where(Row.extract_uid == extract_uid, *where).order_by(Row.number)).all()


def list_rows(actor: Actor, extract: Extract, show: str, *, limit: int, offset: int) -> Sequence[Row]:
    wanted = select(Row).where(Row.extract_uid == extract.uid, *_shown(show)).order_by(Row.number)
    return db.session.scalars(wanted.limit(limit).offset(offset)).all()


def count_by_show(actor: Actor, extract: Extract) -> Mapping[str, int]:
    """How many rows each part of a list has."""
    found = db.session.execute(
        select(Row.disposition, Row.state, Row.change, func.count())
        .where(Row.extract_uid == extract.uid)
        .group_by(Row.disposition, Row.state, Row.change)
    ).all()
    return {show: sum(row[3] for row in found if _is_shown(show, row[0], row[1], row[2])) for show in SHOW}


def _shown(show: str) -> list[ColumnElement[bool]]:
    undecided = Row.state.in_([str(one) for one in UNDECIDED])
    parts: dict[str, list[ColumnElement[bool]]] = {
        "waiting": [Row.state == RowState.WAITING],
        "ready": [Row.disposition == "ACCEPT", undecided],
        "quarantine": [Row.disposition == "QUARANTINE", undecided],
        "held": [Row.state == RowState.HELD],
        "new": [Row.change == "NEW", Row.state != RowState.COUNTED],
        "changed": [Row.change == "CHANGED", Row.state != RowState.COUNTED],
        "accepted": [Row.state == RowState.ACCEPTED],
        "rejected": [Row.state == RowState.REJECTED],
        "counted": [Row.state == RowState.COUNTED],
    }
    return parts.get(show, [])


def _is_shown(show: str, disposition: str, state: str, change: str | None) -> bool:
    undecided = state in UNDECIDED
    kept = state != RowState.COUNTED
    return {
        "waiting": state == RowState.WAITING,
        "ready": disposition == "ACCEPT" and undecided,
        "quarantine": disposition == "QUARANTINE" and undecided,
        "held": state == RowState.HELD,
        "new": change == "NEW" and kept,
        "changed": change == "CHANGED" and kept,
        "accepted": state == RowState.ACCEPTED,
        "rejected": state == RowState.REJECTED,
        "counted": not kept,
    }.get(show, True)


def gone_rows(actor: Actor, extract: Extract) -> Sequence[Row]:
    """Rows of earlier extracts that are not on this one any more and are still kept: the accepted first."""
    return db.session.scalars(
        select(Row).where(Row.gone_uid == extract.uid).order_by(Row.case_uid.is_(None), Row.number)
    ).all()


def seen_cases(actor: Actor, rows: Sequence[Row]) -> Mapping[str, Case]:
    """The cases of rows that the actor may see, by uid."""
    uids = {row.case_uid for row in rows if row.case_uid}
    return {case.uid: case for case in db.session.scalars(select(Case).where(Case.uid.in_(uids)))} if uids else {}


def row_numbered(extract_uid: str, number: int) -> Row | None:
    return db.session.scalar(select(Row).where(Row.extract_uid == extract_uid, Row.number == number))


def rows_of_case(actor: Actor, case_uid: str) -> Sequence[tuple[Row, Extract]]:
    """Rows accepted into a case, the newest first, with their extracts."""
    found = db.session.execute(
        select(Row, Extract)
        .join(Extract, Extract.uid == Row.extract_uid)
        .where(Row.case_uid == case_uid, Row.state == RowState.ACCEPTED)
        .order_by(Extract.extract_at.desc(), Row.number)
    )
    return [(row, extract) for row, extract in found]


def count_undecided(actor: Actor) -> Mapping[str, Counter[str]]:
    """How many rows wait for somebody, by list and disposition."""
    found = db.session.execute(
        select(Row.extract_uid, Row.disposition, func.count())
        .where(Row.state.in_([str(one) for one in UNDECIDED]))
        .group_by(Row.extract_uid, Row.disposition)
    )
    counted: dict[str, Counter[str]] = {}
    for extract_uid, disposition, number in found:
        counted.setdefault(extract_uid, Counter())[disposition] = number
    return counted


@dataclass(frozen=True)
class Standing:
    """How many rows are ready to accept, how many to be looked at, and when the newest list was loaded."""

    ready: int
    quarantine: int
    loaded_at: datetime | None


def standing(actor: Actor) -> Standing:
    """For the home page: one statement."""
    waiting = select(func.count(Row.uid)).where(Row.state.in_([str(one) for one in UNDECIDED]))
    newest = select(func.max(Extract.loaded_at)).where(Extract.undone_at.is_(None))
    wanted: list[Any] = [
        *(waiting.where(Row.disposition == code).scalar_subquery() for code in ("ACCEPT", "QUARANTINE")),
        newest.scalar_subquery(),
    ]
    return Standing(*db.session.execute(select(*wanted)).one())
