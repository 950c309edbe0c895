"""What is asked of somebody who sends a sheet back."""

from app.web.fields import Upload
from app.web.uploads import FileForm

MOST_BYTES = 10 * 1024 * 1024


class ReturnForm(FileForm):
    file = Upload(
        "The sheet, as a spreadsheet (.xlsx)",
        required="Choose the file",
        most_bytes=MOST_BYTES,
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
