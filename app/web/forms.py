"""The form base: refusals become errors, groups repeat without scripts, nothing typed is lost."""

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

import wtforms
from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy.orm.exc import StaleDataError
from wtforms import FieldList, FormField

from app.kernel.errors import Refused, Stale
from app.platform import audit
from app.platform.database import db

__all__ = ["STALE", "Catching", "Form", "Group", "Repeating"]

STALE = "Somebody else changed this while you were working. Check what is there now and try again"


class Group(wtforms.Form):
    """The fields of one entry of a `Repeating` field. It has no token of its own: the form around it has."""


class Form(FlaskForm):
    """Every form of the application. `formname = SomeForm(data={...})` fills it in; posted values win."""

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """As in Flask-WTF, but a press of "Add another" or "Remove" changes the group and is not a submission."""
        if not self.is_submitted() or self._group_changed():
            return False
        return bool(self.validate(extra_validators=extra_validators))

    def catching(self) -> "Catching":
        """Run a command: a rule's no becomes an error of this form, its writes and audit events are undone, and the
        code after the block shows the form again.

            with form.catching():
                apply_step(...)
                return see_other(...)
        """
        return Catching(self)

    def refuse(self, message: str, *, field: str | None = None) -> None:
        """Show `message` at `field` (in a repeating group: `people-0-name`), or for the whole form."""
        found = self._find(field) if field else None
        if found is None:
            self.form_errors.append(message)
        else:
            found.errors = [*found.errors, message]

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, by field name, without the token and the buttons."""
        left_out = (wtforms.SubmitField, wtforms.fields.HiddenField)
        return {name: field.data for name, field in self._fields.items() if not isinstance(field, left_out)}

    @property
    def problems(self) -> list[tuple[str, str | None]]:
        """Each error as (message, id to link to), in the order of the page; whole-form errors have no id."""
        found: list[tuple[str, str | None]] = [(message, None) for message in self.form_errors]
        found.extend(_problems(self))
        return list(dict.fromkeys(found))

    def hidden_tag(self, *fields: Any) -> Markup:
        """The token and hidden fields. With a repeating group also an unseen first button, so that Enter in a box
        submits the form: browsers press the first button there is, which would be "Remove"."""
        hidden = super().hidden_tag(*fields)
        if any(isinstance(field, Repeating) for field in self._fields.values()):
            hidden += Markup(
                '<button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">Continue</button>'
            )
        return Markup(hidden)  # noqa: S704 - rendered by WTForms

    def _group_changed(self) -> bool:
        groups = [field for field in self._fields.values() if isinstance(field, Repeating)]
        return any([group.change(request.form) for group in groups])  # noqa: C419 - every group is asked

    def _find(self, path: str) -> Any | None:
        fields: Any = self._fields
        found: Any = None
        rest = path
        while rest:
            name = next(
                (one for one in sorted(fields, key=len, reverse=True) if rest == one or rest.startswith(f"{one}-")),
                None,
            )
            if name is None:
                return None
            found, rest = fields[name], rest[len(name) + 1 :]
            if isinstance(found, FieldList):
                fields = {str(number): entry for number, entry in enumerate(found.entries)}
            elif isinstance(found, FormField):
                fields = found.form._fields
        return None if isinstance(found, FormField) else found


class Catching:
    """The block of `Form.catching`. A class, so that type checkers know it swallows what it catches."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __enter__(self) -> None:
        self.place = audit.mark()
        self.savepoint = db.session.begin_nested()
        self.savepoint.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        try:
            # Without an error this writes what is pending, which may find that a row is stale.
            self.savepoint.__exit__(kind, error, trace)
        except StaleDataError as stale:
            error = stale
        if isinstance(error, Refused):
            self.form.refuse(error.message, field=error.field)
        elif isinstance(error, Stale | StaleDataError):
            self.form.refuse(STALE)
        else:
            return False
        audit.rewind(self.place)
        return True


class Repeating(FieldList):
    """A group that repeats: `people = Repeating(PersonGroup, "People", item="Person", add="Add another person")`.

    `data` is a list of dicts. In a template: `{% from "kit/form.html" import repeating %}{{ repeating(form.people) }}`.
    """

    def __init__(
        self,
        group: type[Group],
        label: str | None = None,
        *,
        item: str = "Entry",
        add: str = "Add another",
        least: int = 1,
        most: int = 20,
        **kwargs: Any,
    ) -> None:
        super().__init__(FormField(group), label, min_entries=least, max_entries=most, **kwargs)
        self.item, self.add, self.least, self.most = item, add, least, most
        self.added: int | None = None

    @property
    def may_add(self) -> bool:
        return len(self.entries) < self.most

    @property
    def may_remove(self) -> bool:
        return len(self.entries) > self.least

    @property
    def whole_errors(self) -> list[str]:
        """Errors of the list itself rather than of an entry."""
        return [error for error in self.errors if isinstance(error, str)]

    def change(self, posted: Mapping[str, str]) -> bool:
        """Do what a pressed "Add another" or "Remove" button asks. True when one was pressed."""
        if f"{self.name}-add" in posted:
            if self.may_add:
                self.append_entry()
                self.added = len(self.entries) - 1
            return True
        number = posted.get(f"{self.name}-remove")
        if number is None:
            return False
        if number.isascii() and number.isdigit() and int(number) < len(self.entries) and self.may_remove:
            self.pop_entry(int(number))  # type: ignore[call-arg]  # newer than the published types
        return True


def _problems(form: Any) -> Iterator[tuple[str, str | None]]:
    for field in form:
        yield from _field_problems(field)


def _field_problems(field: Any) -> Iterator[tuple[str, str | None]]:
    if isinstance(field, FieldList):
        yield from ((error, field.id) for error in field.errors if isinstance(error, str))
        for entry in field.entries:
            yield from _field_problems(entry)
    elif isinstance(field, FormField):
        yield from _problems(field.form)
    elif field.errors:
        yield str(field.errors[0]), getattr(field, "error_target", field.id)
