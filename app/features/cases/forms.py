"""Forms of a case."""

from app.features.partnership.interface import agencies_in, code_list, may_receive
from app.web.fields import Checkbox, Hidden, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form

TRANSFERS = {
    "EOG": "The Exploitation Operational Group",
    "FORUM": "Another forum",
    "AREA": "Another area",
}


def codes(name: str) -> list[SelectChoice]:
    return [choice(item.code, item.label, hint=item.hint or None) for item in code_list(name)]


class Versioned(Form):
    """A change of what the person was looking at: `ver` says which version of the case that was."""

    ver = Hidden()


class LevelsForm(Versioned):
    """Three axes, each by itself. PR-16."""

    cause = Radios("May cause harm", choices=lambda: codes("band"), inline=True)
    harmed = Radios("May be harmed", choices=lambda: codes("band"), inline=True)
    exploited = Radios("May be being exploited", choices=lambda: codes("band"), inline=True)
    reason = TextArea(
        "Reason",
        hint="What the levels rest on. The person may ask to see this",
        required="Enter the reason for the levels of concern",
        rows=4,
    )


class LeadForm(Versioned):
    agency_uid = Select("Lead agency", required="Select the lead agency")
    user_uid = Select("Lead professional with an account", blank="Nobody with an account")
    name = TextField("Or the name of a lead professional without an account", width=30)

    def offer(self, area_uid: str, people: list[SelectChoice]) -> None:
        self.agency_uid.choices = [choice(agency.uid, agency.name) for agency in agencies_in(area_uid)]
        self.user_uid.choices = people


class NoteForm(Form):
    once = Hidden()
    """The uid the note will have, so that sending the form twice keeps one note."""
    text = TextArea("Note", required="Enter a note", rows=6)
    restricted = Checkbox(
        "Restricted",
        hint="For the lead professional, the chair, the coordinator, the administrator and your own agency only",
    )


class StepDownForm(Versioned):
    note = TextArea("Why a step-down is proposed", required="Enter why a step-down is proposed", rows=4)


class ReopenForm(Versioned):
    note = TextArea("Why the case is opened again", required="Enter why the case is opened again", rows=4)


class HoldForm(Versioned):
    note = TextArea("Why the case is put on hold", required="Enter why the case is put on hold", rows=4)


class ContinueForm(Versioned):
    note = TextArea("Note", hint="Optional", rows=3)


class TransferForm(Versioned):
    to = Radios(
        "Where it goes",
        choices=[choice(code, label) for code, label in TRANSFERS.items()],
        required="Select where the case is transferred to",
    )
    note = TextArea(
        "Who accepted it, and when",
        hint="A case stays here until somebody has accepted it",
        required="Enter who accepted the transfer, and when",
        rows=4,
    )


class ReviewForm(Versioned):
    on = NearDate("Review date", required="Enter a review date", future=True)


class LockOutForm(Form):
    user_uid = Select("Who", required="Select who is locked out", blank="Select a person")
    reason = TextArea(
        "Why", hint="For example, a relative of the person", required="Enter why they are locked out", rows=3
    )


class LiftForm(Form):
    reason = TextArea("Why", required="Enter why they may see the case again", rows=3)


class ShareForm(Form):
    agency_uid = Select("Agency", required="Select an agency")

    def offer(self, area_uid: str, without: set[str]) -> None:
        self.agency_uid.choices = [
            choice(agency.uid, agency.name)
            for agency in agencies_in(area_uid)
            if agency.uid not in without and may_receive(agency.uid)
        ]
