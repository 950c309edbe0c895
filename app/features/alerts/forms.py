"""Forms of alerts: few fields, each large enough for a glove."""

from app.features.alerts.commands import ACTION, NOTE
from app.features.partnership.interface import code_choices
from app.web.fields import Checkbox, Radios, Select, TextArea, choice
from app.web.forms import Form


class RaiseForm(Form):
    referral_uid = Select("Who is it about?", choices=[], blank="", required="Select who it is about")
    kind = Radios(
        "What are you worried about?",
        choices=lambda: code_choices("alert_kind"),
        required="Select what you are worried about",
    )
    urgent = Checkbox("Somebody may be hurt today")
    words = TextArea(
        "What you saw or heard",
        hint="In a few words, if you can. You can send it without.",
        max_length=4000,
        rows=4,
    )


class HearForm(Form):
    done = TextArea(
        "What is done about it",
        hint="The provider sees that it was heard and by which role, not these words.",
        required="Enter what is done about it",
        max_length=4000,
        rows=4,
    )
    follows = Radios(
        "How is it kept?",
        choices=[
            choice(NOTE, "As a note on the case"),
            choice(ACTION, "As an urgent action of mine", hint="In the tracker until it is done and checked."),
        ],
        required="Select how it is kept",
    )
