"""Forms of referrals."""

from app.features.incidents.interface import GoingOn
from app.features.partnership.interface import code_choices
from app.web.fields import Checkbox, Checkboxes, Radios, Select, TextArea, TextField, choice
from app.web.forms import Form


class FindCaseForm(Form):
    reference = TextField(
        "Case reference", hint="For example C-2026-0014", required="Enter the reference of the case", width=20
    )


class LinkForm(Form):
    intervention_uid = Select("Intervention", choices=[], blank="", required="Select an intervention")
    reason = TextArea(
        "Why this intervention",
        hint="What it should change, and what the person says they want.",
        required="Enter why this intervention is suggested",
        max_length=4000,
    )
    factors = Checkboxes("What it should help with", hint="Risk factors recorded in the case.", choices=[], small=True)


class OfferForm(Form):
    consent = Radios(
        "What did the person say?",
        choices=lambda: code_choices("consent_to_service"),
        required="Select what the person said",
    )


class ReferForm(GoingOn):
    agency_uid = Select("Provider", choices=[], blank="", required="Select a provider")
    first_name = TextField("First name", width=20, max_length=80, required="Enter the first name")
    outcomes = Checkboxes(
        "What you hope will change",
        hint="Choose few: these are what the provider measures at the start, at the end and three months after.",
        choices=lambda: code_choices("outcome9"),
        required="Select what you hope will change",
        small=True,
    )
    risk_summary = TextArea(
        "What the provider needs to know",
        hint=(
            "To work safely with the person: risks to them and to staff, places and people to keep apart, how to make "
            "contact. Leave out the family name, addresses, numbers, police intelligence and anybody else’s name."
        ),
        required="Enter what the provider needs to know",
        max_length=4000,
        rows=8,
    )
    custody = Checkbox(
        "They are in custody, or left it in the last day",
        hint="The provider then has one day to reach them, weekends too.",
    )


class DeclineForm(Form):
    reason = Radios("Reason", choices=lambda: code_choices("decline_reason"), required="Select a reason")
    note = TextArea("Anything else the group should know", max_length=2000, rows=4)


class EndForm(Form):
    reason = Radios("How it ended", choices=[], required="Select how it ended")
    note = TextArea("Anything else the group should know", max_length=2000, rows=4)


class WithdrawForm(Form):
    note = TextArea("What they said, if they want it passed on", max_length=2000, rows=4)


class ProgressForm(Form):
    text = TextArea(
        "How is it going?",
        hint="What has changed, what is hard, what comes next. The group reads this.",
        required="Enter how it is going",
        max_length=4000,
        rows=6,
    )


class ParticipantForm(Form):
    first_name = TextField("First name", width=20, max_length=80, required="Enter a first name")
    role = Radios("Who are they?", choices=lambda: code_choices("participant_role"), required="Select who they are")
    adult = Radios(
        "Are they 18 or over?",
        choices=lambda: [choice("YES", "Yes"), choice("NO", "No")],
        required="Select whether they are 18 or over",
        inline=True,
    )


class AssignForm(Form):
    worker_uid = Radios("Who works with them?", choices=[], required="Select somebody of your agency")
