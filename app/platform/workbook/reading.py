"""Reading a workbook that somebody sent.

    for one in read(opened(data, "h4kt-…"), sheet="Actions"):
        if isinstance(one, Row): one.number, one.cells      # what stands in each column that holds anything

Whoever made the file may mean harm, so it is opened in a process of its own (`reader`), which has no key and is stopped
when it takes too long or too much. Formulas and mistakes of cells are told apart from values; nothing is calculated.
"""

import base64
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from app.platform.workbook.reader.opening import OF_OFFICE
from app.platform.workbook.reader.problems import Problem

READER = Path(__file__).resolve().parent / "reader"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """`seconds` of the clock and of the processor; `memory` and `unpacked` in bytes; `parts` of the package; `ratio`
    of a large part to its packed size; `rows` that hold anything."""

    seconds: int = 9
    memory: int = 480 * MEGABYTE
    unpacked: int = 256 * MEGABYTE
    parts: int = 1_000
    ratio: int = 150
    rows: int = 60_000


LIMITS = Limits()

MESSAGES = {
    Problem.NOT_WORKBOOK: "Choose an Excel workbook: its name ends in .xlsx, and it opens as a spreadsheet",
    Problem.NOT_TABLE: "Choose a CSV file or an Excel workbook (.xlsx): this is neither",
    Problem.OLD: "Save the file as an Excel workbook (.xlsx): this is the kind of before 2007",
    Problem.BROKEN: "Open the file, save it again as an Excel workbook (.xlsx) and send that: this one is damaged",
    Problem.LOCKED: "Enter the password of the file: it is locked",
    Problem.WRONG_PASSWORD: "Check the password: the file does not open with it",
    Problem.MACROS: "Save the file as an Excel workbook without macros (.xlsx)",
    Problem.LINKS: "Take the links to other files and data out of the workbook",
    Problem.EMBEDDED: "Take the documents and controls that were put into the workbook out of it",
    Problem.ENTITIES: "Choose a file that a spreadsheet program saved: this one was made to do harm",
    Problem.TOO_BIG: "Send a smaller file: delete the empty rows below the table, and sheets that are not needed",
    Problem.TOO_LONG: "Send fewer rows: there are more in the file than are read at once",
    Problem.TOO_SLOW: "Send a smaller file: reading this one takes too long",
}
ABOUT_PASSWORD = frozenset({Problem.LOCKED, Problem.WRONG_PASSWORD})


class Unreadable(Exception):
    """The file is not read. `message` says in plain words what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
        self.message = MESSAGES[problem]


class NoValue(Enum):
    """What stands in a cell and is not a value."""

    FORMULA = "formula"
    ERROR = "error"


Cell = str | int | float | bool | datetime | NoValue


@dataclass(frozen=True)
class Sheet:
    """The rows that follow are of this sheet. That of a text file is named by the file's encoding."""

    name: str


@dataclass(frozen=True)
class Row:
    """`number` as the spreadsheet program shows it; `cells` by number of the column, from 1, without empty ones."""

    number: int
    cells: Mapping[int, Cell]


_one_at_a_time = threading.Lock()
"""In one process of the server: what all of it may take stays known."""


def opened(data: bytes, password: str | None, limits: Limits = LIMITS) -> bytes:
    """The workbook within a locked one; any other file as it is. Raises Unreadable."""
    if not data.startswith(OF_OFFICE):
        return data
    ((_kind, content),) = _asked({"unlock": True, "password": password}, data, limits)
    return base64.b64decode(content)


def read(
    data: bytes,
    *,
    sheet: str | None = None,
    commas: bool = False,
    limits: Limits = LIMITS,
) -> Iterator[Sheet | Row]:
    """Every row that holds anything, of the sheet of that name where there is one, or else of each sheet in turn.
    With `commas` the file may be text with separators (CSV) as well: its cells are texts.

    Raises Unreadable, at once or after rows: whoever needs all of them takes none before the end.
    """
    for kind, *values in _asked({"sheet": sheet, "commas": commas}, data, limits):
        if kind == "sheet":
            yield Sheet(values[0])
        else:
            yield Row(values[0], {int(column): _cell(value) for column, value in values[1].items()})


def _asked(asked: Mapping[str, Any], data: bytes, limits: Limits) -> Iterator[list[Any]]:
    """What the process says of a file, line by line."""
    command = [sys.executable, "-I", "-B", str(READER)]
    with (
        _one_at_a_time,
        subprocess.Popen(  # noqa: S603 - nothing in the command was typed by anybody
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        ) as process,
    ):
        stop = threading.Timer(limits.seconds, process.kill)
        stop.start()
        try:
            yield from _lines(process, json.dumps({**asdict(limits), **asked}).encode() + b"\n" + data)
        finally:
            stop.cancel()
            process.kill()


def _lines(process: "subprocess.Popen[bytes]", given: bytes) -> Iterator[list[Any]]:
    assert process.stdin is not None  # noqa: S101 - asked for above
    assert process.stdout is not None  # noqa: S101
    with contextlib.suppress(BrokenPipeError):  # it was stopped already
        process.stdin.write(given)
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    for line in process.stdout:
        if not line.endswith(b"\n"):
            break
        said = json.loads(line)
        if said[0] == "end":
            return
        if said[0] == "no":
            raise Unreadable(Problem(said[1]))
        yield said
    # It was stopped: by its time, or by the system for what it took.
    raise Unreadable(Problem.TOO_SLOW)


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]  # as JSON has it
    if "date" in value:
        try:
            return datetime.fromisoformat(value["date"])
        except ValueError:
            return NoValue.ERROR
    return NoValue.FORMULA if "formula" in value else NoValue.ERROR
