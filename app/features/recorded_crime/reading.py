"""Reading a file of street-level crime: in a process apart, row by row into numbers, then beside the month it is of."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from sqlalchemy import select, update

from app.features.recorded_crime import keeping, reference
from app.features.recorded_crime.domain.street import Tally, columns_of, difference
from app.features.recorded_crime.models import CrimeFile
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.database import db
from app.platform.workbook.reader.problems import Problem
from app.platform.workbook.reading import MEGABYTE, Limits, Row, Unreadable, read

audit.declare("crime-file.read", facts={"month", "rows", "counted", "without_location", "without_id", "repeated"})
audit.declare("crime-file.applied", facts={"month", "more", "fewer"})

LIMITS = Limits(seconds=120, memory=900 * MEGABYTE, unpacked=160 * MEGABYTE, rows=400_000)
EVERY = 2_000
"""Rows after which somebody who waits is told how far it is."""
MESSAGES = {
    Problem.BROKEN: "Download the file again: it is damaged or was cut off",
    Problem.TOO_BIG: "Choose a file of one month of one force: this one is far larger",
    Problem.TOO_LONG: "Choose a file of one month of one force: this one has far more rows",
    Problem.TOO_SLOW: "Choose a file of one month of one force: reading this one takes too long",
}
NO_TABLE = "Choose the monthly street-level file, as .csv or packed as .csv.gz"
Progress = Callable[[int], None]


def tally_of(data: bytes, progress: Progress = lambda _rows: None) -> Tally:
    """The numbers of a file; `progress` is told the rows read so far. Raises Refused at `file`."""
    tally = Tally(reference.types())
    columns: dict[int, str] | None = None
    try:
        for cells in _rows(data):
            if columns is None:
                columns = columns_of(cells)
                continue
            tally.add({columns[number]: cell for number, cell in cells.items() if number in columns})
            if tally.rows % EVERY == 0:
                progress(tally.rows)
    except Unreadable as unreadable:
        raise Refused(MESSAGES.get(unreadable.problem, NO_TABLE), field="file") from unreadable
    tally.check(today())
    return tally


def _rows(data: bytes) -> Iterator[dict[int, str]]:
    for one in read(data, commas=True, limits=LIMITS):
        if isinstance(one, Row):
            yield {number: str(cell).strip() for number, cell in one.cells.items()}


def read_file(file: CrimeFile, data: bytes, progress: Progress = lambda _rows: None) -> None:
    """Count the rows of a file and set the counts beside those of its month. A month that is new is in use from now on;
    the same numbers change nothing; others wait for somebody to replace the month. Raises Refused at `file`.

    `progress` may end the transaction.
    """
    uid = file.uid
    tally = tally_of(data, progress)
    file = db.session.scalars(select(CrimeFile).where(CrimeFile.uid == uid)).one()
    file.month, file.force, file.facts = tally.month, tally.force, tally.facts()
    file.done, file.read_at, file.content = tally.rows, now(), None
    there = in_use(key_of(file))
    if there is not None:
        found = difference(keeping.counts_of(there.uid), tally.counts)
        file.same = found.none
        file.differs = {} if found.none else asdict(found) | {"from_uid": there.uid}
    if not file.same:
        keeping.keep_counts(file, tally)
    db.session.flush()
    audit.record(
        "crime-file.read",
        file,
        month=key_of(file)[:7],
        rows=tally.rows,
        counted=tally.counted,
        without_location=tally.without_location,
        without_id=tally.without_id,
        repeated=tally.repeated,
    )
    if there is None:
        _use(file)


def replace_month(file: CrimeFile) -> None:
    """The counts of `file` are those of its month from now on; the earlier ones go."""
    there = in_use(key_of(file))
    if there is not None:
        keeping.forget_counts(there)
        there.in_use_for, there.replaced_at = None, now()
        db.session.flush()
    _use(file)


def _use(file: CrimeFile) -> None:
    file.in_use_for = key_of(file)
    db.session.flush()
    audit.record(
        "crime-file.applied",
        file,
        month=key_of(file)[:7],
        more=file.differs.get("more", file.facts["counted"]),
        fewer=file.differs.get("fewer", 0),
    )


def key_of(file: CrimeFile) -> str:
    """Month and force, as `in_use_for` has them."""
    assert file.month is not None  # noqa: S101 - it was read
    return f"{file.month:%Y-%m} {file.force}"


def in_use(key: str) -> CrimeFile | None:
    return db.session.scalar(select(CrimeFile).where(CrimeFile.in_use_for == key).with_for_update())


def note_progress(uid: str, rows: int) -> None:
    """Say how far it is, and end the transaction."""
    db.session.execute(update(CrimeFile).where(CrimeFile.uid == uid).values(done=rows))
    db.session.commit()
