"""Things that are chosen from a list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import StopValidation

from app.web.fields.common import Common
from app.web.fields.widgets import CheckboxesLook, CheckboxLook, RadioLook, SelectLook

Choices = Sequence[SelectChoice] | Callable[[], Sequence[SelectChoice]]


def choice(
    value: str, label: str, *, hint: str | None = None, group: str | None = None, exclusive: bool = False
) -> SelectChoice:
    """One option. `exclusive` is for "None of these" among check boxes; `group` is for long drop-down lists."""
    extra: dict[str, Any] = {}
    if hint:
        extra["hint"] = hint
    if exclusive:
        extra["exclusive"] = True
    return SelectChoice(value=value, label=label, render_kw=extra, optgroup=group)


def choices(names: Mapping[Any, str] | type[StrEnum], hints: Mapping[Any, str] | None = None) -> list[SelectChoice]:
    """Options from `{code: label}`, or from an enum whose values are its labels."""
    pairs: Iterable[tuple[Any, str]] = (
        names.items() if isinstance(names, Mapping) else ((one.name, one.value) for one in names)
    )
    return [choice(str(code), label, hint=(hints or {}).get(code)) for code, label in pairs]


def options(field: Any) -> list[Any]:
    """The options of `field` as it would show them now."""
    return list(field.iter_choices())


class _OneOf(Common):
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
        self.reveals = {
            code: [names] if isinstance(names, str) else list(names) for code, names in (reveals or {}).items()
        }

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = (valuelist[0] or None) if valuelist else None

    def process_data(self, value: Any) -> None:
        self.data = None if value is None or value == "" else str(value)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and self.data not in {one.value for one in options(self)}:
            raise StopValidation(f"Select an option from the list for “{self.named()}”")


class Radios(_OneOf, RadioField):
    """`reveals={"OTHER": "other_text"}` shows another field of the form under an option;
    leave that field out of the template."""

    widget = RadioLook()

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.extra_params["classes"] = " ".join(
            name for name, wanted in (("govuk-radios--inline", inline), ("govuk-radios--small", small)) if wanted
        )


class Select(_OneOf, SelectField):
    """A drop-down list, for more than about seven options. `blank` is the text of the empty option."""

    widget = SelectLook()

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] = (), *, blank: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.blank = blank if blank is not None or self.is_required else "Not selected"


class Checkboxes(Common, SelectMultipleField):
    """Any number of options: a list of codes, in the order of the choices."""

    widget = CheckboxesLook()

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
        self.reveals = {
            code: [names] if isinstance(names, str) else list(names) for code, names in (reveals or {}).items()
        }
        if small:
            self.extra_params["classes"] = "govuk-checkboxes--small"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """As posted: a view may set the choices only after the form is made."""
        self.data: list[str] | None = list(dict.fromkeys(str(value) for value in valuelist))

    def process_data(self, value: Any) -> None:
        self.data = [str(one) for one in value or ()]

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        given, known = set(self.data or ()), [one.value for one in options(self)]
        self.data = [code for code in known if code in given]
        if given.difference(known):
            raise StopValidation(f"Select options from the list for “{self.named()}”")
        alone = {one.value for one in options(self) if (one.render_kw or {}).get("exclusive")}
        if self.data and len(self.data) > 1 and alone.intersection(self.data):
            raise StopValidation(f"Select either that none apply or the ones that do for “{self.named()}”")


class Checkbox(Common, BooleanField):
    """One box to tick. `required` is the message when it must be ticked."""

    widget = CheckboxLook()

    def is_blank(self) -> bool:
        return not self.data
