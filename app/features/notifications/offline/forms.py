"""What is asked of the coordinator who takes a form in."""

from app.features.partnership import interface as partnership
from app.platform.access import current_actor
from app.web.fields import NearDate, Radios, Select, SelectChoice, TextField, Upload, choice
from app.web.uploads import FileForm

MOST_BYTES = 5 * 1024 * 1024


def _agencies() -> list[SelectChoice]:
    (area_uid,) = current_actor().area_uids
    return [choice(one.uid, one.name) for one in partnership.agencies_in(area_uid)]


class TakeInForm(FileForm):
    file = Upload(
        "The form, as a spreadsheet (.xlsx)",
        required="Choose the file",
        most_bytes=MOST_BYTES,
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    agency = Select(
        "Which agency sent it?",
        hint="If it is not in the list, add it under Partnership first.",
        choices=_agencies,
        required="Select the agency that sent it",
        blank="Select an agency",
    )
    sender = TextField("Who sent it?", hint="Leave empty to take the name in the form.", autocomplete="off")
    received_on = NearDate(
        "When did it reach you?",
        hint="Every deadline runs from this day, and it decides whether it came before nominations closed.",
        past=True,
        required="Enter the day on which it reached you",
    )
    received_time = TextField(
        "At what time?",
        hint="For example, 14:30. It matters on the day nominations close; without it the whole day counts.",
        width=5,
        max_length=5,
        autocomplete="off",
    )
    how = Radios(
        "How did it reach you?",
        choices=lambda: [choice(one.code, one.label) for one in partnership.code_list("form_received_by")],
        required="Select how it reached you",
        small=True,
    )
