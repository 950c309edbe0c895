"""The rows of the sheets, one after the other: what was typed, and what only looks like it."""

import math
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

from app.platform.workbook.reader.book import Book
from app.platform.workbook.reader.opening import checked
from app.platform.workbook.reader.package import Attributes, Package
from app.platform.workbook.reader.problems import No, Problem
from app.platform.workbook.reader.texts import Kept, plain

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
DIGITS = "0123456789"
FORMULA = {"formula": True}
PIECES = 32
"""Of 8 KB at most, in which the text of a cell goes by: no cell has that many."""
SURE = 2**53
"""Whole numbers are exact below it."""


def lines(data: bytes, asked: dict[str, Any]) -> Iterator[list[Any]]:
    """What the process writes about the file `data`. The sheet that is asked for, where there is one of that name, or
    else every sheet. Raises No."""
    book = Book(Package(checked(data), asked))
    wanted = [one for one in book.sheets if one[0] == asked["sheet"]] or book.sheets
    left = asked["rows"]
    for name, part in wanted:
        yield ["sheet", name]
        for row in _Sheet(book).rows(part):
            left -= 1
            if left < 0:
                raise No(Problem.TOO_LONG)
            yield row
    yield ["end"]


class _Sheet:
    """The state while the elements of a sheet go by."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.found: list[list[Any]] = []
        self.row = self.column = 0
        self.cells: dict[int, Any] = {}
        self.kind = self.look = ""
        self.formula = False
        self.value: list[str] | None = None
        self.kept = Kept()

    def rows(self, part: str) -> Iterator[list[Any]]:
        """Every row that holds anything."""
        for _ in self.book.package.parsing(part, self._start, self._end, self._text):
            yield from self.found
            self.found.clear()

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self.column = _column(attributes["r"].rstrip(DIGITS)) if "r" in attributes else self.column + 1
            if self.column > LAST_COLUMN:
                raise No(Problem.BROKEN)
            self.kind, self.look = attributes.get("t", "n"), attributes.get("s", "0")
            self.formula, self.value = False, None
            if self.kind == "inlineStr":
                self.kept.begin()
        elif name == "t":
            self.kept.open = not self.kept.sound
        elif name == "v":
            self.value = []
        elif name == "f":
            self.formula = True
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            if not 0 < self.row <= LAST_ROW:
                raise No(Problem.BROKEN)
            self.column, self.cells = 0, {}
        elif name == "rPh":
            self.kept.sound = True

    def _text(self, text: str) -> None:
        if self.kept.open:
            self.kept.add(text)
        elif self.value is not None:
            self.value.append(text)
            if len(self.value) > PIECES:
                raise No(Problem.TOO_BIG)

    def _end(self, name: str) -> None:
        if name == "c":
            value = FORMULA if self.formula else self._read()
            if value is not None and value != "":
                self.cells[self.column] = value
            self.value = None
        elif name == "row":
            if self.cells:
                self.found.append(["row", self.row, self.cells])
        elif name == "t":
            self.kept.open = False
        elif name == "rPh":
            self.kept.sound = False

    def _read(self) -> Any:
        if self.kind == "inlineStr":
            return self.kept.text()
        if self.value is None:
            return None
        typed = "".join(self.value)
        if self.kind == "s":
            return self.book.texts[int(typed)]
        if self.kind == "n":
            return self._number(typed)
        if self.kind == "b":
            return typed.strip() in ("1", "true")
        return {"error": True} if self.kind == "e" else {"date": typed} if self.kind == "d" else plain(typed)

    def _number(self, typed: str) -> Any:
        number = float(typed)
        if not math.isfinite(number):
            return {"error": True}
        dates, look = self.book.dates, int(self.look)
        if 0 <= look < len(dates) and dates[look] and 0 <= number < 2_958_466:
            moment = self.book.first_day + timedelta(seconds=round(number * 86_400))
            return {"date": moment.isoformat()}
        return int(number) if number.is_integer() and abs(number) < SURE else number


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: str) -> int:
    """Number of the column AB."""
    if re.fullmatch("[A-Z]{1,3}", letters) is None:
        raise No(Problem.BROKEN)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
