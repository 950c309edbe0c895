"""Forms of the risk picture. Nothing is chosen beforehand in a judgement (PR-15)."""

from app.features.partnership import interface as partnership
from app.features.risk.facts import came_to_nothing
from app.web.fields import Hidden, NearDate, Number, Radios, Select, SelectChoice, TextArea, choice
from app.web.forms import Form


def codes(name: str) -> list[SelectChoice]:
    return [choice(item.code, item.label, hint=item.hint or None) for item in partnership.code_list(name)]


class AssessForm(Form):
    ver = Hidden()
    once = Hidden()
    cause = Radios("May cause harm: your level", choices=lambda: codes("band"), inline=True)
    reason_cause = TextArea("Why it differs from the suggestion", rows=2)
    harmed = Radios("May be harmed: your level", choices=lambda: codes("band"), inline=True)
    reason_harmed = TextArea("Why it differs from the suggestion", rows=2)
    exploited = Radios("May be being exploited: your level", choices=lambda: codes("band"), inline=True)
    reason_exploited = TextArea("Why it differs from the suggestion", rows=2)
    imminence = Radios("How soon harm may come", choices=lambda: codes("imminence"))
    reason = TextArea(
        "Reason for the levels",
        hint="What they rest on, and what protects. The person may ask to see this",
        rows=4,
    )


def _factors() -> list[SelectChoice]:
    domains = {item.code: item.label for item in partnership.code_list("factor_domain")}
    return [
        choice(item.code, item.label, group=domains.get(str(item.attributes.get("domain")), "Needs, never scored"))
        for item in partnership.code_list("risk_factor")
    ]


class FactorForm(Form):
    once = Hidden()
    code = Select("Risk factor", choices=_factors, blank="Select a risk factor", required="Select the risk factor")
    evidence = TextArea(
        "How it is known", hint="What was seen, heard or recorded, and where", required="Enter how it is known", rows=3
    )
    grade = Radios(
        "How well it is known",
        choices=lambda: [
            choice(item.code, str(item.attributes.get("record") or item.label))
            for item in partnership.code_list("info_grade")
            if item.code != "E"
        ],
        required="Select how well it is known",
    )
    on = NearDate("When it happened, or was last seen", required="Enter the day", past=True)


class OutcomeForm(Form):
    role_uid = Radios("Which allegation", required="Select the allegation")
    became = Radios(
        "What became of it",
        choices=lambda: [one for one in codes("role_status") if one.value in came_to_nothing()],
        required="Select what became of it",
    )
    on = NearDate("When it was decided", required="Enter the day it was decided", past=True)
    evidence = TextArea("How it is known", required="Enter how it is known", rows=2)


class KeepForm(Form):
    reason = TextArea("Why the case is kept open", required="Enter why the case is kept open", rows=4)


class TermsForm(Form):
    ver = Hidden()
    why = TextArea("Why the model is to change", required="Enter why the model is to change", rows=3)
    valid_from = NearDate("In force from", required="Enter a day after today", future=True)


class WeightForm(Form):
    ver = Hidden()
    cause = Number("May cause harm", decimals=2, least=0, most=100, width=5)
    harmed = Number("May be harmed", decimals=2, least=0, most=100, width=5)
    exploited = Number("May be being exploited", decimals=2, least=0, most=100, width=5)


class ValueForm(Form):
    ver = Hidden()
    value = Number("Value", decimals=2, least=0, most=1000, width=5)


class ConfirmForm(Form):
    ver = Hidden()
