"""Forms of requests and returns, and the way between their fields and an answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import ValidationError

from app.features.partnership import interface as partnership
from app.features.returns import handling
from app.features.returns.answering import Answer
from app.features.returns.domain import REFUSED
from app.features.returns.models import AgencyReturn, InformationRequest
from app.web.fields import Checkboxes, Hidden, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form, Group, Repeating

AXES = ("CAUSE", "HARMED", "EXPLOITED")
TEXTS = (
    "worker",
    "worker_contact",
    "current_plan",
    "strengths",
    "voice",
    "unmet_need",
    "what_we_are_doing",
    "what_we_ask",
    "necessity",
    "restrictions_note",
)
"""Answers that are one text each: field and answer have the same name."""


def _known() -> list[SelectChoice]:
    return [
        choice(code.code, code.label, hint=code.hint or None)
        for code in partnership.code_list("research_known")
        if code.attributes.get("known")
    ]


def _views() -> list[SelectChoice]:
    return [choice(code.code, code.label) for code in partnership.code_list("risk_view")]


def _restrictions() -> list[SelectChoice]:
    return [choice(code.code, code.label, hint=code.hint or None) for code in handling.offered()]


class KeyDate(Group):
    date = NearDate("Date")
    what = TextField("What happened, or will", max_length=300)


class DraftForm(Form):
    """The whole form, as it is kept unfinished: everything may be empty."""

    known = Radios("Do you know them?", choices=_known)
    worker = TextField("Who can be asked about this", width=30)
    worker_contact = TextField("How to reach them", hint="Telephone or e-mail", width=30)
    last_seen = NearDate("Last seen by your agency", past=True)
    current_plan = TextArea("Your plan for them now", rows=3, hint="What kind of plan, and until when")
    what_we_are_doing = TextArea("What you are doing", rows=3)
    key_dates = Repeating(KeyDate, "Key dates", item="Date", add="Add another date", most=12)
    risk_cause = Radios("How likely they are to cause serious harm", choices=_views, inline=True, small=True)
    risk_cause_reason = TextField("Why", max_length=500)
    risk_harmed = Radios("How likely they are to be seriously harmed", choices=_views, inline=True, small=True)
    risk_harmed_reason = TextField("Why", max_length=500)
    risk_exploited = Radios("How likely they are to be exploited", choices=_views, inline=True, small=True)
    risk_exploited_reason = TextField("Why", max_length=500)
    strengths = TextArea("What is going well", rows=2)
    voice = TextArea("What the child, person or family says", rows=2, hint="In their own words where you have them")
    unmet_need = TextArea("What is needed and not there", rows=2)
    what_we_ask = TextArea("What you ask of the group", rows=2)
    gateway = Select(
        "The power you share it by", hint="Only those your agency may use are listed", blank="Select a power"
    )
    necessity = TextArea(
        "Why it is necessary to share this",
        rows=2,
        max_length=2_000,
        hint="Left empty: the group asked for it, to prepare its meeting",
    )
    restrictions = Checkboxes("How it has to be handled", small=True, choices=_restrictions)
    kept_from = Checkboxes("Agencies that must not read it", small=True)
    restrictions_note = TextArea("Note on handling", rows=2)
    seen = Hidden(default="0", max_length=6)


class AnswerForm(DraftForm):
    """The form as it is returned."""

    def validate_known(self, field: Any) -> None:
        _needs(field, "Select whether you know them")

    def validate_worker(self, field: Any) -> None:
        _needs(field, "Enter who can be asked about this")

    def validate_gateway(self, field: Any) -> None:
        _needs(field, "Select the power you share it by")

    def validate_risk_cause_reason(self, field: Any) -> None:
        _explains(field, self.risk_cause)

    def validate_risk_harmed_reason(self, field: Any) -> None:
        _explains(field, self.risk_harmed)

    def validate_risk_exploited_reason(self, field: Any) -> None:
        _explains(field, self.risk_exploited)


def _needs(field: Any, message: str) -> None:
    if not field.data:
        raise ValidationError(message)


def _explains(field: Any, view: Any) -> None:
    """A view goes with its reason, and a reason with its view."""
    if view.data is not None and not field.data:
        raise ValidationError("Enter the reason for this view")
    if field.data and view.data is None:
        raise ValidationError("Select a view above, or take the reason out")


class CorrectForm(AnswerForm):
    why = TextField("What is corrected, and why", required="Enter what is corrected, and why", max_length=500)


class CannotShareForm(Form):
    cannot_share_reason = TextArea(
        "Why it cannot be shared",
        required="Enter why it cannot be shared",
        hint="The group is told the reason. Do not write what you cannot share",
        rows=4,
    )


class HandOnForm(Form):
    user_uid = Radios("Colleague", required="Select a colleague")
    note = TextArea("Note for them", rows=2, max_length=1_000)


class WhyForm(Form):
    """A reason, under the name that the command gives it."""

    why = TextArea("Why", required="Enter why", rows=3)


class BulkForm(Form):
    requests = Checkboxes("Requests", required="Select the people, networks or places that you do not know")


def prepared(form: DraftForm, request: InformationRequest) -> DraftForm:
    """With the choices that depend on who is asked."""
    agency = partnership.get_agency(request.agency_uid or "")
    form.gateway.choices = [choice(one.code, one.label) for one in partnership.gateways_for(agency.agency_type)]
    form.kept_from.choices = [
        choice(one.uid, one.name) for one in partnership.agencies_in(request.area_uid) if one.uid != agency.uid
    ]
    return form


def to_form(row: AgencyReturn | None, request: InformationRequest, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """What the form starts with: what was written so far, or else `defaults`."""
    shown: dict[str, Any] = {"seen": str(request.version)}
    if row is None:
        return shown | dict(defaults)
    answers = row.answers
    shown |= {name: answers.get(name) for name in TEXTS}
    shown["last_seen"] = date.fromisoformat(answers["last_seen"]) if answers.get("last_seen") else None
    shown["key_dates"] = [
        {"date": date.fromisoformat(one["date"]) if one.get("date") else None, "what": one.get("what")}
        for one in answers.get("key_dates", ())
    ]
    for axis, view in (answers.get("risk_view") or {}).items():
        shown |= {f"risk_{axis.lower()}": str(view["score"]), f"risk_{axis.lower()}_reason": view.get("reason")}
    return shown | {
        "known": row.known,
        "gateway": row.gateway,
        "restrictions": handling.chosen(row.restrictions),
        "kept_from": handling.uids(row.kept_from),
    }


def from_form(form: DraftForm) -> Answer:
    values = form.values
    answers: dict[str, Any] = {name: values[name] or None for name in TEXTS}
    answers["last_seen"] = values["last_seen"].isoformat() if values["last_seen"] else None
    answers["key_dates"] = [
        {"date": one["date"].isoformat() if one["date"] else None, "what": one["what"]}
        for one in values["key_dates"]
        if one["date"] or one["what"]
    ]
    answers["risk_view"] = {
        axis: {"score": int(values[f"risk_{axis.lower()}"]), "reason": values[f"risk_{axis.lower()}_reason"]}
        for axis in AXES
        if values[f"risk_{axis.lower()}"] is not None
    }
    return Answer(
        known=values["known"] or "",
        answers=answers,
        gateway=values["gateway"],
        restrictions=values["restrictions"] or (),
        kept_from=values["kept_from"] or (),
    )


def refusal(reason: str) -> Answer:
    return Answer(REFUSED, {"cannot_share_reason": reason})
