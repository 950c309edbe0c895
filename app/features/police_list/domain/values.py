"""What stands in a cell, read as what it means. Pure. What could mean two things is suggested, never taken."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from app.kernel.clock import LONDON

FORMULA, MISTAKE = "\N{REPLACEMENT CHARACTER}formula", "\N{REPLACEMENT CHARACTER}mistake"
"""What is kept of a cell that holds no value."""
YES, NO = frozenset({"1", "y", "yes", "true", "t"}), frozenset({"", "0", "n", "no", "false", "f"})
LONGEST = 1_000

_DAY_ZERO = date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[t ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})-?(\d{{2}})-?(\d{{2}}){_TIME}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([/.\- ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})[ \-/]?([a-z]{{3,9}})\.?[ \-/,]*(\d{{4}}|\d{{2}}){_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")


@dataclass(frozen=True)
class Said:
    """A date as it was read. `certain` is False when it could be meant otherwise; `why` says what to do then."""

    on: date | None
    at: datetime | None = None
    certain: bool = True
    why: str = ""


NO_DATE = "Enter a date such as 12 March 2009"
NO_SUCH_DAY = "Enter another date: there is no such day"


def tidy(text: str) -> str:
    """Without spaces around, runs of spaces, and what cannot be seen."""
    text = text[: LONGEST * 2]
    if not text.isprintable():  # nearly every cell is
        text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(text.split())[:LONGEST]


def is_flag(text: str) -> bool:
    return tidy(text).casefold() in YES | NO


def flag(text: str) -> bool:
    return tidy(text).casefold() in YES


def count(text: str) -> int | None:
    """A number of events; nothing said is none. None: it is no number."""
    text = tidy(text)
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def day(text: str, *, born: date | None = None) -> Said:
    """A date as police systems write it: 2009-03-12, with a time and zone or without; 12/03/2009, the day first;
    12-Mar-09; or the number by which spreadsheet programs keep days. `born` is the day by which somebody was born, for
    a date of birth: a year of two digits is then the last one that is past."""
    text = tidy(text).casefold().strip("'")
    for reader in (_iso, _day_first, _named, _serial):
        said = reader(text, born)
        if said is not None:
            return said
    return Said(None, certain=False, why=NO_DATE)


def _iso(text: str, _born: date | None) -> Said | None:
    found = _ISO.fullmatch(text)
    return _made(int(found[1]), int(found[2]), int(found[3]), found.groups()[3:]) if found else None


def _day_first(text: str, born: date | None) -> Said | None:
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return None
    said = _made(_year(found[4], born), int(found[3]), int(found[1]), found.groups()[4:])
    if said.on is None or said.on.day > 12 or said.on.day == said.on.month:
        return said
    return Said(said.on, said.at, False, "Confirm the date: the day and the month could be the other way round")


def _named(text: str, born: date | None) -> Said | None:
    found = _NAMED.fullmatch(text)
    if found is None or found[2][:3] not in _MONTHS:
        return None
    return _made(_year(found[3], born), _MONTHS.index(found[2][:3]) + 1, int(found[1]), found.groups()[3:])


def _serial(text: str, _born: date | None) -> Said | None:
    found = _SERIAL.fullmatch(text)
    if found is None:
        return None
    on = _DAY_ZERO + timedelta(days=int(found[1]))
    return Said(on, None, False, "Confirm the date: it came as the number by which a spreadsheet keeps days")


def _year(digits: str, born: date | None) -> int:
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year - 100 if born is not None and year > born.year else year


def _made(year: int, month: int, day: int, time: tuple[str | None, ...]) -> Said:
    hour, minute, second, zone = time
    try:
        on = date(year, month, day)
        at = _moment(on, hour, minute, second, zone) if hour else None
    except ValueError:
        return Said(None, certain=False, why=NO_SUCH_DAY)
    if not 1900 <= year <= 2100:
        return Said(None, certain=False, why=NO_DATE)
    return Said(on, at)


def _moment(on: date, hour: str, minute: str | None, second: str | None, zone: str | None) -> datetime:
    """In the zone that is named; without one, as clocks in England showed it."""
    if zone is None:
        into: tzinfo = LONDON
    elif zone == "z":
        into = UTC
    else:
        apart = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        into = timezone(-apart if zone[0] == "-" else apart)
    return datetime(on.year, on.month, on.day, int(hour), int(minute or 0), int(second or 0), tzinfo=into)


def moment(text: str) -> datetime | None:
    """The moment an extract was taken; midnight of England when there is a day alone."""
    said = day(text)
    if said.on is None or not said.certain:
        return None
    return said.at or datetime(said.on.year, said.on.month, said.on.day, tzinfo=LONDON)
