"""Forms of assurance."""

from app.features.assurance.domain import Status
from app.features.partnership import interface as partnership
from app.web.fields import Checkboxes, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form


def codes(name: str) -> list[SelectChoice]:
    return [choice(item.code, item.label, hint=item.hint or None) for item in partnership.code_list(name)]


def _levels() -> list[SelectChoice]:
    """Levels that an agency can give."""
    return [
        choice(item.code, item.label, hint=item.hint or None)
        for item in partnership.code_list("assurance_level")
        if item.attributes.get("given_by_provider", True)
    ]


def _acceptable() -> list[SelectChoice]:
    """Levels that can be accepted (PR-36)."""
    return [
        choice(item.code, item.label, hint=item.hint or None)
        for item in partnership.code_list("assurance_level")
        if item.attributes.get("acceptable")
    ]


def _evidence() -> list[SelectChoice]:
    return [
        choice(item.code, item.label, hint=item.hint or None, exclusive=item.code == "NONE")
        for item in partnership.code_list("assurance_evidence")
    ]


def _results() -> list[SelectChoice]:
    return [
        choice(item.code, item.label)
        for item in partnership.code_list("assurance_result")
        if item.code != Status.LAPSED
    ]


class SeekForm(Form):
    risk_statement = TextField(
        "The risk, in one sentence",
        required="Enter the risk in one sentence",
        hint="What may happen, to whom. For example: he is attacked on the way to school",
        max_length=300,
    )
    axis = Radios("What kind of risk", required="Select which kind of risk it is", choices=lambda: codes("axis"))
    risk_factors = Checkboxes("Risk factors of this case it comes from", small=True)
    kind = Select(
        "What is to be assured", required="Select what is to be assured", choices=lambda: codes("assurance_type")
    )
    agency_uid = Select("Agency asked", required="Select the agency asked")
    asked_user_uid = Select("Manager asked", blank="Somebody without an account")
    asked_name = TextField(
        "Manager’s name",
        hint="Only for somebody without an account. They must be able to speak for the plan",
        width=30,
    )
    due_on = NearDate("Due", required="Enter a date by which it is due", future=True)


class GiveForm(Form):
    level = Radios("Level of assurance", required="Select the level of assurance", choices=_levels)
    statement = TextArea(
        "The assurance you give",
        required="Enter the assurance you give",
        hint="What is being done about this risk, how often, by whom, and what has changed",
    )
    evidence = Checkboxes(
        "What it rests on",
        required="Select what the assurance rests on, or that there is no evidence",
        choices=_evidence,
    )
    newest_evidence_on = NearDate("Date of the newest evidence", past=True)
    would_change_our_mind = TextArea(
        "What would change your mind", hint="What would show that the risk is no longer being addressed", rows=3
    )


class JudgeForm(Form):
    result = Radios("Judgement", required="Select whether the assurance is accepted", choices=_results)
    level_accepted = Radios("Level you accept", hint="Leave empty if it is not accepted", choices=_acceptable)
    confidence = Radios("How confident you are", choices=lambda: codes("confidence"), inline=True)
    review_on = NearDate("Review on")
    reason = TextArea("Why", hint="Needed when it is not accepted", rows=3)


class VoidForm(Form):
    reason = TextArea("What has happened", required="Enter what has happened", rows=3)
