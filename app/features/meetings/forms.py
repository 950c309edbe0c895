"""Forms of meetings."""

from typing import Any

from app.features.partnership import interface as partnership
from app.web.fields import (
    Checkbox,
    Checkboxes,
    Hidden,
    NearDate,
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
WEEKS = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth"}


def from_list(name: str) -> Any:
    """The choices of a code list, read when the form is shown."""
    return lambda: [choice(item.code, item.label, hint=item.hint or None) for item in partnership.code_list(name)]


class SeriesForm(Form):
    forum_uid = Select("Forum", required="Select a forum")
    week_of_month = Radios("Week of the month", choices=choices(WEEKS), required="Select a week", inline=True)
    weekday = Radios("Day", choices=choices(WEEKDAYS), required="Select a day", inline=True)
    starts_at = TextField("Starts at", hint="For example, 14:00", required="Enter a time, like 14:00", width=5)
    venue = TextField("Where", required="Enter where the group meets")
    valid_from = NearDate("From", required="Enter the first day of this arrangement")


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
    attendance = Radios("Attendance", choices=from_list("attendance"), required="Select how they attended")
    item_uids = Checkboxes("There for these items only", hint="Leave empty for the whole meeting", small=True)


class OpenForm(Form):
    chair_uid = Radios("Who chairs the meeting", required="Select who chairs the meeting")
    confidentiality_read = Checkbox(
        "The confidentiality statement was read", required="Read the confidentiality statement and tick the box"
    )


class DecisionGroup(Group):
    code = Select("Decision", choices=from_list("meeting_decision"), blank="No decision yet")
    detail = TextArea("What was decided, or the reason", rows=2, max_length=2000)
    returns_on = NearDate("Review or return on")
    closure_reason = Select("Reason for closing", choices=from_list("closure_reason"), blank="Not closing")


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
    action_owner_uid = Select("Owner", blank="Somebody without an account")
    action_owner_agency_uid = Select("Owner’s agency", blank="The agency of the owner chosen above")
    action_owner_name = TextField("Owner’s name, when they have no account")
    action_due_on = NearDate("Due", hint="Left empty: the usual date for the priority")
    action_owner_accepts = Checkbox("The owner’s agency is here and accepts it")

    assurance_risk_statement = TextField("The risk, in one sentence", max_length=300)
    assurance_axis = Select("Which kind of risk", choices=from_list("axis"), blank="Select a kind")
    assurance_kind = Select("What is to be assured", choices=from_list("assurance_type"), blank="Select what")
    assurance_agency_uid = Select("Agency asked", blank="Select an agency")
    assurance_asked_name = TextField("Manager who can speak for the plan")
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


def agency_choices(area_uid: str) -> list[SelectChoice]:
    return [choice(agency.uid, agency.name) for agency in partnership.agencies_in(area_uid)]
