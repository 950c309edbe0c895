"""Forms of recorded crime."""

from app.web.fields import Select, Upload
from app.web.forms import Form

MOST_BYTES = 15 * 1024 * 1024


class FileForm(Form):
    file = Upload(
        "The street-level file of one month, as .csv or packed as .csv.gz",
        required="Choose a file",
        most_bytes=MOST_BYTES,
        accept=".csv,.gz,text/csv,application/gzip",
    )


class PlainForm(Form):
    """Nothing is asked."""


class ViewForm(Form):
    """What stands in the rows of the page; sent in the address, so without a token."""

    class Meta:
        csrf = False

    by = Select("Rows", choices=[])
    type = Select("Crime type", blank="All types", choices=[])
    area = Select("Area", choices=[])
