"""Days."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from app.kernel import clock
from app.kernel.days import day_words
from app.web.fields.common import Common
from app.web.fields.widgets import PARTS, DateLook, NearDateLook
from app.web.text import storable

NEAR_YEARS = 10
LONG_AGO = date(1900, 1, 1)
SEPARATORS = re.compile(r"[\s/.,-]+")
MONTHS = {
    name: number
    for number, full in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        start=1,
    )
    for name in (full, full[:3], "sept" if full == "september" else full)
}


class _Date(Common):
    """A day, and the days it may be. `past` and `future` both allow today."""

    data: date | None

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        past: bool = False,
        future: bool = False,
        earliest: date | None = None,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.past, self.future, self.earliest, self.latest = past, future, earliest, latest

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is None:
            return
        today = clock.today()
        if self.past and self.data > today:
            raise StopValidation(f"Enter a date that is today or in the past for “{self.named()}”")
        if self.future and self.data < today:
            raise StopValidation(f"Enter a date that is today or in the future for “{self.named()}”")
        if self.earliest and self.data < self.earliest:
            raise StopValidation(f"Enter a date on or after {day_words(self.earliest)} for “{self.named()}”")
        if self.latest and self.data > self.latest:
            raise StopValidation(f"Enter a date on or before {day_words(self.latest)} for “{self.named()}”")


class DateParts(_Date):
    """A date in three boxes, posted as `<name>-day`, `-month` and `-year`; a month may be typed as a word.

    For dates people know by heart, such as a date of birth (`birthday=True`: in the past, not before 1900).
    Whatever was typed is shown again.
    """

    widget = DateLook()

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] = (), *, birthday: bool = False, **kwargs: Any
    ) -> None:
        if birthday:
            kwargs = {"past": True, "earliest": LONG_AGO, **kwargs}
        super().__init__(label, validators, **kwargs)
        self.typed: tuple[str, str, str] = ("", "", "")
        self._faulty: frozenset[str] = frozenset()
        # People enter other people's dates here: the browser must not offer the user's own.
        self.autocomplete = dict.fromkeys(PARTS, "off")

    @property
    def wrong_parts(self) -> frozenset[str]:
        """The boxes to mark in red."""
        if not self.errors:
            return frozenset()
        return self._faulty or frozenset(PARTS)

    @property
    def error_target(self) -> str:
        return f"{self.id}-{next(part for part in PARTS if not self.errors or part in self.wrong_parts)}"

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if isinstance(self.data, date):
            self.typed = (str(self.data.day), str(self.data.month), str(self.data.year))
        if formdata is None or not any(f"{self.name}-{part}" in formdata for part in PARTS):
            if formdata:
                self._empty()
            return
        given = [storable(str(formdata.get(f"{self.name}-{part}", "")), one_line=True).strip()[:20] for part in PARTS]
        self.typed = (given[0], given[1], given[2])
        self.raw_data = given
        self._read()

    def _empty(self) -> None:
        self.data = None
        self.typed = ("", "", "")

    def _read(self) -> None:
        self.data = None
        if not any(self.typed):
            return
        missing = [part for part, typed in zip(PARTS, self.typed, strict=True) if not typed]
        if missing:
            self._fault(missing, f"Enter a {' and a '.join(missing)} for “{self.named()}”")
            return
        day, month, year = self.typed
        numbers = [_whole(day), MONTHS.get(month.lower()) or _whole(month), _whole(year)]
        odd = [
            part
            for part, number, most in zip(PARTS, numbers, (31, 12, 9999), strict=True)
            if number is None or not 1 <= number <= most
        ]
        if not odd and len(year) != 4:
            self._fault(["year"], f"Enter a year of 4 numbers, like 2026, for “{self.named()}”")
            return
        try:
            if odd:
                raise ValueError(odd)
            self.data = date(numbers[2] or 0, numbers[1] or 0, numbers[0] or 0)
        except ValueError:
            self._fault(odd or list(PARTS), f"Enter a real date for “{self.named()}”")

    def _fault(self, parts: Sequence[str], message: str) -> None:
        self._faulty = frozenset(parts)
        self.process_errors = [message]


class NearDate(_Date):
    """A date near today, such as a deadline: one box, posted as `<name>`, with a calendar where scripts run.

    Reads 2/11/2026, 2 November 2026 and 2026-11-02. More than ten years ahead is a slip (2062 for 2026): what is due
    then is never chased, and what holds from then cannot be changed before. So is what was before anybody was born
    (0226 for 2026).
    """

    widget = NearDateLook()

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, hint=hint or f"For example, {_slashes(clock.today())}", **kwargs)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        last = clock.today().replace(month=12, day=31, year=clock.today().year + NEAR_YEARS)
        if self.data and self.data < LONG_AGO:
            raise StopValidation(f"Enter a date on or after {day_words(LONG_AGO)} for “{self.named()}”")
        if self.data and self.data > last:
            raise StopValidation(f"Enter a date on or before {day_words(last)} for “{self.named()}”")

    def _value(self) -> str:
        if self.raw_data:
            return storable(str(self.raw_data[0]), one_line=True)[:40]
        return _slashes(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        typed = storable(str(valuelist[0]), one_line=True).strip() if valuelist else ""
        if not typed:
            return
        parts = [part for part in SEPARATORS.split(typed) if part]
        if len(parts) == 3 and len(parts[0]) == 4:
            parts.reverse()
        try:
            day, month, year = parts
            if len(year) != 4:
                raise ValueError(year)
            self.data = date(_number(year), MONTHS.get(month.lower()) or _number(month), _number(day))
        except ValueError as problem:
            raise ValueError(f"Enter a real date, like {_slashes(clock.today())}, for “{self.named()}”") from problem


def _number(typed: str) -> int:
    number = _whole(typed)
    if number is None or len(typed) > 4:
        raise ValueError(typed)
    return number


def _slashes(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _whole(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() else None
