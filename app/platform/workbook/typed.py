"""What people type into cells, read as what they mean. Pure. What could mean two things is refused, never guessed."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.kernel.days import day_words
from app.platform.workbook.reading import Cell, NoValue

FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST = 20_000
"""Characters, as on the pages."""

_DAY_ZERO = date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december")  # fmt: skip
_TIME = r"(?:[ t]+\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?)?"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,? )?"
_NUMBERS = re.compile(rf"{_WEEKDAY}(\d{{1,2}}) ?([/.\- ]) ?(\d{{1,2}}) ?\2 ?(\d{{4}}|\d{{2}}){_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.\-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ \-/.]*([a-z]+)\.?[ \-/.,]*(?:'?)(\d{{4}}|\d{{2}}){_TIME}"
)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}([a-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_TIME}")

NO_DATE = "Enter a date such as 12 March 2026"
DAY_FIRST = "Enter the day first, then the month: there is no such day"
NO_YEAR = f"Enter a year between {FIRST_YEAR} and {LAST_YEAR}"
NO_FORMULA = "Type the value: a formula is not read"


class Unclear(Exception):
    """What was typed cannot be read. `message` says what to type, and holds nothing of what was."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def is_blank(cell: Cell | None) -> bool:
    return cell is None or (isinstance(cell, str) and not _folded(cell))


def read_text(cell: Cell, longest: int = LONGEST) -> str:
    """As text, whatever the spreadsheet program took it for. Raises Unclear."""
    _no_formula(cell)
    if isinstance(cell, datetime):
        return day_words(cell) if cell.time() == datetime.min.time() else f"{cell.day} {cell:%B %Y, %H:%M}"
    text = {True: "Yes", False: "No"}[cell] if isinstance(cell, bool) else str(cell).strip()
    if len(text) > longest:
        raise Unclear(f"Shorten this: at most {longest:,} characters are kept")
    return text


def read_choice(cell: Cell, choices: Mapping[str, str], words: str) -> str:
    """The code of what was chosen: `choices` are codes by the words people see, and either may be typed, in any case.
    `words` says what is chosen. Raises Unclear."""
    _no_formula(cell)
    known = {_key(one): code for label, code in choices.items() for one in (label, code)}
    found = known.get(_key(str(cell)))
    if found is None:
        raise Unclear(f"Choose {words} from the list in the cell")
    return found


def read_day(cell: Cell) -> date:
    """A day: of a date cell, of the number by which spreadsheet programs keep days, or as people type one, the day
    before the month. Raises Unclear."""
    _no_formula(cell)
    if isinstance(cell, datetime):
        return _sound(cell.year, cell.month, cell.day)
    if isinstance(cell, bool):
        raise Unclear(NO_DATE)
    if isinstance(cell, int | float):
        if not 1 <= cell < 80_000:
            raise Unclear(NO_DATE)
        day = _DAY_ZERO + timedelta(days=int(cell))
        return _sound(day.year, day.month, day.day)
    return _day_of(_folded(str(cell)))


def _day_of(text: str) -> date:
    if len(text) > 40:
        raise Unclear(NO_DATE)
    if found := _YEAR_FIRST.fullmatch(text):
        return _sound(int(found[1]), int(found[3]), int(found[4]))
    if found := _NUMBERS.fullmatch(text):
        return _sound(_year(found[4]), int(found[3]), int(found[1]))
    if found := _DAY_MONTH.fullmatch(text):
        return _sound(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _sound(int(found[3]), _month(found[1]), int(found[2]))
    if text.isascii() and text.isdigit() and len(text) == 5:
        return read_day(int(text))
    raise Unclear(NO_DATE)


def _month(word: str) -> int:
    if word == "sept":
        return 9
    for names in (_MONTHS, _LONG):
        if word in names:
            return names.index(word) + 1
    raise Unclear(NO_DATE)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _sound(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unclear(NO_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclear(DAY_FIRST) from None


def _no_formula(cell: Cell) -> None:
    if isinstance(cell, NoValue):
        raise Unclear(NO_FORMULA if cell is NoValue.FORMULA else "Type the value: the cell shows a mistake")


def _folded(text: str) -> str:
    """Without what cannot be seen: wide digits, hard spaces, capitals."""
    text = unicodedata.normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()
    return " ".join("".join(one for one in text if unicodedata.category(one) != "Cf").split()).strip("'")


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", _folded(text)).strip()
