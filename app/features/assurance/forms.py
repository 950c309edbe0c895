"""Forms of assurance."""

from typing import Any

from wtforms import ValidationError

from app.features.assurance.domain import NO_EVIDENCE, Evidence, Status
from app.features.assurance.levels import kinds_with_reference
from app.features.partnership import interface as partnership
from app.web.fields import Checkbox, Checkboxes, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form, Group, Repeating


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


def _kinds_of_evidence() -> list[SelectChoice]:
    return [one for one in codes("assurance_evidence") if one.value != NO_EVIDENCE]


def _results() -> list[SelectChoice]:
    return [one for one in codes("assurance_result") if one.value != Status.LAPSED]


class SeekForm(Form):
    risk_statement = TextField(
        "The risk, in one sentence",
        required="Enter the risk in one sentence",
        hint="What may happen, to whom. For example: he is attacked on the way to school",
        max_length=300,
    )
    axis = Radios("What kind of risk", required="Select which kind of risk it is", choices=lambda: codes("axis"))
    risk_factors = Checkboxes("Risk factors of this case it comes from", small=True)
    other_factor = Select(
        "Another risk factor it comes from",
        blank="None",
        choices=lambda: codes("risk_factor"),
        hint="If it is not above",
    )
    kind = Select(
        "What is to be assured", required="Select what is to be assured", choices=lambda: codes("assurance_type")
    )
    agency_uid = Select("Agency asked", required="Select the agency asked")
    asked_user_uid = Select(
        "Manager asked", blank="Somebody without an account", hint="They must be able to speak for the agency’s plan"
    )
    asked_name = TextField("Manager’s name", hint="Only for somebody without an account", width=30)
    due_on = NearDate("Due", required="Enter a date by which it is due", future=True)

    needs_factor = False
    """A risk to or from a person is tied to risk factors (4.5); networks and places have none."""

    def validate_other_factor(self, _field: Any) -> None:
        if self.needs_factor and not self.factors:
            raise ValidationError("Select the risk factors it comes from")

    @property
    def factors(self) -> list[str]:
        """Every factor that was chosen, each once."""
        other = [self.other_factor.data] if self.other_factor.data else []
        return list(dict.fromkeys([*(self.risk_factors.data or ()), *other]))


class EvidenceGroup(Group):
    kind = Select("Kind of evidence", blank="Choose", choices=_kinds_of_evidence)
    reference = TextField(
        "Reference", hint="Where your agency holds it. The document itself stays with you", max_length=100, width=20
    )
    on = NearDate("Date", past=True, hint="The day it is about, like 22/11/2026")

    def validate_kind(self, field: Any) -> None:
        if not field.data and (self.reference.data or self.on.data):
            raise ValidationError("Select what kind of evidence it is")

    def validate_reference(self, field: Any) -> None:
        if self.kind.data in kinds_with_reference() and not field.data:
            raise ValidationError("Enter the reference of the plan")

    def validate_on(self, field: Any) -> None:
        if self.kind.data and field.data is None and not field.errors:
            raise ValidationError("Enter the date of this evidence")


class GiveForm(Form):
    level = Radios("How sure are you that this risk is being addressed?", required="Select the level", choices=_levels)
    statement = TextArea(
        "What is being done about this risk",
        required="Enter what is being done about this risk",
        hint="By whom, how often, and what has changed because of it",
    )
    evidence = Repeating(
        EvidenceGroup, "What it rests on", item="Evidence", add="Add another piece of evidence", least=2, most=10
    )
    no_evidence = Checkbox("There is no evidence: an honest answer that the group can act on")
    nothing_newer = Checkbox("The newest is out of date, and there is nothing newer")
    would_change_our_mind = TextArea(
        "What would change your mind",
        hint="What you would have to see or hear to say that the risk is no longer being addressed",
        rows=3,
    )
    vouched_by = TextField(
        "Manager who speaks for the plan", required="Enter the manager who speaks for the plan", width=30
    )
    authority = Checkbox(
        "They have authority to speak for the plan, and agree to what is said here",
        required="Select the box when the manager agrees to what is said here",
    )

    @property
    def pieces(self) -> list[Evidence]:
        """The evidence that was entered; groups left empty are not."""
        found = [
            Evidence(one["kind"], one["on"], one["reference"] or None) for one in self.evidence.data if one["kind"]
        ]
        return [*found, Evidence(NO_EVIDENCE)] if self.no_evidence.data else found


class JudgeForm(Form):
    result = Radios("Judgement", required="Select whether the assurance is accepted", choices=_results)
    level_accepted = Radios("Level you accept", hint="Leave empty if it is not accepted", choices=_acceptable)
    confidence = Radios("How confident the group is", choices=lambda: codes("confidence"), inline=True)
    confidence_why = TextArea("Why that confident", hint="Needed when it is accepted", rows=2)
    review_on = NearDate("Review on")
    reason = TextArea(
        "Why it is not accepted", hint="Only when it is not accepted. The agency reads this, and has to answer", rows=3
    )


class VoidForm(Form):
    reason = TextArea("What has happened", required="Enter what has happened", rows=3)
