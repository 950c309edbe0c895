"""What every field shares."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation


class _Given:
    """Refuses an empty answer with the field's own message, unless what was typed is already known to be wrong."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.is_blank() and not field.process_errors:
            raise StopValidation(self.message)


class Common(Field):
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
        return self.data is None or self.data in ("", [])

    def pre_validate(self, form: Any) -> None:
        """Once what was posted could not be read, no other check has anything to look at."""
        if self.process_errors:
            raise StopValidation

    def sibling(self, name: str) -> Any:
        """Another field of the same form."""
        return self._form[name]  # type: ignore[attr-defined]  # newer than the published types

    def named(self) -> str:
        """The label inside a sentence."""
        return str(self.label.text)
