"""Forms of meetings."""

from typing import Any

from wtforms import ValidationError

from app.features.forums import interface as forums
from app.features.partnership import interface as partnership
from app.platform.access import current_actor
from app.web.fields import (
    Checkbox,
    Checkboxes,
    Hidden,
    NearDate,
    Number,
    Radios,
    Select,
    SelectChoice,
    TextArea,
    TextField,
    choice,
    choices,
)
from app.web.forms import Form, Group, Repeating

WEEKDAYS = {"0": "Monday", "1": "Tuesday", "2": "Wednesday", "3": "Thursday", "4": "Friday"}
WEEKS = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "-1": "Last"}
FREQUENCIES = {"MONTHLY": "By the month", "WEEKLY": "By the week"}
BY_THE_MONTH = "MONTHLY"


def from_list(name: str) -> Any:
    """The choices of a code list, read when the form is shown."""
    return lambda: [choice(item.code, item.label, hint=item.hint or None) for item in partnership.code_list(name)]


class SeriesForm(Form):
    forum_uid = Select("Forum", required="Select a forum")
    frequency = Radios(
        "How the group meets",
        choices=choices(FREQUENCIES),
        required="Select whether the group meets by the week or by the month",
        default=BY_THE_MONTH,
        reveals={BY_THE_MONTH: "week_of_month"},
    )
    week_of_month = Radios("Week of the month", choices=choices(WEEKS), inline=True)
    interval = Number(
        "Every how many weeks or months",
        hint="1 for each, 2 for every second. Weeks up to 4, months up to 3",
        least=1,
        most=4,
        default=1,
        required="Enter a number from 1 to 4",
        width=2,
    )
    weekday = Radios("Day", choices=choices(WEEKDAYS), required="Select a day", inline=True)
    starts_at = TextField("Starts at", hint="For example, 14:00", required="Enter a time, like 14:00", width=5)
    venue = TextField("Where", required="Enter where the group meets")
    valid_from = NearDate(
        "From",
        hint="Counting begins with the first such day on or after it",
        required="Enter the first day of this arrangement",
    )

    def validate_week_of_month(self, field: Any) -> None:
        if self.frequency.data == BY_THE_MONTH and not field.data:
            raise ValidationError("Select a week")


class WhenForm(Form):
    """The day, time and place of one meeting, and why it is not that of the series."""

    held_on = NearDate("Day", required="Enter a date that is today or in the future")
    starts_at = TextField("Starts at", hint="For example, 14:00", required="Enter a time, like 14:00", width=5)
    venue = TextField("Where, or how to join", required="Enter where it is held, or how to join")
    reason = TextArea("Why", rows=3, required="Enter the reason")


class MoveForm(WhenForm):
    seen = Hidden()
    """The version of the meeting that was shown."""


class ExtraordinaryForm(Form):
    held_on = NearDate("Day", future=True, required="Enter a date that is today or in the future")
    starts_at = TextField("Starts at", hint="For example, 10:30", required="Enter a time, like 10:30", width=5)
    venue = TextField("Where, or how to join", required="Enter where it is held, or how to join")
    reason = TextArea("Why it cannot wait", rows=3, required="Enter why it cannot wait")


class ReasonForm(Form):
    reason = TextArea("Reason", rows=4, required="Enter the reason")


class AddForm(Form):
    case = TextField(
        "Case reference", hint="For example, C-2026-0014", width=20, required="Enter the reference of a case"
    )
    reason = TextArea("Why it should be heard", rows=3, required="Enter why it should be heard")


class PersonForm(Form):
    """Somebody who is not in the list: a visitor, a deputy, a new colleague."""

    name = TextField("Name", required="Enter a name")
    job_title = TextField("Role or job")
    agency_uid = Select("Agency", required="Select an agency")
    attendance = Radios(
        "Attendance",
        choices=from_list("attendance"),
        required="Select how they attended",
        reveals={"DEPUTY": ["deputy_for"]},
    )
    deputy_for = TextField("Whom they came for")
    item_uids = Checkboxes("There for these items only", hint="Leave empty for the whole meeting", small=True)


class OpenForm(Form):
    chair_uid = Radios("Who chairs the meeting", required="Select who chairs the meeting")
    confidentiality_read = Checkbox(
        "The confidentiality statement was read", required="Read the confidentiality statement and tick the box"
    )


def _other_groups() -> list[SelectChoice]:
    (area_uid,) = current_actor().area_uids
    return forums.forum_choices(area_uid)


class DecisionGroup(Group):
    code = Select("Decision", choices=from_list("meeting_decision"), blank="No decision yet")
    detail = TextArea("What was decided, or the reason", rows=2, max_length=2000)
    returns_on = NearDate("Review or return on")
    closure_reason = Select("Reason for closing", choices=from_list("closure_reason"), blank="Not closing")
    forum_code = Select("Other group it goes to", choices=_other_groups, blank="No other group")
    forum_kind = Select("What the other group is asked", choices=choices(forums.KINDS), blank="Nothing")
    level = Select("How far it is escalated", choices=from_list("escalation_level"), blank="Not escalated")


class ItemForm(Form):
    """One item on one screen. Every part that was filled in is saved together with the notes."""

    seen = Hidden()  # what the page showed when it was opened
    chair_uid = Select("Who chairs this item", required="Select who chairs this item")
    voice_heard = TextArea("What the person said, or why we do not know", rows=2, max_length=4000)
    summary = TextArea("Summary of what was said", rows=4)
    conflict_name = TextField("Who has a conflict of interest")
    conflict_nature = TextField("What it is")
    conflict_left_room = Checkbox("They left for the decision")
    decisions = Repeating(DecisionGroup, "Decisions", item="Decision", add="Add another decision", most=8)

    action_text = TextArea("What is to be done", rows=2, max_length=2000)
    action_measure_of_done = TextField("How we will know it is done")
    action_category = Select("Kind", choices=from_list("action_category"), blank="Select a kind")
    action_priority = Select("Priority", choices=from_list("action_priority"))
    action_risk_factor = Select("Risk it is about", choices=from_list("risk_factor"), blank="None in particular")
    action_owner_uid = Select("Owner", hint="Those who are here come first", blank="Somebody else")
    action_owner_agency_uid = Select("Owner’s agency", blank="The agency of the owner chosen above")
    action_owner_name = TextField("Owner’s name, when they are not in the list")
    action_due_on = NearDate("Due", hint="Left empty: the usual date for the priority")
    action_owner_accepts = Checkbox(
        "They accept it now", hint="From an agency that is not here the action waits until they accept it", default=True
    )

    assurance_risk_statement = TextField("The risk, in one sentence", max_length=300)
    assurance_axis = Select("Which kind of risk", choices=from_list("axis"), blank="Select a kind")
    assurance_kind = Select("What is to be assured", choices=from_list("assurance_type"), blank="Select what")
    assurance_agency_uid = Select("Agency asked", blank="Select an agency")
    assurance_asked_name = TextField("Manager who can speak for the plan", params={"attributes": {"list": "people"}})
    assurance_risk_factors = Select("Risk factor", choices=from_list("risk_factor"), blank="None in particular")
    assurance_due_on = NearDate("Due", hint="Left empty: the day assurance is due in this month")

    band_cause = Select("May cause harm", choices=from_list("band"), blank="As it is")
    band_harmed = Select("May be harmed", choices=from_list("band"), blank="As it is")
    band_exploited = Select("May be being exploited", choices=from_list("band"), blank="As it is")
    band_reason = TextField("Reason", max_length=1000)

    lead_user_uid = Select("Lead professional", blank="Somebody without an account")
    lead_agency_uid = Select("Lead agency", blank="The agency of the person chosen above")
    lead_name = TextField("Lead’s name, when they have no account")

    intervention_uid = Select("Intervention", blank="None")
    intervention_reason = TextField("Why this one", max_length=1000)


PARTS = ("decisions", "action", "assurance", "band", "lead", "intervention", "conflict", "chair")
"""The parts of an item's form beside its notes; names of their fields begin with them."""


class ContributionForm(Form):
    """What somebody who cannot come would have said."""

    text = TextArea("What you would have said", rows=8, required="Enter what you would have said")
    agency_uid = Select("Agency it comes from", required="Select the agency it comes from")
    name = TextField("Whose words they are", required="Enter whose words they are")


def agency_choices(area_uid: str) -> list[SelectChoice]:
    return [choice(agency.uid, agency.name) for agency in partnership.agencies_in(area_uid)]


def recipient_choices(area_uid: str) -> list[SelectChoice]:
    """Agencies that may be told of a case (PR-31)."""
    return [choice(agency.uid, agency.name) for agency in partnership.recipients_in(area_uid)]
