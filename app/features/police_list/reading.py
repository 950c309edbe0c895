"""Reading the rows of a file: what becomes of each, and how it stands to last month's. As the system, so that nothing
depends on what whoever loaded it may see. Nothing becomes a case."""

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.police_list import dropping, keeping, queries, reference
from app.features.police_list.domain import judging, values
from app.features.police_list.domain.columns import Column
from app.features.police_list.domain.course import RowState
from app.features.police_list.domain.judging import KEPT, Disposition, Flag, Judged, Scope, Twin
from app.features.police_list.domain.marks import (
    NOMINAL,
    NOTHING,
    REFERENCE,
    Change,
    Difference,
    Mark,
    Marks,
    compare,
    identical,
    tidy_reference,
)  # fmt: skip
from app.features.police_list.models import Extract, Row
from app.features.police_list.sheet import Line, Table
from app.features.police_list.taking_in import BY_HAND
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.database import db

audit.declare("police.rows_kept", facts={"rows"})
audit.declare(
    "police.list_read", facts={"rows", "ready", "quarantine", "rejected", "not_kept", "new", "gone", "changed"}
)

CHUNK = 500
LATE = "late"
"""Among the counts of a list: a newer one had been read before it."""
NO_TIME = "Check the column “Taken at”: no row says when the list was taken"
Progress = Callable[[int, int], None]


def keep_rows(extract: Extract, table: Table, progress: Progress = lambda _done, _rows: None) -> None:
    """Judge and keep every row of `table`, then forget the file. `progress` is called after each chunk, and may end the
    transaction. Raises Refused at `file` when no row says when the list was taken."""
    numbers = {int(number): code for number, code in extract.columns.items()}
    lines = list(table.lines(numbers))
    moments = Counter(at for line in lines if (at := values.moment(line.cells.get("extract_at", ""))))
    if not moments:
        raise Refused(NO_TIME, field="file")
    reader = _Reader(extract, moments.most_common(1)[0][0], table.encoding, lines)
    uid = extract.uid
    for start in range(0, len(lines), CHUNK):
        chunk = lines[start : start + CHUNK]
        for line in chunk:
            db.session.add(reader.row(line))
        db.session.flush()
        audit.record("police.rows_kept", rows=len(chunk))
        progress(min(start + CHUNK, len(lines)), len(lines))
    extract = db.session.scalars(select(Extract).where(Extract.uid == uid)).one()
    reader.finish(extract)


class _Reader:
    def __init__(self, extract: Extract, at: datetime, encoding: str, lines: list[Line]) -> None:
        self.extract_uid, self.area_uid, self.agency_uid = extract.uid, extract.area_uid, extract.agency_uid
        self.at, self.lines = at, lines
        self.columns: list[Column] = [one for one in reference.columns() if one.code in {*extract.columns.values()}]
        self.scope: Scope = reference.scope(extract.area_uid, at, encoding)
        self.marks = Marks(secrets.token_hex(16))
        self.first: dict[str, int] = {}
        self.counts: Counter[str] = Counter()
        self.keep_until = today() + timedelta(days=int(partnership.number("import.raw_keep", extract.area_uid)))
        earlier = queries.extracts_before(extract)
        self.same_time = [keeping.marks_of(one) for one in earlier if one.extract_at == at]
        self.is_newest = all(one.extract_at is None or one.extract_at <= at for one in earlier)
        self.is_whole = extract.form != BY_HAND
        whole = [one for one in earlier if one.form != BY_HAND]
        before = next((one for one in whole if one.extract_at is not None and one.extract_at < at), None)
        self.before_uid = before.uid if before and self.is_whole else None
        self.before: Marks | None = keeping.marks_of(before) if before else None
        self.earlier_rows = self._rows_of(before) if before else {}
        self.accepted = dropping.accepted_before(self.area_uid, self.extract_uid)
        self._look_for_gone()

    @staticmethod
    def _rows_of(before: Extract) -> dict[str, dict[str, str]]:
        """What is still kept of last month's rows, by reference: to say what changed."""
        kept: dict[str, dict[str, str]] = {}
        for row in queries.rows_of(before.uid, Row.state != RowState.COUNTED):
            kept.setdefault(tidy_reference(row.ref), dict(row.cells))
        return kept

    def _look_for_gone(self) -> None:
        self.now: set[str] = set()
        self.gone: list[str] = []
        self.gone_nominals: set[str] = set()
        if self.before is None or not self.is_whole:
            return
        own = [one for one in self.lines if values.moment(one.cells.get("extract_at", "")) == self.at]
        self.now = {self.before.ref(one.cells.get(REFERENCE, "")) for one in own}
        self.gone = [ref for ref in self.before.marks if ref not in self.now]
        self.gone_nominals = {self.before.marks[ref].fields.get(NOMINAL, NOTHING) for ref in self.gone} - {NOTHING}

    def row(self, line: Line) -> Row:
        """The row of a line, judged; what is not kept has nothing of it."""
        twin, number = self._twin(line)
        judged = judging.judge(line.cells, self.scope, twin)
        difference = self._difference(line) if twin is None else None
        if difference is not None:
            self._count(difference)
        self.counts[judged.disposition] += 1
        if judged.disposition is Disposition.ACCEPT:
            self.counts[role_of(line.cells)] += 1
        kept = judged.disposition in KEPT and judged.rule != "5.3"
        row = Row(
            uid=new_uid(),
            key_uid=self.area_uid,
            area_uid=self.area_uid,
            agency_uid=self.agency_uid,
            extract_uid=self.extract_uid,
            number=line.number,
            disposition=judged.disposition,
            rule=judged.rule,
            state=_state(judged),
            keep_until=self.keep_until,
            ref="",
            why=judged.why or None,
            flags=[str(flag) for flag in judged.flags],
        )
        reference_ = tidy_reference(line.cells.get(REFERENCE, ""))
        if judged.rule == "5.3" and judged.disposition is Disposition.REJECT:
            row.ref = reference_
        if kept:
            self._fill(row, line, judged, difference, number)
        known = self.accepted.get(reference_)
        row.known_uid = known.subject_uid if known and judged.disposition is not Disposition.OTHER_AREA else None
        return row

    def _fill(self, row: Row, line: Line, judged: Judged, difference: Difference | None, twin: int | None) -> None:
        row.ref = tidy_reference(line.cells.get(REFERENCE, ""))
        row.cells, row.unknown, row.twin = line.cells, line.unknown, twin
        row.problems = [[one.field, one.message, one.suggestion] for one in judged.problems]
        row.expires_on = judged.expires_on
        if difference is None:
            return
        row.change = difference.change
        extra = [Flag.REKEYED] if difference.rekeyed else [Flag.REUSED] if difference.reused else []
        row.flags = [*row.flags, *map(str, extra)]
        was: dict[str, str] = self.earlier_rows.get(row.ref, {})
        there = row.ref in self.earlier_rows
        row.changes = [[code, was.get(code, "") if there else None, line.cells.get(code, "")]
                       for code in difference.fields]  # fmt: skip

    def _twin(self, line: Line) -> tuple[Twin | None, int | None]:
        """Whether a row with the same reference and time was there before: above it, or in an earlier file. PR-14(2)"""
        reference_ = line.cells.get(REFERENCE, "")
        if not reference_ or values.moment(line.cells.get("extract_at", "")) != self.at:
            return None, None
        mark = self.marks.of(line.cells, self.columns)
        above = self.marks.marks.get(mark.ref)
        if above is not None:
            return (Twin.SAME if identical(above, mark) else Twin.DIFFERENT), self.first[mark.ref]
        self.marks.marks[mark.ref] = mark
        self.first[mark.ref] = line.number
        for marks in self.same_time:
            other: Mark = marks.of(line.cells, self.columns)
            there = marks.marks.get(other.ref)
            if there is not None:
                return (Twin.SAME if identical(there, other) else Twin.DIFFERENT), 0
        return None, None

    def _difference(self, line: Line) -> Difference | None:
        if self.before is None or values.moment(line.cells.get("extract_at", "")) != self.at:
            return None
        return compare(self.before, self.before.of(line.cells, self.columns), self.gone_nominals)

    def _count(self, difference: Difference) -> None:
        self.counts[f"change:{difference.change}"] += 1
        self.counts["rekeyed"] += difference.rekeyed

    def finish(self, extract: Extract) -> None:
        """Once every row is kept: its marks, what is gone, and no file any more."""
        extract.extract_at, extract.before_uid = self.at, self.before_uid
        keeping.keep_marks(
            extract, self.marks, new_uid(), [one.code for one in self.columns if one.compared] + ["model"]
        )
        compared = self.before is not None and self.is_whole
        gone = dropping.mark_gone(extract, self.lines, self.accepted) if compared and self.is_newest else 0
        self.counts["gone"] = len(self.gone)
        extract.counts = {**dict(self.counts), "rows": len(self.lines), "gone_kept": gone}
        if compared and not self.is_newest:
            extract.counts = {**extract.counts, LATE: 1}
        extract.read_at = now()
        extract.undo_until = now() + timedelta(hours=float(partnership.number("import.undo", extract.area_uid)))
        keeping.forget_file(extract)
        db.session.flush()
        count: Any = self.counts
        audit.record(
            "police.list_read",
            extract,
            rows=len(self.lines),
            ready=count[Disposition.ACCEPT],
            quarantine=count[Disposition.QUARANTINE],
            rejected=count[Disposition.REJECT],
            not_kept=count[Disposition.DISCARD] + count[Disposition.DUPLICATE] + count[Disposition.OTHER_AREA],
            new=count[f"change:{Change.NEW}"],
            gone=len(self.gone),
            changed=count[f"change:{Change.CHANGED}"],
        )


def _state(judged: Judged) -> RowState:
    if judged.disposition is Disposition.REJECT:
        return RowState.REJECTED
    return RowState.WAITING if judged.disposition in KEPT else RowState.COUNTED


def role_of(cells: judging.Cells) -> str:
    """HARMED and ALLEGED_CAUSE are told apart, and may both be said. PR-14(4)"""
    victim, suspect = values.flag(cells.get("role_victim", "")), values.flag(cells.get("role_suspect", ""))
    return f"role:{'both' if victim and suspect else 'harmed' if victim else 'cause' if suspect else 'none'}"
