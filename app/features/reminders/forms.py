"""Form of one's own reminders."""

from app.features.reminders import commands
from app.features.reminders.domain import OFTEN_WORDS
from app.web.fields import Radios, Select, SelectChoice, choice, choices
from app.web.forms import Form


def _times() -> list[SelectChoice]:
    return [choice(f"{at:%H:%M}", f"{at:%H:%M}") for at in commands.times()]


class ChoiceForm(Form):
    often = Radios("What is coming up", choices=choices(OFTEN_WORDS), required="Select how often")
    at = Select("Time", choices=_times, blank="The usual time")
