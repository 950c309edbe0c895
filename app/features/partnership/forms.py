"""Forms of the partnership. Every change asks from which day it holds."""

from collections.abc import Callable, Collection

from app.features.partnership import queries
from app.web.fields import Checkbox, NearDate, Number, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form

FROM_DAY = "Enter the day this holds from"
LAST_DAY = "Enter the last day"
NO_GROUP = "NONE"


def code_choices(name: str, *, hints: bool = True, only: Collection[str] | None = None) -> list[SelectChoice]:
    """A code list in force today as the choices of a field."""
    return [
        choice(item.code, item.label, hint=item.hint if hints and item.hint else None)
        for item in queries.code_list(name)
        if only is None or item.code in only
    ]


def listed(name: str, *, hints: bool = True) -> Callable[[], list[SelectChoice]]:
    """For `choices=`: the list is read when the form is shown."""
    return lambda: code_choices(name, hints=hints)


class AgencyForm(Form):
    """An agency with what follows from its type; the rest can be changed afterwards."""

    name = TextField("Name of the agency", required="Enter the name of the agency")
    agency_type = Select("Type of agency", choices=listed("agency_type"), required="Select a type of agency")
    controller_role = Radios(
        "Role in data protection", choices=listed("controller_role"), default="JOINT", required="Select a role"
    )
    dp_registration_no = TextField("Data protection registration number", width=20, max_length=40)
    valid_from = NearDate("From which date", required=FROM_DAY)


class AgencyTermForm(Form):
    name = TextField("Name of the agency", required="Enter the name of the agency")
    duty_status = Radios(
        "Under the Serious Violence Duty", choices=listed("duty_status"), required="Select a status under the Duty"
    )
    s16_party = Checkbox("Named in section 16 of the Police, Crime, Sentencing and Courts Act 2022")
    health_or_social_care = Checkbox("A health or social care authority")
    competent_authority_part3 = Checkbox("A competent authority for law enforcement (Part 3)")
    controller_role = Radios("Role in data protection", choices=listed("controller_role"), required="Select a role")
    dp_registration_no = TextField("Data protection registration number", width=20, max_length=40)
    valid_from = NearDate("From which date", required=FROM_DAY)


class AgreementForm(Form):
    signed_on = NearDate("Day it was signed", past=True, required="Enter the day it was signed")
    review_due = NearDate("Review due by", required="Enter the day by which it is reviewed")


class AgreementEndForm(Form):
    ended_on = NearDate(
        "First day without the agreement",
        hint="From this day nobody of the agency can sign in",
        required="Enter the first day without the agreement",
    )


class SeatForm(Form):
    """`agency_uid.choices` is set by the view."""

    agency_uid = Select("Agency", choices=[], required="Select an agency")
    kind = Radios("Kind of seat", choices=listed("seat_kind"), required="Select a kind of seat")
    quorum_group = Radios(
        "Counts towards quorum as",
        choices=lambda: [*code_choices("quorum_group"), choice(NO_GROUP, "Does not count")],
        required="Select how it counts towards quorum",
    )
    valid_from = NearDate("From which date", required=FROM_DAY)


class LastDayForm(Form):
    last_day = NearDate("Last day", required=LAST_DAY)


class NameForm(Form):
    name = TextField("Name", required="Enter a name")
    valid_from = NearDate("From which date", required=FROM_DAY)


class ForumForm(Form):
    code = Select("Kind of forum", choices=listed("forum", hints=False), required="Select a kind of forum")
    name = TextField("What it is called here", required="Enter a name")
    valid_from = NearDate("From which date", required=FROM_DAY)


class AgesForm(Form):
    min_age = Number("Youngest age", least=0, most=120, suffix="years", required="Enter the youngest age")
    max_age_exclusive = Number(
        "Up to, but not including", hint="Leave empty for every age", least=1, most=150, suffix="years"
    )
    note = TextArea(
        "Why, and which board approved it",
        hint="Write no names of people",
        rows=3,
        max_length=500,
    )
    valid_from = NearDate("From which date", required=FROM_DAY)


class NumberForm(Form):
    value = TextField("Value", width=5, max_length=20, required="Enter a value")
    area_uid = Select("For", choices=[], blank="Every area")
    valid_from = NearDate("From which date", required=FROM_DAY)


class NewCodeForm(Form):
    code = TextField(
        "Code", hint="Short, in capitals, never changed afterwards", width=20, max_length=60, required="Enter a code"
    )
    label = TextField("Words on screen", required="Enter the words to show")
    hint = TextField("Hint under the words")
    valid_from = NearDate("From which date", required=FROM_DAY)


class CodeForm(Form):
    label = TextField("Words on screen", required="Enter the words to show")
    hint = TextField("Hint under the words")
    position = Number("Place in the list", least=1, most=1000, required="Enter its place in the list")
    valid_from = NearDate("From which date", required=FROM_DAY)
