"""A file that somebody chooses."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import StopValidation

from app.web.fields.common import Common
from app.web.fields.widgets import UploadLook

MOST_BYTES = 1024 * 1024


class Upload(Common, FileField):
    """A file of at most `most_bytes`; its data is the content as bytes. The form's template needs
    `enctype="multipart/form-data"`. A browser never sends a file again by itself, so nothing is kept of it."""

    widget = UploadLook()

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        most_bytes: int = MOST_BYTES,
        accept: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.most_bytes = most_bytes
        if accept:
            self.extra_params["attributes"] = {"accept": accept}

    def process_formdata(self, valuelist: list[Any]) -> None:
        chosen = next((one for one in valuelist if isinstance(one, FileStorage)), None)
        self.data = chosen.stream.read(self.most_bytes + 1) if chosen is not None else None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and len(self.data) > self.most_bytes:
            raise StopValidation(f"Choose a file smaller than {self.most_bytes // 1024:,} KB")

    def is_blank(self) -> bool:
        return not self.data
