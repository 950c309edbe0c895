"""How old somebody is, and how sure that is."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

CHILD_UNTIL = 18


@dataclass(frozen=True)
class Age:
    """Years lived, and the words to show; `years` is None when nothing is known."""

    years: int | None
    certain: bool
    words: str

    @property
    def is_child(self) -> bool:
        """Under 18, or thought to be. Nobody is taken for an adult because nothing is known."""
        return self.years is None or self.years < CHILD_UNTIL


def age(dob: date | None, precision: str | None, approx_age: int | None, approx_on: date | None, on: date) -> Age:
    """The age on a day, in words that say how it is known: `15`, `about 17`, `15 or 16`, `Age not known`."""
    precision = precision or ("EXACT" if dob else "UNKNOWN")
    if dob is not None and precision != "UNKNOWN":
        years = whole_years(dob, on)
        if precision == "EXACT":
            return Age(years, True, str(years))
        if precision == "ESTIMATED":
            return Age(years, False, f"about {years}")
        first, last = _span(dob, precision)
        youngest, oldest = whole_years(last, on), whole_years(first, on)
        words = str(youngest) if youngest == oldest else f"{youngest} or {oldest}"
        return Age(youngest, youngest == oldest, words)
    if approx_age is not None:
        years = approx_age + (whole_years(approx_on, on) if approx_on else 0)
        return Age(years, False, f"about {years}")
    return Age(None, False, "Age not known")


def turns(dob: date | None, precision: str | None, years: int) -> date | None:
    """The day somebody becomes `years` old, when their date of birth is known or estimated."""
    if dob is None or precision == "UNKNOWN":
        return None
    return birthday(dob, years)


def birthday(dob: date, years: int) -> date:
    """Somebody born on 29 February has a birthday on 1 March of an ordinary year."""
    year = dob.year + years
    if (dob.month, dob.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1)
    return dob.replace(year=year)


def months_after(day: date, months: int) -> date:
    """The same day so many months on (back when negative), or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_years(start: date, on: date) -> int:
    return max(0, on.year - start.year - ((on.month, on.day) < (start.month, start.day)))


def _span(dob: date, precision: str) -> tuple[date, date]:
    """The first and last day somebody may have been born, when the month or only the year is known."""
    if precision == "MONTH":
        return dob.replace(day=1), dob.replace(day=monthrange(dob.year, dob.month)[1])
    return date(dob.year, 1, 1), date(dob.year, 12, 31)


def ages_in_words(min_age: int | None, max_age: int | None) -> str:
    if min_age is None and max_age is None:
        return "Any age"
    if min_age is None:
        return f"{max_age} and under"
    return f"{min_age} and over" if max_age is None else f"{min_age} to {max_age}"
