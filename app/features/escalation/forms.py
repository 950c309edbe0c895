"""Forms of escalations."""

from app.features.escalation.opening import BY_HAND
from app.features.partnership import interface as partnership
from app.web.fields import Hidden, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form


def _triggers() -> list[SelectChoice]:
    every = {item.code: item for item in partnership.code_list("escalation_trigger")}
    return [choice(one.value, every[one].label, hint=every[one].hint or None) for one in BY_HAND if one in every]


class OpenForm(Form):
    trigger = Radios("What it is about", choices=_triggers, required="Select what it is about")
    agency_uid = Select("Agency", blank="No agency in particular")
    reason = TextArea(
        "What has to be decided",
        hint="And why it cannot be decided here. Write the reference, never a name",
        required="Enter what has to be decided, and why it cannot be decided here",
        rows=4,
        max_length=4000,
    )


class LetterForm(Form):
    ver = Hidden()
    agency_uid = Select("Agency", blank="Select an agency")
    to_user_uid = Select("To", blank="Somebody without an account")
    to_name = TextField("Name and job", hint="Only for somebody without an account: the letter is printed", width=30)
    subject = TextField("About", required="Enter what the letter is about")
    body = TextArea("Letter", required="Enter the letter", rows=14, max_length=6000, hint="References only, no names")


class SendForm(Form):
    ver = Hidden()


class WriteForm(Form):
    where = TextField("To whom it went", required="Enter to whom it went", hint="The group or body, and who took it")
    text = TextArea("What was told, and what was said", required="Enter what was told, and what was said", rows=5)


class RaiseForm(Form):
    level = Radios("How far", required="Select how far it goes")
    reason = TextArea("Why it goes further now", required="Enter why it goes further now", rows=3)


class AnswerForm(Form):
    who = TextField("Who answers", hint="Name and job, if it is not you", width=30)
    text = TextArea(
        "Answer", required="Enter the answer", rows=5, hint="What is done and by when, or what stands in the way"
    )


class PauseForm(Form):
    reason = TextArea("Why it is stopped", required="Enter why it is stopped", rows=3)
    until = NearDate(
        "Look at it again on", future=True, hint="Leave empty if there is no such day. It never goes on by itself"
    )


class ResumeForm(Form):
    reason = TextArea("Why it goes on", required="Enter why it goes on", rows=3)


class ResolveForm(Form):
    outcome = TextArea("What came of it", required="Enter what came of it", rows=4)
