"""Texts as they stand in cells."""

import re

from app.platform.workbook.reader.problems import No, Problem

LONGEST = 32_767
"""Characters a cell can hold."""
MOST = LONGEST * 7
"""As long as that when all of it is escaped."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_CANNOT_BE_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Kept:
    """The text of one cell, put together from its runs; what is said of its sound is left out."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.open = False
        self.sound = False

    def add(self, text: str) -> None:
        if self.open:
            self.length += len(text)
            if self.length > MOST:
                raise No(Problem.TOO_BIG)
            self.pieces.append(text)

    def text(self) -> str:
        return plain("".join(self.pieces))


def plain(text: str) -> str:
    """What stands in a cell, as a database can keep it."""
    if text.isprintable() and "_x" not in text:
        return text
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CANNOT_BE_KEPT.sub("\N{REPLACEMENT CHARACTER}", text)
