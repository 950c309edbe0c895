"""A form with a workbook or a table that somebody sends: what cannot be read is an error at its field."""

from collections.abc import Callable
from typing import TypeVar

from app.kernel.errors import Refused
from app.platform.database.work import let_others_write
from app.platform.workbook.reading import ABOUT_PASSWORD, Unreadable, opened
from app.web.fields import Password, Upload
from app.web.forms import Form

T = TypeVar("T")


class FileForm(Form):
    """Whoever uses it adds `file`. The password opens the file while it is read: it is neither kept nor logged."""

    file: Upload
    password = Password("Password of the file", hint="Only for a file that is locked", autocomplete="off")

    def reading(self, read: Callable[[bytes], T]) -> T | None:
        """What `read` makes of the file, out of its lock; None when it cannot be read, and then why stands at `file` or
        `password`. The transaction ends before, since reading takes seconds: `read` asks nothing of the database."""
        let_others_write()
        try:
            return read(opened(self.file.data or b"", self.password.data or None))
        except Unreadable as unreadable:
            self.refuse(unreadable.message, field="password" if unreadable.problem in ABOUT_PASSWORD else "file")
        except Refused as refused:
            self.refuse(refused.message, field=refused.field)
        return None
