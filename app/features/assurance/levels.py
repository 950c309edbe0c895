"""Levels of assurance, kinds of evidence, and the longest an acceptance may run: all are data."""

from datetime import date

from app.features.assurance import domain
from app.features.assurance.models import Assurance
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.platform.access import Actor, fetch


def acceptable_levels(on: date | None = None) -> frozenset[str]:
    """Codes of `assurance_level` that can be accepted (PR-36)."""
    return frozenset(
        item.code for item in partnership.code_list("assurance_level", on) if item.attributes.get("acceptable")
    )


def level_order() -> list[str]:
    """Every level, from the best down."""
    return [item.code for item in partnership.code_list("assurance_level")]


def band_on_axis(case: Case, axis: str) -> str | None:
    """The case's level of concern on an axis: RED, AMBER, GREEN, or None when it is not set."""
    return {"CAUSE": case.band_cause, "HARMED": case.band_harmed, "EXPLOITED": case.band_exploited}[axis]


def last_review_day(actor: Actor, assurance: Assurance, judged_on: date) -> date:
    """The last day an acceptance of this assurance may run to (4.5)."""
    case = fetch(actor, Case, assurance.case_uid)
    area_uid = assurance.area_uid
    return domain.latest_review(
        judged_on,
        band_on_axis(case, assurance.axis),
        red_days=partnership.number("assurance.review.red", area_uid, judged_on),
        other_days=partnership.number("assurance.review.amber", area_uid, judged_on),
    )


def kinds_with_reference() -> frozenset[str]:
    """Kinds of evidence that are a document: its reference is kept, not the document (4.5)."""
    return frozenset(
        item.code for item in partnership.code_list("assurance_evidence") if item.attributes.get("needs_reference")
    )


def stale_after(area_uid: str, on: date) -> int:
    """How many days old the newest evidence may be."""
    return partnership.number("assurance.evidence.stale", area_uid, on)
