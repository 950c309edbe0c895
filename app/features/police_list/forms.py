"""Forms of the police list."""

from collections.abc import Mapping

from app.features.partnership import interface as partnership
from app.features.police_list.reference import columns
from app.web.fields import Radios, Select, SelectChoice, TextArea, TextField, Upload, choice
from app.web.forms import Form
from app.web.uploads import FileForm

MOST_BYTES = 15 * 1024 * 1024


class ListForm(FileForm):
    file = Upload(
        "The list, as a CSV file or an Excel workbook (.xlsx)",
        required="Choose a file",
        most_bytes=MOST_BYTES,
        accept=".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


class PlainForm(Form):
    """Nothing is asked."""


def _reasons() -> list[SelectChoice]:
    return partnership.code_choices("police_rejection")


class ReasonsForm(Form):
    """What goes with rows of a screen that are rejected or held."""

    code = Select("Why rows are rejected", hint="Only when you reject any", blank="Select a reason", choices=_reasons)
    reason = TextField("More about the reason")


class DecideForm(Form):
    decision = Radios("What happens with this row?", required="Select what happens with this row")
    code = Select("Why it is rejected", blank="Select a reason", choices=_reasons)
    reason = TextArea("More about the reason", rows=3)


class RowForm(Form):
    """What stands in a row, but for what is one of few words."""

    svapp_ref = TextField("Reference of the row", width=20)
    area_code = TextField("Area", width=10)
    nominal_ref = TextField("Police record number", width=20)
    surname = TextField("Family name")
    forenames = TextField("Given names")
    aliases = TextField("Other names", hint="With a semicolon between them")
    dob = TextField("Date of birth", hint="For example, 12 March 2009", width=20)
    home_postcode = TextField("Home postcode", width=10)
    ward = TextField("Ward")
    victim_events_12m = TextField("Events as a person harmed, in 12 months", width=4)
    suspect_events_12m = TextField("Events as a suspect, in 12 months", width=4)
    knife_events_24m = TextField("Knife events, in 24 months", width=4)
    missing_12m = TextField("Times missing, in 12 months", width=4)
    last_event_at = TextField("Last event", hint="For example, 3 October 2026", width=20)
    last_event_crime_ref = TextField("Crime number of the last event", width=20)
    expires_on = TextField("Expires on", hint="For example, 27 January 2027", width=20)
    handling_conditions = TextArea("Conditions on sharing", rows=3)
    gsc = TextField("Protective marking", hint="OFFICIAL or OFFICIAL-SENSITIVE", width=20)


class RightForm(RowForm):
    """Every column that can be put right; the page shows those that need it."""

    role_victim = TextField("Harmed", hint="1 for yes, 0 for no", width=4)
    role_suspect = TextField("Alleged to have caused harm", hint="1 for yes, 0 for no", width=4)
    weapon_flag = TextField("Weapon", hint="1 for yes, 0 for no", width=4)
    ocg_flag = TextField("Associated with an organised group", hint="1 for yes, 0 for no", width=4)
    handling_code = TextField("Handling", hint="P or C", width=4)


def _flag(label: str) -> Radios:
    return Radios(label, choices=[choice("1", "Yes"), choice("0", "No")], inline=True, small=True)


class KeyForm(RowForm):
    """A row that the police read out or show, and do not send as a file."""

    extract_at = TextField(
        "When did the police take it?",
        hint="For example, 29 October 2026, or 29 October 2026 05:30",
        required="Enter the day on which the police took it",
        width=20,
    )
    role_victim = _flag("Harmed")
    role_suspect = _flag("Alleged to have caused harm")
    weapon_flag = _flag("Weapon")
    ocg_flag = _flag("Associated with an organised group")
    handling_code = Radios(
        "Handling", choices=[choice("P", "P"), choice("C", "C, with conditions on sharing")], inline=True, small=True
    )
    sex = Select("Sex", blank="Not said", choices=lambda: partnership.code_choices("sex"))
    last_event_type = Select(
        "Kind of the last event", blank="Not said", choices=lambda: partnership.code_choices("violence_type")
    )


def columns_form(headings: Mapping[str, str]) -> type[Form]:
    """A field for each column, whose choices are the headings of one file, by their numbers."""
    choices = [choice(number, heading) for number, heading in headings.items()]
    fields = {
        one.code: Select(f"{one.label}{'' if one.needed else ' (optional)'}", blank="Not in the file", choices=choices)
        for one in columns()
    }
    return type("ColumnsForm", (Form,), fields)
