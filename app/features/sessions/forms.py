"""Forms of sessions."""

from datetime import date, timedelta
from typing import Any

from wtforms import ValidationError

from app.features.incidents.interface import GoingOn
from app.features.partnership.interface import code_choices
from app.features.sessions.domain.planning import LONGEST, MOST_SESSIONS, ONCE, RHYTHMS
from app.kernel.clock import today
from app.kernel.days import day_words
from app.web.fields import (
    Checkbox,
    Checkboxes,
    Hidden,
    NearDate,
    Number,
    Radios,
    Select,
    TextArea,
    TextField,
    choices,
)
from app.web.forms import Form, Group, Repeating

OTHER = "OTHER"
"""The answer that says: one of the further answers."""
LOOK_BACK = timedelta(days=366)
"""How late a session may be entered: what is earlier is a slip of the year, and no return would count it."""
WEEKDAYS = {str(number): f"{date(2026, 6, number + 1):%A}" for number in range(7)}  # 1 June 2026 is a Monday


class InterventionForm(Form):
    intervention_uid = Radios("Which intervention is it?", choices=[], required="Select an intervention")


class SessionForm(GoingOn):
    """What one session has, planned alone or in a series."""

    held_on = NearDate("Day", required="Enter the day")
    starts_at = TextField("Starts at", hint="For example, 16:30", width=5, required="Enter when it starts")
    minutes = Number(
        "Minutes", least=1, most=LONGEST, width=3, hint="How long it lasts", required="Enter how many minutes it lasts"
    )
    venue_uid = Select("Venue", choices=[], blank="Somewhere else")
    worker_uids = Checkboxes("Who runs it", choices=[], small=True, required="Select who runs it")
    people = Checkboxes("Who is asked to come", choices=[], small=True)

    def validate_held_on(self, field: NearDate) -> None:
        first = today() - LOOK_BACK
        if field.data and field.data < first:
            raise ValidationError(f"Enter a day on or after {day_words(first)}")


class PlanForm(SessionForm):
    mode = Radios("How you work", choices=lambda: code_choices("session_mode"), required="Select how you work")
    parallel = Checkbox("Parents, carers and others meet at the same time, as a group of their own")
    rhythm = Radios(
        "How often",
        choices=choices(RHYTHMS),
        default=ONCE,
        required="Select how often",
        reveals={"DAYS": "weekdays"},
    )
    weekdays = Checkboxes("Days of the week", choices=choices(WEEKDAYS), small=True)
    times = Number("How many sessions", least=1, most=MOST_SESSIONS, hint="When it is more than once", width=2)
    skip_holidays = Checkbox("Leave out bank holidays")
    token = Hidden()


class ChangeForm(SessionForm):
    rest = Checkbox("Change the rest of the series too")
    ver = Hidden()


class CancelForm(Form):
    reason = Radios(
        "Why is it called off?",
        choices=lambda: code_choices("session_not_held"),
        required="Select why it is called off",
    )
    rest = Checkbox("Call off the rest of the series too")


class HappenedForm(Form):
    happened = Radios(
        "Did it happen?",
        choices=choices({"YES": "Yes, it happened", "NO": "No, it did not happen"}),
        required="Select whether it happened",
        reveals={"NO": "reason"},
    )
    reason = Radios("Whose reason was it?", choices=lambda: code_choices("session_not_held"))
    note = TextArea(
        "What you did",
        hint="In a few words. Do not name anybody here: what is about one person goes in their own row.",
        max_length=2000,
        rows=3,
    )


class AttendanceGroup(Group):
    """One person. Drawn by the page itself: a group has thirty of them."""

    uid = Hidden()
    code = TextField(max_length=8)
    other = TextField(max_length=8)
    minutes = Number("Minutes there", least=1, most=LONGEST)
    reason_by = TextField(max_length=16)
    note = TextArea("Note", max_length=2000)
    feedback = Number("What they said of it, 1 to 5", least=1, most=5)

    def validate_other(self, field: Any) -> None:
        if self.code.data == OTHER and not field.data:
            raise ValidationError("Select what it was")


class AttendanceForm(Form):
    rows = Repeating(AttendanceGroup, "People", least=0, most=200)


class TallyGroup(Group):
    """One kind of people. There is no field for words: PR-51."""

    age_band = Hidden()
    sex = Hidden()
    known = Hidden()
    people = Number("People", least=0)
    conversations = Number("Conversations", least=0)


class TallyForm(Form):
    lines = Repeating(TallyGroup, "Whom you met", least=0, most=60)
    age_band = Radios("Age", choices=lambda: code_choices("contact_age_band"), small=True)
    sex = Radios("Who", choices=lambda: code_choices("contact_sex"), small=True)
    known = Radios("New or met before", choices=lambda: code_choices("contact_known"), small=True)
    people = Number("How many people", least=1, width=3)
    conversations = Number("Of these, how many conversations", least=0, width=3)
    seen = Hidden()


class MetForm(Form):
    session_uid = Radios("When did you meet?", choices=[], required="Select when you met")
    reason = TextArea(
        "How you know it was them, and why it helps to say so",
        required="Enter how you know, and why it helps to say so",
        max_length=2000,
        rows=4,
    )
