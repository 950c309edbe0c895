"""An amount of money, typed as people type it."""

from collections.abc import Sequence
from typing import Any

from wtforms.validators import StopValidation

from app.kernel.money import MOST, pence_of, pounds
from app.web.fields.common import Common
from app.web.fields.texts import TEXT_LIMIT, TextField
from app.web.text import storable


class Money(TextField):
    """`data` is whole pence or None. An amount of nothing is refused unless `nought`."""

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] = (), *, nought: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("width", 10)
        kwargs.setdefault("spellcheck", False)
        kwargs.setdefault("prefix", "£")
        super().__init__(label, validators, **kwargs)
        self.nought = nought
        self.extra_params["inputmode"] = "decimal"

    def _value(self) -> str:
        if self.raw_data:
            return storable(str(self.raw_data[0]), one_line=True)[:TEXT_LIMIT]
        return "" if self.data is None else pounds(self.data).removeprefix("£")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: Any = None
        typed = storable(str(valuelist[0]), one_line=True).strip() if valuelist else ""
        if not typed:
            return
        self.data = pence_of(typed)
        if self.data is None:
            raise ValueError(f"Enter an amount in pounds, like 1,234.50, for “{self.named()}”")

    def pre_validate(self, form: Any) -> None:
        Common.pre_validate(self, form)
        if self.data == 0 and not self.nought:
            raise StopValidation(f"Enter an amount of more than nothing for “{self.named()}”")
        if self.data is not None and self.data > MOST:
            raise StopValidation(f"Enter {pounds(MOST)} or less for “{self.named()}”")
