"""Forms of actions."""

from app.features.actions.reasons import GROUPS, NotDone, not_done_group
from app.features.actions.taking import LONGEST_REFERENCE
from app.features.partnership import interface as partnership
from app.web.fields import Checkbox, Checkboxes, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form

REFERENCE = "Where it is held and what it is called there, such as CL-2291. Never the document itself"


def codes(name: str) -> list[SelectChoice]:
    return [choice(item.code, item.label, hint=item.hint or None) for item in partnership.code_list(name)]


def reasons() -> list[SelectChoice]:
    """Why an action was not done, those together that say the same of the need behind it."""
    found = [(not_done_group(item.code), item) for item in partnership.code_list("not_done_reason")]
    found.sort(key=lambda one: list(NotDone).index(one[0]))
    return [choice(item.code, item.label, hint=GROUPS[group]) for group, item in found]


class StartForm(Form):
    note = TextArea("What is happening", hint="You can leave this empty", rows=3)


class NoteForm(Form):
    text = TextArea("What has happened", required="Enter what has happened")


class DoneForm(Form):
    what_was_done = TextArea("What was done", required="Enter what was done", hint="Say what changed as a result")
    done_on = NearDate("When it was done", required="Enter when it was done", past=True)
    evidence = TextField("Reference of the evidence", hint=REFERENCE, max_length=LONGEST_REFERENCE, width=30)
    evidence_on = NearDate("Date of the evidence", hint="Leave empty for the day it was done", past=True)


class EvidenceForm(Form):
    evidence = TextField(
        "Reference of the evidence",
        required="Enter the reference of the evidence",
        hint=REFERENCE,
        max_length=LONGEST_REFERENCE,
        width=30,
    )
    evidence_on = NearDate("Date of the evidence", required="Enter the date of the evidence", past=True)


class NotDoneForm(Form):
    reason_code = Radios("Why it was not done", required="Select why it was not done", choices=reasons)
    text = TextArea("What happened", required="Enter what happened", hint="Say what should happen instead, if anything")


class VerifyForm(Form):
    verifier_name = TextField(
        "Who checked",
        hint="Leave this empty if you checked it yourself. It cannot be the owner of the action",
        width=30,
    )


class ReplaceForm(Form):
    text = TextArea("What replaces this action", required="Enter what replaces this action", rows=3)


class ChooseForm(Form):
    """Which actions of a list, and what to do with all of them."""

    chosen = Checkboxes("Actions", required="Select the actions to change")
    step = Radios("What to do with those selected", required="Select what to do with them", inline=True)


class NothingForm(Form):
    """A step that asks for nothing more."""


class DueForm(Form):
    due_on = NearDate("New date", required="Enter the new date", future=True)
    text = TextArea("Why the date changes", required="Enter why the date changes", rows=3)


class HelperForm(Form):
    agency_uid = Select("Agency", required="Select the agency that helps")
    user_uid = Select("Person", blank="Somebody without an account, or the agency as a whole")
    name = TextField("Name", hint="Only for somebody without an account", width=30)


class ColleagueForm(Form):
    owner_uid = Select("Colleague", blank="Somebody without an account")
    owner_name = TextField("Name", hint="Only for somebody without an account", width=30)
    text = TextArea("Why you are giving it to somebody else", required="Enter why it is handed on", rows=3)


class TransferForm(Form):
    agency_uid = Select("Agency", required="Select the agency that is to own the action")
    owner_uid = Select("Owner", blank="Somebody without an account")
    owner_name = TextField("Owner’s name", hint="Only for somebody without an account", width=30)
    text = TextArea("Why it goes to another agency", required="Enter why it is handed on", rows=3)


class AgreeForm(Form):
    text = TextArea(
        "What is to be done", required="Enter what is to be done", rows=3, hint="One thing that somebody can do"
    )
    measure_of_done = TextArea("How we will know it is done", rows=2)
    category = Select("Kind of action", required="Select the kind of action", choices=lambda: codes("action_category"))
    priority = Radios("Priority", required="Select a priority", choices=lambda: codes("action_priority"), inline=True)
    owner_agency_uid = Select("Agency", required="Select the agency that owns the action")
    owner_uid = Select("Owner", blank="Somebody without an account")
    owner_name = TextField("Owner’s name", hint="Only for somebody without an account", width=30)
    due_on = NearDate("Due", hint="Leave empty for the usual date of the priority", future=True)
    risk_factor = Select("Risk factor it answers", blank="None in particular", choices=lambda: codes("risk_factor"))
    anyway = Checkbox("Agree it anyway")
