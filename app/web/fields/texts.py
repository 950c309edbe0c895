"""Things that are typed, and the buttons beside them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import HiddenField, PasswordField, StringField, SubmitField, TextAreaField
from wtforms.validators import StopValidation

from app.web.fields.common import Common
from app.web.fields.widgets import AreaLook, CountedLook, EmailLook, PasswordLook, SubmitLook, TextLook
from app.web.text import can_be_seen, storable

TEXT_LIMIT = 200
TEXT_AREA_LIMIT = 20_000
PASSWORD_LIMIT = 256
# One address as mail servers carry it (RFC 5322's dot-atom). A comma or a second @ would send a link to somebody else.
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+{_LABEL}")
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class _Text(Common):
    """Text as typed, less what no database or workbook can hold; refused, never cut, when too long."""

    strip = True
    one_line = True
    max_length = TEXT_LIMIT

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] = (), *, max_length: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length or type(self).max_length

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            self.data = "" if self.data is None else str(self.data)
            return
        text = storable(str(valuelist[0]), one_line=self.one_line)
        self.data = (text.strip() if can_be_seen(text) else "") if self.strip else text

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and len(self.data) > self.max_length:
            raise StopValidation(
                f"Enter {self.max_length:,} characters or fewer for “{self.named()}”. You entered {len(self.data):,}"
            )


class TextField(_Text, StringField):
    """One line. `width` is the number of characters it looks made for: 2, 3, 4, 5, 10, 20 or 30."""

    widget = TextLook()

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        width: int | None = None,
        autocomplete: str | None = None,
        prefix: str | None = None,
        suffix: str | None = None,
        spellcheck: bool | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        if width:
            self.extra_params["classes"] = f"{self.extra_params.get('classes', '')} govuk-input--width-{width}".strip()
        if autocomplete:
            self.extra_params["autocomplete"] = autocomplete
        if spellcheck is not None:
            self.extra_params["spellcheck"] = spellcheck
        if prefix:
            self.extra_params["prefix"] = {"text": prefix}
        if suffix:
            self.extra_params["suffix"] = {"text": suffix}


class Email(TextField):
    """An e-mail address, in lower case."""

    widget = EmailLook()

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "email")
        kwargs.setdefault("spellcheck", False)
        super().__init__(label, validators, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").lower()

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        if not EMAIL.fullmatch(self.data):
            raise StopValidation("Enter an email address in the correct format, like name@example.org")


class TextArea(_Text, TextAreaField):
    """Several lines. `count=True` shows how many characters are left."""

    one_line = False
    max_length = TEXT_AREA_LIMIT

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        rows: int = 5,
        count: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", CountedLook() if count else AreaLook())
        super().__init__(label, validators, **kwargs)
        self.rows = rows


class Password(_Text, PasswordField):
    """Never stripped and never shown again."""

    widget = PasswordLook()
    strip = False
    max_length = PASSWORD_LIMIT

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        autocomplete: str = "current-password",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.extra_params["autocomplete"] = autocomplete


class Hidden(_Text, HiddenField):
    """Carried along unseen."""


class Submit(Common, SubmitField):
    """The button: `Submit("Save")`. `look` is "secondary" or "warning"."""

    widget = SubmitLook()

    def __init__(self, label: str = "Continue", *, look: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, classes=f"govuk-button--{look}" if look else None, **kwargs)


class Number(TextField):
    """A whole number, or with `decimals` a `Decimal`, between `least` and `most` inclusive."""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        least: int | None = None,
        most: int | None = None,
        decimals: int = 0,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("width", 5)
        kwargs.setdefault("spellcheck", False)
        super().__init__(label, validators, **kwargs)
        self.least, self.most, self.decimals = least, most, decimals
        self.extra_params["inputmode"] = "decimal" if decimals else "numeric"

    def _value(self) -> str:
        if self.raw_data:
            return storable(str(self.raw_data[0]), one_line=True)[:TEXT_LIMIT]
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: Any = None
        typed = storable(str(valuelist[0]), one_line=True).strip().replace(",", "") if valuelist else ""
        if not typed:
            return
        if len(typed) > 18 or not PLAIN_NUMBER.fullmatch(typed):
            raise ValueError(self._ask())
        if self.decimals:
            if len(typed.partition(".")[2]) > self.decimals:
                raise ValueError(self._ask())
            self.data = Decimal(typed)
        elif "." in typed:
            raise ValueError(self._ask())
        else:
            self.data = int(typed)

    def _ask(self) -> str:
        kind = f"a number with up to {self.decimals} decimal places" if self.decimals else "a whole number"
        return f"Enter {kind} for “{self.named()}”"

    def pre_validate(self, form: Any) -> None:
        Common.pre_validate(self, form)
        if self.data is None:
            return
        low = self.least is not None and self.data < self.least
        high = self.most is not None and self.data > self.most
        if low or high:
            raise StopValidation(f"Enter a number {self._range()} for “{self.named()}”")

    def _range(self) -> str:
        if self.least is not None and self.most is not None:
            return f"between {self.least:,} and {self.most:,}"
        return f"of {self.least:,} or more" if self.least is not None else f"of {self.most:,} or less"
