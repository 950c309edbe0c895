"""What is asked of somebody who sends a sheet back."""

from app.web.fields import Password, Upload
from app.web.forms import Form

MOST_BYTES = 10 * 1024 * 1024


class ReturnForm(Form):
    file = Upload(
        "The sheet, as a spreadsheet (.xlsx)",
        required="Choose the file",
        most_bytes=MOST_BYTES,
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    password = Password("Password of the file", hint="Only for a file that is locked", autocomplete="off")
