"""How fields look: the library's widgets, with its known faults mended."""

from collections.abc import Iterator, MutableMapping
from functools import cache
from typing import Any

from govuk_frontend_wtf import wtforms_widgets as gov
from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

PARTS = ("day", "month", "year")
METHODS = frozenset(dir(dict))


class LibraryEnvironment(Environment):
    """The library's templates read parameters that are not there, so they cannot live in our strict environment."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What Jinja gives, sooner: a mapping's parameters are looked for in it first."""
        if type(obj) is dict and attribute not in METHODS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Every template shares the globals themselves, as in the environment of the pages."""
        return super().make_globals(d) if d else self.globals


@cache
def _environment() -> Environment:
    environment = LibraryEnvironment(
        loader=PrefixLoader(
            {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")},
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a page of many fields would ask a hundred times whether a file has changed
    )
    # The macros indent what they wrap, which would add spaces to every line typed into a text area.
    environment.filters["indent"] = lambda text, *_args, **_kwargs: text
    return environment


def govuk(component: str, **params: Any) -> Markup:
    """The library's own component, for what the kit does not offer: `govuk("accordion", id="a", items=[...])`."""
    module = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    macro = getattr(module, "govuk" + component.title().replace("-", ""))
    return Markup(macro(params))  # noqa: S704 - the macro escapes its parameters


class Look:
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
        part, kind = (
            (params["fieldset"]["legend"], "fieldset__legend")
            if params.get("fieldset")
            else (params.get("label"), "label")
        )
        if part is None:
            return
        part["classes"] = f"govuk-{kind}--{size or 's'}"
        if heading:
            part["isPageHeading"] = True

    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        """Add what is special to one kind of field."""
        params.update(field.extra_params)


class TextLook(Look, gov.GovTextInput):
    pass


class EmailLook(Look, gov.GovTextInput):
    input_type = "email"


class PasswordLook(Look, gov.GovPasswordInput):
    pass


class AreaLook(Look, gov.GovTextArea):
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["rows"] = field.rows


class CountedLook(Look, gov.GovCharacterCount):
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params.update(rows=field.rows, maxlength=field.max_length, threshold=50)


class UploadLook(Look, gov.GovFileInput):
    pass


class SubmitLook(Look, gov.GovSubmitInput):
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["name"] = field.name
        params["preventDoubleClick"] = True


class _ItemsLook(Look):
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
                item["conditional"] = {"html": Markup("").join(field.sibling(name)() for name in revealed)}


class RadioLook(_ItemsLook, gov.GovRadioInput):
    pass


class CheckboxesLook(_ItemsLook, gov.GovCheckboxesInput):
    pass


class CheckboxLook(Look, gov.GovCheckboxInput):
    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["idPrefix"] = field.id


class SelectLook(Look, gov.GovSelect):
    """The library drops option groups and is slow with long lists: it draws the field, and the options are put in."""

    def _adjust(self, field: Any, params: dict[str, Any]) -> None:
        super()._adjust(field, params)
        params["items"] = [{"text": "", "value": ""}]

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        html = super().__call__(field, **kwargs)
        start, end = html.index("<option"), html.rindex("</option>") + len("</option>")
        return Markup(f"{html[:start]}{''.join(_options(field))}{html[end:]}")  # noqa: S704 - rendered above


def _options(field: Any) -> Iterator[str]:
    grouped = field.has_groups()
    if grouped or field.data in (None, "") or field.blank is not None:
        yield f'<option value="">{escape(field.blank or "Select an option")}</option>'
    if not grouped:
        yield from map(_option, field.iter_choices())
        return
    for name, group in field.iter_groups():
        options = "".join(map(_option, group))
        yield f'<optgroup label="{escape(name)}">{options}</optgroup>' if name else options


def _option(one: Any) -> str:
    return f'<option value="{escape(one.value)}"{" selected" if one.selected else ""}>{escape(one.label)}</option>'


class DateLook(Look, gov.GovDateInput):
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
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
                + (" govuk-input--error" if part in field.wrong_parts else ""),
                "autocomplete": field.autocomplete.get(part),
            }
            for part, typed in zip(PARTS, field.typed, strict=True)
        ]


class NearDateLook(Look, gov.GovTextInput):
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
