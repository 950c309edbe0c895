"""Form fields in the GOV.UK style. The only module that knows `govuk_frontend_wtf`.

Every field takes the same few keywords: `hint`, `required` (the message shown when nothing is given, beginning with a
verb; without it the field may be left empty) and `validators`. In a template `{{ form.name }}` is enough;
`{{ form.name(size="l", heading=True) }}` makes the label the heading of the page.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any

from govuk_frontend_wtf import wtforms_widgets as gov
from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from app.kernel import clock
from app.web.text import storable

__all__ = [
    "Checkbox",
    "Checkboxes",
    "DateParts",
    "Email",
    "Hidden",
    "NearDate",
    "Number",
    "Password",
    "Radios",
    "Select",
    "SelectChoice",
    "Submit",
    "TextArea",
    "TextField",
    "choice",
    "choices",
    "govuk",
]

TEXT_LIMIT = 200
TEXT_AREA_LIMIT = 20_000
PASSWORD_LIMIT = 256

Choices = Sequence[SelectChoice] | Callable[[], Sequence[SelectChoice]]


def choice(value: str, label: str, *, hint: str | None = None, group: str | None = None, exclusive: bool = False) -> SelectChoice:
    """One option. `exclusive` is for "None of these" among check boxes; `group` is for long drop-down lists."""
    extra: dict[str, Any] = {}
    if hint:
        extra["hint"] = hint
    if exclusive:
        extra["exclusive"] = True
    return SelectChoice(value=value, label=label, render_kw=extra, optgroup=group)


def choices(names: Mapping[Any, str] | type[StrEnum], hints: Mapping[Any, str] | None = None) -> list[SelectChoice]:
    """Options from `{code: label}`, or from an enum whose values are its labels."""
    pairs: Iterable[tuple[Any, str]] = names.items() if isinstance(names, Mapping) else ((one.name, one.value) for one in names)
    return [choice(str(code), label, hint=(hints or {}).get(code)) for code, label in pairs]


# Rendering ----------------------------------------------------------------------------------------------------------


@cache
def _environment() -> Environment:
    """The library's templates read parameters that are not there, so they cannot live in our strict environment."""
    environment = Environment(
        loader=PrefixLoader(
            {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")},
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The macros indent what they wrap, which would add spaces to every line typed into a text area.
    environment.filters["indent"] = lambda text, *_args, **_kwargs: text
    return environment


def govuk(component: str, **params: Any) -> Markup:
    """The library's own component, for what the kit does not offer: `govuk("accordion", id="a", items=[...])`."""
    module = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    macro = getattr(module, "govuk" + component.title().replace("-", ""))
    return Markup(macro(params))  # noqa: S704 - the macro escapes its parameters


class _Look:
    """What every widget shares: hints, label sizes, and no HTML `required`, since messages come from the server."""

    template: str

    def render(self, params: dict[str, Any]) -> Markup:
        return Markup(_environment().get_template(self.template).render(params=params))  # noqa: S704 - autoescaped

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        size, heading = kwargs.pop("size", None), kwargs.pop("heading", False)
        kwargs.pop("required", None)
        hint, classes = kwargs.pop("hint", None), kwargs.pop("classes", None)
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        hint = hint or field.description
        params["hint"] = {"text": hint} if hint else None
        if classes:
            params["classes"] = classes
        self._head(params, size or ("l" if heading else None), heading)
        self._adjust(field, params)
        return params

    def _head(self, params: dict[str, Any], size: str | None, heading: bool) -> None:
        part, kind = (params["fieldset"]["legend"], "fieldset__legend") if params.get("fieldset") else (params.get("label"), "label")
        if part is None:
            return
        part["classes"] = f"govuk-{kind}--{size or 's'}"
        if heading:
            part["isPageHeading"] = True

    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        """Add what is special to one kind of field."""
        params.update(field.extra_params)


class _TextLook(_Look, gov.GovTextInput):  # type: ignore[misc]
    pass


class _EmailLook(_Look, gov.GovTextInput):  # type: ignore[misc]
    input_type = "email"


class _PasswordLook(_Look, gov.GovPasswordInput):  # type: ignore[misc]
    pass


class _AreaLook(_Look, gov.GovTextArea):  # type: ignore[misc]
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["rows"] = field.rows


class _CountedLook(_Look, gov.GovCharacterCount):  # type: ignore[misc]
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params.update(rows=field.rows, maxlength=field.max_length, threshold=50)


class _SubmitLook(_Look, gov.GovSubmitInput):  # type: ignore[misc]
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["name"] = field.name
        params["preventDoubleClick"] = True


class _ItemsLook(_Look):
    """Radios and check boxes: hints under items, fields revealed by an item."""

    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["idPrefix"] = field.id
        for item, one in zip(params["items"], field.iter_choices(), strict=True):
            extra = one.render_kw or {}
            if extra.get("hint"):
                item["hint"] = {"text": extra["hint"]}
            if extra.get("exclusive"):
                item["behaviour"] = "exclusive"
            revealed = field.reveals.get(one.value)
            if revealed:
                item["conditional"] = {"html": Markup("").join(field._form[name]() for name in revealed)}


class _RadioLook(_ItemsLook, gov.GovRadioInput):  # type: ignore[misc]
    pass


class _CheckboxesLook(_ItemsLook, gov.GovCheckboxesInput):  # type: ignore[misc]
    pass


class _CheckboxLook(_Look, gov.GovCheckboxInput):  # type: ignore[misc]
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["idPrefix"] = field.id


class _SelectLook(_Look, gov.GovSelect):  # type: ignore[misc]
    """The library drops option groups, so its macro's output gets them put back."""

    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        if field.data in (None, "") or field.blank is not None:
            params["items"].insert(0, {"text": field.blank or "Select an option", "value": ""})

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        html = super().__call__(field, **kwargs)
        if not field.has_groups():
            return Markup(html)  # noqa: S704 - rendered above
        start, end = html.index("<option"), html.rindex("</option>") + len("</option>")
        return Markup(html[:start]) + self._grouped(field) + Markup(html[end:])  # noqa: S704 - rendered above

    def _grouped(self, field: Any) -> Markup:
        parts = [Markup('<option value="">{}</option>').format(field.blank or "Select an option")]
        for name, group in field.iter_groups():
            options = Markup("").join(
                Markup('<option value="{}"{}>{}</option>').format(one.value, Markup(" selected") if one.selected else "", one.label)
                for one in group
            )
            parts.append(Markup('<optgroup label="{}">{}</optgroup>').format(name, options) if name else options)
        return Markup("").join(parts)


class _DateLook(_Look, gov.GovDateInput):  # type: ignore[misc]
    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        # The library unpacks raw data into exactly three parts and fails on any other number: give the parts ourselves.
        return Markup(super().__call__(_WithoutRawData(field), **kwargs))  # noqa: S704 - rendered by the macro

    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params.pop("value", None)
        params["items"] = [
            {
                "label": part.title(),
                "id": f"{field.id}-{part}",
                "name": f"{field.name}-{part}",
                "value": typed,
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}" + (" govuk-input--error" if part in field.wrong_parts else ""),
                "autocomplete": field.autocomplete.get(part),
            }
            for part, typed in zip(PARTS, field.typed, strict=True)
        ]


class _NearDateLook(_Look, gov.GovTextInput):  # type: ignore[misc]
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["classes"] = "moj-js-datepicker-input govuk-input--width-10"
        params["autocomplete"] = "off"
        params["formGroup"] = {"classes": "moj-datepicker", "attributes": {"data-module": "moj-date-picker"}}


class _WithoutRawData:
    """A field that answers as if nothing had been posted."""

    raw_data = None
    data = None

    def __init__(self, field: Any) -> None:
        self._field = field

    def __getattr__(self, name: str) -> Any:
        return getattr(self._field, name)


# Shared behaviour ---------------------------------------------------------------------------------------------------


class _Given:
    """Refuses an empty answer with the field's own message, unless what was typed is already known to be wrong."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.is_blank() and not field.process_errors:
            raise StopValidation(self.message)


class _Common(Field):
    """Keywords and behaviour of every field here."""

    extra_params: dict[str, Any]

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        required: str | None = None,
        classes: str | None = None,
        params: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        checks = [_Given(required)] if required else []
        super().__init__(label, [*checks, *validators], description=hint, **kwargs)
        self.is_required = bool(required)
        self.extra_params = {**({"classes": classes} if classes else {}), **(params or {})}

    @property
    def error_target(self) -> str:
        """The id an error summary links to."""
        return str(self.id)

    def is_blank(self) -> bool:
        return self.data is None or self.data == "" or self.data == []

    def pre_validate(self, form: Any) -> None:
        """Once what was posted could not be read, no other check has anything to look at."""
        if self.process_errors:
            raise StopValidation

    def named(self) -> str:
        """The label inside a sentence."""
        return str(self.label.text)


class _Text(_Common):
    """Text as typed, less what no database or workbook can hold; refused, never cut, when too long."""

    strip = True
    one_line = True
    max_length = TEXT_LIMIT

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), *, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length or type(self).max_length

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        text = storable(str(valuelist[0]), one_line=self.one_line)
        self.data = text.strip() if self.strip else text

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and len(self.data) > self.max_length:
            raise StopValidation(f"Enter {self.max_length:,} characters or fewer for “{self.named()}”. You entered {len(self.data):,}")


# Fields -------------------------------------------------------------------------------------------------------------


class TextField(_Text, StringField):
    """One line. `width` is the number of characters it looks made for: 2, 3, 4, 5, 10, 20 or 30."""

    widget = _TextLook()

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

    widget = _EmailLook()

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
        name, at, host = self.data.rpartition("@")
        if not (name and at and "." in host.strip(".") and host == host.strip(".")) or any(letter.isspace() for letter in self.data):
            raise StopValidation("Enter an email address in the correct format, like name@example.org")


class TextArea(_Text, TextAreaField):
    """Several lines. `count=True` shows how many characters are left."""

    one_line = False
    max_length = TEXT_AREA_LIMIT

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), *, rows: int = 5, count: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _CountedLook() if count else _AreaLook())
        super().__init__(label, validators, **kwargs)
        self.rows = rows


class Password(_Text, PasswordField):
    """Never stripped and never shown again."""

    widget = _PasswordLook()
    strip = False
    max_length = PASSWORD_LIMIT

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.extra_params["autocomplete"] = autocomplete


class Hidden(_Text, HiddenField):
    """Carried along unseen."""


class Submit(_Common, SubmitField):
    """The button: `Submit("Save")`. `look` is "secondary" or "warning"."""

    widget = _SubmitLook()

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
        if len(typed) > 18 or not typed.isascii():
            raise ValueError(self._ask())
        try:
            self.data = self._read(typed)
        except (ValueError, InvalidOperation) as problem:
            raise ValueError(self._ask()) from problem

    def _read(self, typed: str) -> int | Decimal:
        if not self.decimals:
            return int(typed)
        number = Decimal(typed)
        exponent = number.as_tuple().exponent
        if not number.is_finite() or not isinstance(exponent, int) or -exponent > self.decimals:
            raise ValueError(typed)
        return number

    def _ask(self) -> str:
        kind = f"a number with up to {self.decimals} decimal places" if self.decimals else "a whole number"
        return f"Enter {kind} for “{self.named()}”"

    def pre_validate(self, form: Any) -> None:
        _Common.pre_validate(self, form)
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


class _OneOf(_Common):
    """One option out of a list; nothing chosen is `None`."""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        choices: Choices | None = None,
        reveals: Mapping[str, str | Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, choices=choices if callable(choices) else list(choices or ()), **kwargs)
        self.reveals = {code: [names] if isinstance(names, str) else list(names) for code, names in (reveals or {}).items()}

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = (valuelist[0] or None) if valuelist else None

    def process_data(self, value: Any) -> None:
        self.data = None if value is None or value == "" else str(value)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and self.data not in {one.value for one in self.iter_choices()}:  # type: ignore[attr-defined]
            raise StopValidation(f"Select an option from the list for “{self.named()}”")


class Radios(_OneOf, RadioField):
    """`reveals={"OTHER": "other_text"}` shows another field of the form under an option (leave it out of the template)."""

    widget = _RadioLook()

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), *, inline: bool = False, small: bool = False, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.extra_params["classes"] = " ".join(
            name for name, wanted in (("govuk-radios--inline", inline), ("govuk-radios--small", small)) if wanted
        )


class Select(_OneOf, SelectField):
    """A drop-down list, for more than about seven options. `blank` is the text of the empty option."""

    widget = _SelectLook()

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), *, blank: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.blank = blank if blank is not None or self.is_required else "Not selected"


class Checkboxes(_Common, SelectMultipleField):
    """Any number of options: a list of codes, in the order of the choices."""

    widget = _CheckboxesLook()

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        choices: Choices | None = None,
        reveals: Mapping[str, str | Sequence[str]] | None = None,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, choices=choices if callable(choices) else list(choices or ()), **kwargs)
        self.reveals = {code: [names] if isinstance(names, str) else list(names) for code, names in (reveals or {}).items()}
        if small:
            self.extra_params["classes"] = "govuk-checkboxes--small"

    def process_formdata(self, valuelist: list[Any]) -> None:
        given = {str(value) for value in valuelist}
        known = [one.value for one in self.iter_choices()]
        self.data: list[str] | None = [code for code in known if code in given]
        if given.difference(known):
            raise ValueError(f"Select options from the list for “{self.named()}”")

    def process_data(self, value: Any) -> None:
        self.data = [str(one) for one in value or ()]

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        alone = {one.value for one in self.iter_choices() if (one.render_kw or {}).get("exclusive")}
        if self.data and len(self.data) > 1 and alone.intersection(self.data):
            raise StopValidation(f"Select either that none apply or the ones that do for “{self.named()}”")


class Checkbox(_Common, BooleanField):
    """One box to tick. `required` is the message when it must be ticked."""

    widget = _CheckboxLook()

    def is_blank(self) -> bool:
        return not self.data


SEPARATORS = re.compile(r"[\s/.,-]+")
PARTS = ("day", "month", "year")
MONTHS = {
    name: number
    for number, full in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"), start=1
    )
    for name in (full, full[:3], "sept" if full == "september" else full)
}


class _Date(_Common):
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
            raise StopValidation(f"Enter a date on or after {_long(self.earliest)} for “{self.named()}”")
        if self.latest and self.data > self.latest:
            raise StopValidation(f"Enter a date on or before {_long(self.latest)} for “{self.named()}”")


class DateParts(_Date):
    """A date in three boxes, posted as `<name>-day`, `-month` and `-year`; a month may be typed as a word.

    For dates people know by heart, such as a date of birth (`birthday=True`: in the past, not before 1900).
    Whatever was typed is shown again.
    """

    widget = _DateLook()

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), *, birthday: bool = False, **kwargs: Any) -> None:
        if birthday:
            kwargs = {"past": True, "earliest": date(1900, 1, 1), **kwargs}
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

    Reads 2/11/2026, 2 November 2026 and 2026-11-02.
    """

    widget = _NearDateLook()

    def __init__(self, label: str | None = None, validators: Sequence[Any] = (), *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators, hint=hint or f"For example, {_slashes(clock.today())}", **kwargs)

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


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
