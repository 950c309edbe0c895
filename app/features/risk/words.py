"""The scoring model in plain words."""

from decimal import Decimal

from app.features.partnership import interface as partnership
from app.features.risk.domain.course import State
from app.features.risk.domain.model import AXES, GRADES, RECENCY
from app.features.risk.domain.scoring import AGENCIES, CARRIER, EVENTS, NEW_WEAPON

BAND_COLOURS = {"GREEN": "green", "AMBER": "orange", "RED": "red"}
STATES = {
    State.DRAFT: ("Draft", "blue"),
    State.WAITING: ("Waits for the second approval", "yellow"),
    State.TO_COME: ("Approved, not in force yet", "turquoise"),
    State.IN_FORCE: ("In force", "green"),
    State.REPLACED: ("Replaced", "grey"),
    State.WITHDRAWN: ("Withdrawn", "grey"),
}
RULES = {
    CARRIER: "Had or carried a weapon again and again",
    EVENTS: "Violent events in a row",
    AGENCIES: "Several agencies notified the group",
    NEW_WEAPON: "A weapon again after an earlier case was closed",
}
SINGLE = {
    "frequency.1": "One event",
    "frequency.2": "Two events",
    "frequency.3": "Three events or more",
    "frequency.months": "Events are counted over, in months",
    "background.cap": "Most that background can add",
    "background.months": "Background counts for, in months",
    "band.amber": "Amber starts at",
    "band.red": "Red starts at",
    "quiet.months": "Never above green after months without an event",
    "carrier.events": "Times of having a weapon that make a habitual carrier",
    "carrier.months": "Counted over, in months",
    "carrier.days": "The newest counts for, in days",
    "escalation.events": "Violent events that make amber",
    "escalation.months": "Counted over, in months",
    "escalation.agencies": "Agencies notifying that make amber",
    "escalation.days": "Counted over, in days",
    "certain.share": "Share of the points that must be known well for high confidence",
    "certain.grade": "Known well: what a grade lets through is at least",
    "certain.agencies": "Agencies that told something, for high confidence",
} | {f"recency.{months}": f"Up to {months} months ago" for months in RECENCY}
GROUPS = (
    ("How sure it is", tuple(f"grade.{code}" for code in GRADES)),
    ("How long ago an event was", tuple(f"recency.{months}" for months in RECENCY)),
    ("How often it happened", ("frequency.1", "frequency.2", "frequency.3", "frequency.months")),
    ("Background", ("background.cap", "background.months")),
    ("Levels", ("band.amber", "band.red", "quiet.months")),
    ("A habitual carrier is red", ("carrier.events", "carrier.months", "carrier.days")),
    (
        "What repeats is amber at least",
        ("escalation.events", "escalation.months", "escalation.agencies", "escalation.days"),
    ),
    ("Confidence", ("certain.share", "certain.grade", "certain.agencies")),
)


def label_of(key: str) -> str:
    """What a value is, in words."""
    name, _dot, rest = key.partition(".")
    if name == "grade":
        item = partnership.code_item("info_grade", rest)
        return str(item.attributes.get("record") or item.label) if item else rest
    if name == "trigger":
        return f"{partnership.code_label('red_trigger', rest)}, in days"
    if name == "weight":
        code, _dot, axis = rest.partition(".")
        return f"{partnership.code_label('risk_factor', code)}: {partnership.code_label('axis', axis).lower()}"
    return SINGLE[key]


def met_words(code: str) -> str:
    return RULES.get(code) or partnership.code_label("red_trigger", code)


def plain(value: Decimal) -> str:
    """A value as it was entered: 1.25, 15."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(value: Decimal) -> str:
    return f"{value:.2f}"


def weights_of(amounts: dict[str, Decimal]) -> list[tuple[str, str, list[tuple[str, str, list[str]]]]]:
    """By kind of factor: its words, what becomes of it, and each factor with its points on every axis."""
    items = partnership.code_list("risk_factor")
    return [
        (
            kind.label,
            kind.hint,
            [
                (item.code, item.label, [plain(amounts[f"weight.{item.code}.{axis}"]) for axis in AXES])
                for item in items
                if item.attributes.get("kind") == kind.code and f"weight.{item.code}.CAUSE" in amounts
            ],
        )
        for kind in partnership.code_list("factor_kind")
        if kind.code != "EN"
    ]
