"""Forms of the catalogue. What each field may hold is checked again by `terms`."""

from app.features.interventions.terms import MOST_KINDS, NUMBERS
from app.features.partnership.interface import code_choices
from app.web.fields import (
    Checkbox,
    Checkboxes,
    Hidden,
    NearDate,
    Number,
    Radios,
    Select,
    TextArea,
    TextField,
    choices,
)
from app.web.forms import Form

COSTS = {"1": "1, low", "2": "2, moderate", "3": "3, high"}
STANDARDS = {
    "1": "1: says why it should work",
    "2": "2: those who take part change",
    "3": "3: compared with others, it makes the difference",
    "4": "4: found so again by somebody independent",
    "5": "5: found so in several places",
}
CONFIDENCE = {"1": "1, very low", "2": "2, low", "3": "3, moderate", "4": "4, high", "5": "5, very high"}


def _number(name: str, label: str, hint: str = "", suffix: str = "") -> Number:
    least, most = NUMBERS[name]
    return Number(label, least=least, most=most, hint=hint, suffix=suffix)


class FilterForm(Form):
    """What the catalogue shows; sent in the address, so without a token."""

    class Meta:
        csrf = False

    area = Select("Area", choices=[], blank="Any area")
    kind = Select("Kind", choices=lambda: code_choices("intervention_kind"), blank="Any kind")
    running = Checkbox("Running now only")


class MatrixForm(Form):
    class Meta:
        csrf = False

    area = Select("Area", choices=[], blank="Any area")
    kind = Select("Kind", choices=lambda: code_choices("intervention_kind"), blank="Any kind")
    age = Number("Age", least=0, most=120, suffix="years", hint="Leave empty for any age.")


class ProviderForm(Form):
    agency_uid = Select(
        "Provider in the partnership",
        choices=[],
        blank="None: it is not in the partnership",
        hint="People of this agency see who is referred to it.",
    )


class PartForm(Form):
    seen = Hidden()


class WhatForm(PartForm):
    name = TextField("Name", required="Enter the name", max_length=300)
    provider_name = TextField("Who provides it", required="Enter who provides it", max_length=200)
    kinds = Checkboxes(
        "Kind", hint=f"Up to {MOST_KINDS}.", choices=lambda: code_choices("intervention_kind"), small=True
    )
    level = Select("Level", choices=lambda: code_choices("intervention_level"), blank="Not stated")
    setting = Select("Setting", choices=lambda: code_choices("intervention_setting"), blank="Not stated")
    approach = Select("Approach", choices=lambda: code_choices("intervention_approach"), blank="Not stated")
    mode = TextField("How it is delivered", hint="For example one to one, or in a group.", max_length=120)
    note = TextArea("Note", hint="Name nobody.", max_length=2000, rows=3)
    source = TextField(
        "Source", hint="Where this is written, for example a contract.", required="Enter where this is written"
    )


class NewForm(WhatForm):
    area_code = Select("Area", choices=[], blank="", required="Select an area")


class WhomForm(PartForm):
    cohort = TextField("For whom", hint="In words, for example young people known to youth justice.", max_length=200)
    min_age = _number("min_age", "Youngest age", suffix="years")
    max_age = _number("max_age", "Oldest age", suffix="years", hint="This age is included.")
    exclusions = TextArea("For whom it is not", hint="Rules of eligibility. Name nobody.", max_length=1000, rows=3)
    route = TextArea("How somebody is referred to it", max_length=1000, rows=3)


class HelpsForm(PartForm):
    factors = Checkboxes("Risk factors it addresses", choices=lambda: code_choices("risk_factor"), small=True)
    axes = Checkboxes("Sides of somebody’s life it works on", choices=lambda: code_choices("axis"), small=True)
    addresses = TextField("What else it addresses", max_length=200)
    outcomes_claimed = Checkboxes("Outcomes it is meant to bring", choices=lambda: code_choices("outcome9"), small=True)


class MuchForm(PartForm):
    capacity = _number("capacity", "How many people it takes at once", hint="Leave empty when it is not stated.")
    waiting_list = Checkbox("It keeps a waiting list when it is full")
    sessions_planned = _number("sessions_planned", "Sessions for one person")
    minutes_planned = _number("minutes_planned", "Length of a session", suffix="minutes")
    weeks_planned = _number("weeks_planned", "Over how long", suffix="weeks")
    measures = TextArea("What it is held to", hint="The performance measures of its contract.", max_length=2000, rows=3)
    fund_route = Select("Funding route", choices=lambda: code_choices("fund_route"), blank="Not recorded")
    fund_stream = TextField("Paid for by", max_length=120)
    safeguarding_lead_uid = Select(
        "Safeguarding lead", choices=[], blank="Not recorded", hint="One of the provider’s people with an account."
    )


class EvidenceForm(PartForm):
    yef_impact = Select("Youth Endowment Fund: impact", choices=lambda: code_choices("yef_impact"), blank="Not rated")
    yef_cost = Select("Youth Endowment Fund: cost", choices=choices(COSTS), blank="Not rated")
    yef_confidence = Select(
        "Youth Endowment Fund: confidence in the evidence", choices=choices(CONFIDENCE), blank="Not rated"
    )
    nesta = Select("Nesta standard of evidence", choices=choices(STANDARDS), blank="Not rated")
    evidence_on = NearDate("Date of the rating", past=True)
    evidence_source = TextField("Where the rating is from", max_length=300)


class YearForm(Form):
    year = TextField("Financial year", hint="For example 2026/27.", required="Enter a financial year", width=10)
    status = Radios(
        "What happened",
        choices=lambda: code_choices("intervention_year_status"),
        required="Select what happened",
        small=True,
    )
    note = TextArea("Note", hint="Name nobody.", max_length=1000, rows=3)


class ContractForm(Form):
    starts_on = NearDate("First day", required="Enter the first day")
    ends_on = NearDate("Last day", required="Enter the last day")
    fund_route = Radios(
        "How it is paid for", choices=lambda: code_choices("fund_route"), required="Select how it is paid for"
    )
    reference = TextField("Number of the contract or grant", max_length=60, width=20)
    confirmed_on = NearDate("Money confirmed on", past=True, hint="Leave empty while it is not confirmed.")


class ConfirmForm(Form):
    confirmed_on = NearDate("Money confirmed on", past=True, required="Enter the day the money was confirmed")


class BreakForm(Form):
    first = NearDate("First day without delivery", required="Enter the first day")
    last = NearDate("Last day without delivery", required="Enter the last day")


class StopForm(Form):
    stopped_on = NearDate("Last day", hint="Within the contract, before its end.", required="Enter the last day")


class VenueForm(Form):
    name = TextField(
        "Name", hint="For example the name of a youth club or school.", required="Enter the name", max_length=120
    )
    place_uid = Select("Place of concern", choices=[], blank="It is not part of one")


class VenuesForm(Form):
    venue_uids = Checkboxes("Venues", choices=[], small=True)


class RestrictForm(Form):
    case_uid = Select("Network", choices=[], blank="", required="Select a network")
    reason = TextArea(
        "Why its members are not to come",
        hint="Seen by those who may see the network. Others see only that somebody should not come here.",
        required="Enter why its members are not to come",
        max_length=2000,
    )
    review_on = NearDate("Look at it again on", future=True, required="Enter when to look at it again")
