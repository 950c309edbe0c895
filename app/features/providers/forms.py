"""Forms of a provider's quality."""

from wtforms import ValidationError

from app.features.partnership.interface import code_choices
from app.web.fields import NearDate, Radios, Select, TextArea, choices
from app.web.forms import Form

SCORES = {"1": "1, poor", "2": "2", "3": "3", "4": "4", "5": "5, very good"}


class ItemForm(Form):
    """Fields that a kind of item does not have are taken out by `for_kind`."""

    user_uid = Select("Who", choices=[], blank="", hint="Somebody of the provider with an account.")
    module = Select("Module", choices=lambda: code_choices("training_module"), blank="", required="Select a module")
    state = Radios("How it stands", choices=[], required="Select how it stands")
    score = Radios("What the young people gave it", choices=choices(SCORES), required="Select a score", inline=True)
    given_on = NearDate("Date", past=True, required="Enter the date")
    expires_on = NearDate("Last day on which it holds", hint="Leave empty when it has no end.")
    evidence = TextArea(
        "What was seen",
        hint="For example which document, from whom, and where it is kept. Name nobody.",
        required="Enter what was seen",
        max_length=2000,
    )

    def validate_expires_on(self, field: NearDate) -> None:
        if field.data and self.given_on.data and field.data <= self.given_on.data:
            raise ValidationError("Enter a day after the date it was given")


DATES = {
    "CHARTER": "Since when it stands so.",
    "TRAINING": "The day it was taken.",
    "ENDORSEMENT": "The day the level was given.",
    "REVIEW_VISIT": "The day of the visit.",
}
"""What the date of a kind means; of the others the day it was given or renewed."""
