"""Forms of what follows from a decision."""

from typing import Any

from app.features.forums import interface as forums
from app.features.meetings.forms import from_list
from app.web.fields import Checkbox, NearDate, Radios, Select, TextArea, TextField, choices
from app.web.forms import Form


class ActionForm(Form):
    """A decision that somebody carries out. Without an owner it is recorded and no action is made."""

    referral = Radios("What was requested", required="Select what was requested")
    detail = TextArea("What is to be done", required="Enter what is to be done", rows=3, max_length=2000)
    owner_agency_uid = Select("Owner’s agency", blank="No action is needed")
    owner_name = TextField("Owner", hint="Who does it, as the minutes name them")
    owner_accepts = Checkbox("The owner’s agency is here and accepts it")
    priority = Select("Priority", choices=from_list("action_priority"))
    due_on = NearDate("Due", hint="Left empty: the usual date for the priority")
    measure_of_done = TextField("How we will know it is done")

    @property
    def terms(self) -> dict[str, Any]:
        """What the action needs beyond the decision's own words."""
        return {
            "owner_agency_uid": self.owner_agency_uid.data,
            "owner_name": self.owner_name.data or None,
            "owner_accepts": bool(self.owner_accepts.data),
            "priority": self.priority.data or "",
            "measure_of_done": self.measure_of_done.data or None,
        }


class EscalationForm(Form):
    level = Radios("How far", choices=from_list("escalation_level"), required="Select how far it is escalated")
    detail = TextArea(
        "What is escalated, and to whom", required="Enter what is escalated, and to whom", rows=4, max_length=2000
    )


class ReviewForm(Form):
    detail = TextArea(
        "Which review is considered, and why", required="Enter which review is considered, and why", rows=4
    )
    on_hold = Checkbox("Put the case on hold while it is looked into", hint="Actions and safety plans go on")


class ForumForm(Form):
    forum_code = Select("Other group", required="Select the other group", blank="Select a group")
    kind = Radios("What is meant", choices=choices(forums.KINDS), required="Select what is meant")
    detail = TextArea("Why", required="Enter why the case goes there", rows=4, max_length=2000)


class JointForm(Form):
    forum_code = Select("With which group", required="Select the other group", blank="Select a group")


FORMS: dict[str, type[Form]] = {
    "action": ActionForm,
    "escalation": EscalationForm,
    "review": ReviewForm,
    "forum": ForumForm,
}
"""The form of a decision by what follows from it: attribute `follows` of the code list `meeting_decision`."""
