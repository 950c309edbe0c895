"""What a provider may not be told. Pure. Source: domain reference 6.2.

Words are compared as names are: without regard to capitals, accents, apostrophes and hyphens.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from app.kernel.errors import Refused
from app.kernel.folding import tokens

NAMES = "Take names other than the first name, and addresses, out of what the provider is told"
NUMBERS = "Take phone numbers, e-mail addresses and reference numbers out of what the provider is told"
BORN = "Take the date of birth out of what the provider is told. An age is enough"

FAMILY_WORDS = frozenset(
    {
        "and", "aunt", "baby", "brother", "carer", "child", "cousin", "dad", "daddy", "daughter", "father",
        "foster", "gran", "grandad", "grandfather", "grandma", "grandmother", "guardian", "known", "miss",
        "mother", "mrs", "mum", "mummy", "nan", "nana", "nanny", "not", "parent", "parents", "partner", "sibling",
        "sister", "son", "step", "stepdad", "stepfather", "stepmother", "stepmum", "the", "uncle", "unknown",
    }
)  # fmt: skip
"""Words that stand in the names of relatives, and say nothing by themselves."""
SHORTEST = 3

HOUSE_NUMBER = re.compile(r"^\W*(?:flat\s+\w+\W+)?\d+\w?\s+", re.IGNORECASE)
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
EMAIL = re.compile(r"\S+@\S+\.\w+")
REFERENCE = re.compile(r"\b[A-Z]{1,3}-\d{4}-\d{1,6}\b", re.IGNORECASE)
LONG_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().-]{0,2}\d){8,}")
"""Nine digits or more, as a phone number, an NHS number or one of the police is written."""
MONTHS = tuple(calendar.month_name[1:])
NUMERIC_DAY = re.compile(r"\b(\d{1,4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,4})\b")
WORDED_DAY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})\b", re.IGNORECASE
)
MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})\b", re.IGNORECASE)
SAYS_BORN = re.compile(r"\b(?:born(?:\s+on)?|d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birthday)\W{0,5}\d", re.IGNORECASE)


def check_redacted(summary: str, kept_back: Iterable[str], dob: date | None = None) -> None:
    """A provider is told no more than it needs: no names of `kept_back`, no address, number or date of birth. Raises
    Refused, which says what kind of thing to take out, never the thing itself."""
    if POSTCODE.search(summary) or any(_holds(summary, words) for words in kept_back):
        raise Refused(NAMES, field="risk_summary")
    if SAYS_BORN.search(summary) or (dob is not None and dob in set(_days(summary, dob))):
        raise Refused(BORN, field="risk_summary")
    without_days = NUMERIC_DAY.sub(" - ", summary)
    if any(pattern.search(without_days) for pattern in (EMAIL, REFERENCE, LONG_NUMBER)):
        raise Refused(NUMBERS, field="risk_summary")


def check_redacted_name(first_name: str, kept_back: Iterable[str]) -> None:
    """Raises Refused for a first name that brings another name or a number with it."""
    if any(letter.isdigit() for letter in first_name) or any(_holds(first_name, words) for words in kept_back):
        raise Refused("Enter the first name only", field="first_name")


def name_parts(name: str | None, told: Iterable[str] = ()) -> Iterator[str]:
    """A name as a whole, and each part that tells who it is by itself; nothing of what is `told` anyway."""
    parts = tokens(name)
    known = set(told)
    telling = [part for part in parts if part not in known and part not in FAMILY_WORDS]
    if telling:
        yield " ".join(parts)
    yield from (part for part in telling if len(part) >= SHORTEST)


def address_parts(line: str | None, postcode: str | None) -> Iterator[str]:
    """The line; what stands first in it; each street of it without its number; the postcode."""
    parts = [part.strip() for part in (line or "").split(",")]
    yield from (one for one in (line, parts[0], postcode) if one)
    for part in parts:
        street = HOUSE_NUMBER.sub("", part)
        if street != part and len(tokens(street)) > 1:
            yield street


def _holds(text: str, words: str) -> bool:
    """Whether the words stand in the text one after another, closed up or letter by letter. The last may have the s of
    a genitive."""
    wanted, said = tokens(words), tokens(text)
    closed = "".join(wanted)
    if len(closed) < 2:
        return False
    if closed in said or (len(closed) >= SHORTEST and any(closed in run for run in _spelt(said))):
        return True
    size = len(wanted)
    return any(
        said[at : at + size - 1] == wanted[:-1] and said[at + size - 1] in (wanted[-1], wanted[-1] + "s")
        for at in range(len(said) - size + 1)
    )


def _spelt(said: Iterable[str]) -> Iterator[str]:
    """Words that are written letter by letter: `t o v e y`."""
    for single, letters in groupby(said, key=lambda token: len(token) == 1):
        if single:
            yield "".join(letters)


def _days(text: str, near: date) -> Iterator[date]:
    """The days written in a text, each way a year of two figures may be meant that could be `near`."""
    for first, second, third in NUMERIC_DAY.findall(text):
        if len(first) == 4:
            yield from _day(first, second, third, near)
        else:
            yield from _day(third, second, first, near)
            yield from _day(third, first, second, near)
    for day, month, year in WORDED_DAY.findall(text):
        yield from _day(year, _month(month), day, near)
    for month, day, year in MONTH_FIRST.findall(text):
        yield from _day(year, _month(month), day, near)


def _month(name: str) -> str:
    found = [number for number, full in enumerate(MONTHS, 1) if full.casefold().startswith(name.casefold())]
    return str(found[0]) if found else "0"


def _day(year: str, month: str, day: str, near: date) -> Iterator[date]:
    whole = int(year) if len(year) == 4 else near.year if int(year) == near.year % 100 else 0
    try:
        yield date(whole, int(month), int(day))
    except ValueError:
        return
