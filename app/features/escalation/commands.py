"""What may be done with an escalation. Each verb is in the file of its kind."""

from app.features.escalation.letters import change_letter, draft_letter, send_letter
from app.features.escalation.opening import open_decided, open_escalation, open_found, raise_level
from app.features.escalation.stopping import answer, keep_up, pause, remind, resolve, resume, settle, write_down

__all__ = [
    "answer",
    "change_letter",
    "draft_letter",
    "keep_up",
    "open_decided",
    "open_escalation",
    "open_found",
    "pause",
    "raise_level",
    "remind",
    "resolve",
    "resume",
    "send_letter",
    "settle",
    "write_down",
]
