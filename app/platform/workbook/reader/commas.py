"""The rows of a text file with separators (CSV), as systems of many makes write them."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from app.platform.workbook.reader.packed import GZIP, unpacked
from app.platform.workbook.reader.problems import No, Problem
from app.platform.workbook.reader.texts import LONGEST, plain

MARKS = (  # the longer first: that of UTF-32 begins like that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
UNMARKED = (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1))
"""Encoding, bytes of a character, and which of them is not NUL in plain letters."""
LOOK_AT = 4_000
SEPARATORS = ",;\t|"
MOST_LINES = 50
"""Of one row: a quotation mark that nobody closed does not swallow the rest of the file."""
MOST_COLUMNS = 400
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SEP = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_NOT_TEXT = re.compile("[\x01-\x08\x0e-\x1f]")


def lines(data: bytes, asked: dict[str, Any]) -> Iterator[list[Any]]:
    """What the process writes about the text file `data`, packed or not: one sheet, named by its encoding. Rows are
    counted as records, the first is 1. Raises No."""
    text, encoding = decoded(unpacked(data, asked["unpacked"], asked["ratio"]) if data.startswith(GZIP) else data)
    # A search for a line of its own: `splitlines` would split at characters that stand within cells.
    found = _LINE.findall(text)
    named = _SEP.fullmatch(found[0]) if found else None
    if named:
        found = found[1:]
    separator = named[1] if named else separator_of(found[0] if found else "")
    csv.field_size_limit(LONGEST)
    left = asked["rows"]
    yield ["sheet", encoding]
    for number, cells in enumerate(_records(found, separator), start=1):
        kept = {column: value for column, cell in enumerate(cells, start=1) if (value := plain(cell).strip())}
        if not kept:
            continue
        left -= 1
        if left < 0:
            raise No(Problem.TOO_LONG)
        if max(kept) > MOST_COLUMNS:
            raise No(Problem.NOT_TABLE)
        yield ["row", number, kept]
    yield ["end"]


def decoded(data: bytes) -> tuple[str, str]:
    """The text without what no cell holds, and the encoding it was in. Raises No for what is no text."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None) or _unmarked(data)
    if encoding:
        text = data.decode(encoding, "replace")
    else:
        try:
            text, encoding = data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = data.decode("cp1252", "replace"), "cp1252"
    text = text.replace("\x00", "").removeprefix("\ufeff")
    if len(_NOT_TEXT.findall(text[:LOOK_AT])) > len(text[:LOOK_AT]) // 20:
        raise No(Problem.NOT_TABLE)
    return text, encoding.removesuffix("-sig")


def _unmarked(data: bytes) -> str | None:
    """The wide encoding of a file that does not say so: nearly every character has NULs in the same places."""
    start = data[:LOOK_AT]
    for name, width, place in UNMARKED:
        letters = [start[at : at + width] for at in range(0, len(start) - width + 1, width)]
        wide = sum(one[place] != 0 and one.count(0) == width - 1 for one in letters)
        if letters and len(data) % width == 0 and wide > len(letters) * 0.7:
            return name
    return None


def separator_of(heading: str) -> str:
    """The separator that stands most often in the first line, outside quotation marks."""
    bare = re.sub(r'"[^"]*"', "", heading)
    return max(SEPARATORS, key=bare.count)


def _records(found: list[str], separator: str) -> Iterator[list[str]]:
    at = 0
    while at < len(found):
        line = found[at]
        if '"' not in line:
            at += 1
            if line.strip():
                yield line.rstrip("\r\n").split(separator)
            continue
        cells, used = _quoted(found, at, separator)
        at += used
        yield cells


def _quoted(found: list[str], at: int, separator: str) -> tuple[list[str], int]:
    """A row with quotation marks, and how many lines it takes. One that does not end, or is no good, is that line alone
    with the marks as they stand: the rows after it are not touched."""
    reader = csv.reader(islice(found, at, at + MOST_LINES), delimiter=separator, strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration):
        return found[at].rstrip("\r\n").split(separator), 1
