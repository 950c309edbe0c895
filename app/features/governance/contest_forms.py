"""Forms of contested records."""

from app.features.partnership import interface as partnership
from app.web.fields import Checkboxes, Hidden, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form


def _by() -> list[SelectChoice]:
    return [choice(one.code, one.label, hint=one.hint or None) for one in partnership.code_list("contested_by")]


def _outcomes() -> list[SelectChoice]:
    return [choice(one.code, one.label, hint=one.hint or None) for one in partnership.code_list("contest_outcome")]


class ContestForm(Form):
    once = Hidden()
    by = Radios("Who says so", choices=_by, required="Select who says so")
    name = TextField("Their name", hint="Where it is not the person: who they are, and how they can be reached")
    entry_uid = Select("What it is about", blank="The record as a whole")
    says = TextArea(
        "What they say",
        hint="In their own words: what is wrong, and what would be right",
        required="Enter what they say",
        rows=5,
        max_length=4000,
    )
    raised_on = NearDate("When they said it", past=True, required="Enter the day they said it")


class DecideForm(Form):
    ver = Hidden()
    outcome = Radios("What is decided", choices=_outcomes, required="Select what is decided")
    text = TextArea(
        "The words as they are right", hint="Only where its words are put right here", rows=4, max_length=4000
    )
    reason = TextArea(
        "Why",
        hint="The person is told this reason",
        required="Enter why it is decided so",
        rows=4,
        max_length=4000,
    )


class TellForm(Form):
    ver = Hidden()
    told = Checkboxes("Who was told", choices=[], required="Select who was told")
    on = NearDate("When they were told", past=True, required="Enter the day they were told")
