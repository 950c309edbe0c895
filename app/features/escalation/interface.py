"""What rooms above may use of escalations."""

from app.features.escalation.commands import open_escalation, pause, resolve, resume, send_letter
from app.features.escalation.jobs import look
from app.features.escalation.models import Escalation, EscalationLetter, EscalationStep
from app.features.escalation.queries import count_to_press, list_for_case

__all__ = [
    "Escalation",
    "EscalationLetter",
    "EscalationStep",
    "count_to_press",
    "list_for_case",
    "look",
    "open_escalation",
    "pause",
    "resolve",
    "resume",
    "send_letter",
]
