"""What somebody typed into the one box, told apart: names, dates of birth, postcodes, references and identifiers."""

import re
from dataclasses import dataclass
from datetime import date

from app.kernel.folding import fold, tokens

MOST_WORDS = 8
"""More words than any name has; what comes after is left out."""
LONGEST_WORD = 40
SHORTEST_IDENTIFIER = 5
CENTURY = 100

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NUMERIC = re.compile(r"(?<![\w/])(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4}|\d{2})(?![\w/])", re.ASCII)
_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])", re.ASCII)
_WORDED = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(_MONTHS)})[a-z]*\s+(\d{{4}})\b", re.IGNORECASE | re.ASCII
)
_REFERENCE = re.compile(r"\b([A-Za-z]{1,3})-(\d{4})-(\d{1,5})\b", re.ASCII)
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s?(\d[A-Za-z]{2})\b", re.ASCII)
_DIGITS = re.compile(r"(?<!\w)\d[\d ]{3,}\d(?!\w)", re.ASCII)


@dataclass(frozen=True)
class Query:
    """A question, folded. `words` may hold parts of names in any order."""

    words: tuple[str, ...] = ()
    births: tuple[date, ...] = ()
    postcodes: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.words or self.births or self.postcodes or self.identifiers or self.references)


def read_query(text: str, today: date) -> Query:
    """Tell apart what was typed. Years of two figures are of the last hundred years."""
    births: list[date] = []
    references: list[str] = []
    postcodes: list[str] = []

    def dated(found: re.Match[str], order: tuple[int, int, int]) -> str:
        year, month, number = (found[at] for at in order)
        day = _day(year, month, number, today)
        if day is None:
            return found[0]
        births.append(day)
        return " "

    def referred(found: re.Match[str]) -> str:
        references.append(f"{found[1].upper()}-{found[2]}-{int(found[3]):04d}")
        return " "

    def posted(found: re.Match[str]) -> str:
        postcodes.append(fold(found[1] + found[2]))
        return " "

    rest = _REFERENCE.sub(referred, text)
    rest = _ISO.sub(lambda found: dated(found, (1, 2, 3)), rest)
    rest = _NUMERIC.sub(lambda found: dated(found, (3, 2, 1)), rest)
    rest = _WORDED.sub(lambda found: dated(found, (3, 2, 1)), rest)
    rest = _POSTCODE.sub(posted, rest)
    identifiers = [found.replace(" ", "") for found in _DIGITS.findall(rest)]
    words = []
    for raw in rest.split():
        closed = fold(raw).replace(" ", "")
        if len(closed) >= SHORTEST_IDENTIFIER and any(letter.isdigit() for letter in closed):
            identifiers.append(closed)
        else:
            words += [word[:LONGEST_WORD] for word in tokens(raw)]
    return Query(
        words=tuple(dict.fromkeys(words))[:MOST_WORDS],
        births=tuple(dict.fromkeys(births)),
        postcodes=tuple(dict.fromkeys(postcodes)),
        identifiers=tuple(dict.fromkeys(identifiers)),
        references=tuple(dict.fromkeys(references)),
    )


def _day(year: str, month: str, day: str, today: date) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += today.year // CENTURY * CENTURY
        number -= CENTURY if number > today.year else 0
    named = month[:3].lower()
    try:
        found = date(number, _MONTHS.index(named) + 1 if named in _MONTHS else int(month), int(day))
    except ValueError:
        try:
            found = date(number, int(day), int(month))  # the month first
        except ValueError:
            return None
    return found if found <= today else None
