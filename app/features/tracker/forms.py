"""Forms of the tracker: its filters, and what is asked before a file is made."""

from wtforms import Field, ValidationError

from app.features.tracker.domain import ASK_AGENCY, ASK_POWER, ASK_RECIPIENT, FORM_NAMES, Form
from app.web import forms
from app.web.fields import NearDate, Radios, Select, TextArea, TextField, choice, choices

WITHOUT, WITH = "WITHOUT", "WITH"


class FilterForm(forms.Form):
    """They go into the address, so they are codes, uids and dates only."""

    class Meta:
        csrf = False

    status = Select("Status", blank="Any status")
    agency_uid = Select("Agency", blank="Any agency")
    owner_uid = Select("Owner", blank="Anybody")
    due_from = NearDate("Due from")
    due_to = NearDate("Due to")
    priority = Select("Priority", blank="Any priority")
    category = Select("Kind of action", blank="Any kind")
    case_kind = Select("About", blank="Anything")
    meeting_uid = Select("Agreed at the meeting of", blank="Any meeting")


class ExportForm(forms.Form):
    form = Radios("Kind of file", required="Select what kind of file you need", choices=choices(FORM_NAMES))
    names = Radios(
        "What is in it",
        required="Select whether the file names people",
        choices=[
            choice(
                WITHOUT,
                "Without names",
                hint="References, agencies, dates, kinds and statuses. Who it is about, who owns it and what was "
                "written are hidden",
            ),
            choice(
                WITH,
                "With names and texts",
                hint="Only as a spreadsheet, locked with a password. It is a disclosure, to somebody, by a power",
            ),
        ],
    )
    recipient = TextField("Who will receive it", hint="Their name and job", width=30)
    recipient_uid = Select("Their agency", blank="Select an agency")
    gateway = Select("The power it is shared by", blank="Select a power")
    reason = TextArea(
        "Why you need this file",
        required="Enter why you need this file",
        rows=3,
        hint="What for, and why less would not do. This is kept in the register of exports",
        max_length=2_000,
    )

    between_reason = TextArea(
        "Why both are in one file, and how they are kept apart",
        hint="For a file with names, where it names people who should not meet. This is kept in the audit",
        rows=3,
        max_length=2_000,
    )

    def validate_between_reason(self, field: Field) -> None:
        self._needed(field, "Enter why both are in one file, and how they are kept apart")

    def validate_recipient(self, field: Field) -> None:
        self._needed(field, ASK_RECIPIENT)

    def validate_recipient_uid(self, field: Field) -> None:
        self._needed(field, ASK_AGENCY)

    def validate_gateway(self, field: Field) -> None:
        self._needed(field, ASK_POWER)

    def _needed(self, field: Field, message: str) -> None:
        """All that is missing is said at once."""
        if self.names.data == WITH and not field.data:
            raise ValidationError(message)


def starting_values() -> dict[str, str]:
    return {"form": Form.WORKBOOK, "names": WITHOUT}
