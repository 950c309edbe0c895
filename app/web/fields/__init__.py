"""Form fields in the GOV.UK style. The only package that knows `govuk_frontend_wtf`.

Every field takes the same few keywords: `hint`, `required` (the message shown when nothing is given, beginning with a
verb; without it the field may be left empty) and `validators`. In a template `{{ form.name }}` is enough;
`{{ form.name(size="l", heading=True) }}` makes the label the heading of the page.
"""

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types

from app.web.fields.chosen import Checkbox, Checkboxes, Radios, Select, choice, choices
from app.web.fields.dates import DateParts, NearDate
from app.web.fields.money import Money
from app.web.fields.texts import Email, Hidden, Number, Password, Submit, TextArea, TextField
from app.web.fields.uploads import Upload
from app.web.fields.widgets import govuk

__all__ = [
    "Checkbox",
    "Checkboxes",
    "DateParts",
    "Email",
    "Hidden",
    "Money",
    "NearDate",
    "Number",
    "Password",
    "Radios",
    "Select",
    "SelectChoice",
    "Submit",
    "TextArea",
    "TextField",
    "Upload",
    "choice",
    "choices",
    "govuk",
]
