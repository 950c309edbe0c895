"""Forms of places."""

from app.features.partnership import interface as partnership
from app.features.places.domain import grid as grids
from app.web.fields import DateParts, Hidden, Number, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form, Group, Repeating

SCALE = ((0, "None or very poor"), (1, "Poor"), (2, "Fair"), (3, "Good"))
BANDS = ("0-9", "10-14", "15-17", "18-24", "25+")


def cell_name(day: int, hour: int) -> str:
    return f"d{day}h{hour}"


def times_form() -> type[Form]:
    """168 numbers, one for each hour of the week, what was counted, and numbers by time of the year."""
    cells = {
        cell_name(day, hour): Number(f"{name} {hour:02d}:00", least=0, most=grids.MOST)
        for day, name in enumerate(grids.DAYS)
        for hour in grids.HOURS
    }
    seasons = {
        f"season_{item.code}": Number(item.label, least=0, most=9_999) for item in partnership.code_list("time_of_year")
    }
    basis = TextField("What was counted, and over which time", hint="For example: calls to the ranger, June to August")
    return type("TimesForm", (Form,), {"ver": Hidden(), **cells, **seasons, "basis": basis})


class GuardianGroup(Group):
    who = TextField("Who", required="Enter who looks after the place")
    contact = TextField("How to reach them")


def _scale() -> list[SelectChoice]:
    return [choice(str(value), label) for value, label in SCALE]


def situation_form() -> type[Form]:
    """Where a place is, what it is like, who is there and who looks after it. Of a home the point is taken out."""
    present = {
        f"present_{band}": Number(f"Aged {band.replace('-', ' to ').replace('+', ' or over')}", least=0, most=9_999)
        for band in BANDS
    }
    physical = {
        f"physical_{item.code}": Radios(item.label, choices=_scale, inline=True, small=True)
        for item in partnership.code_list("physical_feature")
    }
    fields = {
        "ver": Hidden(),
        "ward": Select("Ward", blank="Not known", choices=[]),
        "lat": Number("Latitude", hint="For example 51.3812", least=49, most=61, decimals=6, width=10),
        "lon": Number("Longitude", hint="For example -2.3590", least=-9, most=3, decimals=6, width=10),
        **present,
        **physical,
        "guardians": Repeating(
            GuardianGroup, "Who looks after the place", item="Person or service", add="Add another", least=0, most=12
        ),
        "sessions": Number("Sessions of detached work a week", least=0, most=50),
        "minutes": Number("Minutes of each session", least=0, most=720),
        "coverage_note": TextField("Who does it, and when"),
    }
    return type("SituationForm", (Form,), fields)


class ViewForm(Form):
    summary = TextArea("What they say", required="Enter what they say", hint="In their words. Do not name anybody.")
    method = TextField("How they were asked", required="Enter how they were asked")
    on = DateParts("When", required="Enter when they were asked", past=True)
    number = Number("How many", required="Enter how many young people that is", least=1, most=9_999)


class PowerForm(Form):
    code = Select(
        "What is in force",
        blank="",
        required="Select what is in force",
        choices=lambda: partnership.code_choices("rules_in_force"),
    )
    starts_on = DateParts("First day", required="Enter its first day")
    ends_on = DateParts("Last day", hint="Leave empty when it has none")
    note = TextField("What it covers")


class DayForm(Form):
    on = DateParts("Last day", required="Enter its last day", past=True)


class ScanForm(Form):
    text = TextArea("What is the problem?", hint="What happens, to whom, how it is known", required="Enter the problem")
    measure = TextField(
        "What will you count?",
        hint="For example: fights after school, in six weeks",
        required="Enter what you will count",
    )
    before = Number("How many is that now?", required="Enter how many that is now", least=0, most=1_000_000)
    on = DateParts("Day of this step", required="Enter the day of this step", past=True)


class StepForm(Form):
    """`step` says which step it was made for."""

    step = Hidden()


class AnalyseForm(StepForm):
    text = TextArea("Why here, why then, and to whom?", required="Enter what you found")
    on = DateParts("Day of this step", required="Enter the day of this step", past=True)


class RespondForm(StepForm):
    text = TextArea("What is done, by whom?", required="Enter what is done")
    on = DateParts("Day of this step", required="Enter the day of this step", past=True)


class AssessForm(StepForm):
    after = Number("How many is that now?", required="Enter how many that is now", least=0, most=1_000_000)
    text = TextArea("What changed, and did it move elsewhere?", required="Enter what changed")
    on = DateParts("Day of this step", required="Enter the day of this step", past=True)
