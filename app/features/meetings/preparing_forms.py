"""Forms of the days before a meeting."""

from app.features.meetings.commands.agreeing import ABSENT
from app.features.meetings.commands.placing import LONGEST
from app.features.partnership import interface as partnership
from app.web.fields import Checkbox, Number, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form

COMING = {
    "IN_PERSON": "Yes, in person",
    "REMOTE": "Yes, by video or phone",
    "DEPUTY": "No, a deputy comes for me",
    "APOLOGIES": "No, apologies",
}


def answers() -> list[SelectChoice]:
    """The ways of attending somebody may announce."""
    return [
        choice(code.code, COMING.get(code.code, code.label))
        for code in partnership.code_list("attendance")
        if code.code != ABSENT
    ]


class AnswerForm(Form):
    answer = Radios(
        "Will you be there?",
        choices=answers,
        required="Select whether you will be there",
        reveals={"DEPUTY": "deputy_name"},
    )
    deputy_name = TextField("Name of the deputy", width=30)
    note = TextArea(
        "Anything the coordinator should know", hint="Nothing about a person of concern", rows=3, max_length=1000
    )


class TimeForm(Form):
    minutes = Number("Minutes", hint="Left empty: the usual time", least=1, most=LONGEST, suffix="minutes")
    brief = Checkbox("Heard as a brief update", hint="A paper update: no discussion unless somebody asks for it")


class OwnConflictForm(Form):
    """One's own conflict of interest."""

    nature = TextArea(
        "What the conflict is", hint="For example, I know the family", required="Enter what the conflict is", rows=3
    )
    lock_out = Checkbox(
        "I should not see this case at all",
        hint="You then find it nowhere. Somebody who runs the month can let you in again",
    )


class ConflictForm(Form):
    """Somebody's conflict of interest, written down by whoever runs the month."""

    user_uid = Select("Who", blank="Somebody without an account")
    name = TextField("Name, when they have no account", width=30)
    nature = TextArea("What the conflict is", required="Enter what the conflict is", rows=3)
    left_room = Checkbox("They left for the decision")
    lock_out = Checkbox(
        "Lock them out of the case", hint="They find it nowhere: no page, list, pack, minutes or export"
    )
