"""A decision in words."""

from dataclasses import dataclass
from datetime import date

from app.features.meetings.models import Decision
from app.features.partnership import interface as partnership


@dataclass(frozen=True)
class Decided:
    words: str
    detail: str | None
    returns_on: date | None
    uid: str


def decided(decision: Decision) -> Decided:
    label = partnership.code_label("meeting_decision", decision.code)
    if decision.level:
        label = f"{label} to {partnership.code_label('escalation_level', decision.level).lower()}"
    return Decided(label, decision.detail, decision.returns_on, decision.uid)
