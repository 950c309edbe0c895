"""Forms of reporting."""

from app.web.fields import NearDate, Select, TextField
from app.web.forms import Form


class AuditFilterForm(Form):
    """What the audit shows; sent in the address, so without a token and with nothing that names anybody."""

    class Meta:
        csrf = False

    who = Select("Who", choices=[], blank="Anybody")
    what = Select("What", choices=[], blank="Anything")
    about = TextField("Reference of the record", hint="For example C-2026-0014", max_length=40)
    start = NearDate("From")
    end = NearDate("To")
