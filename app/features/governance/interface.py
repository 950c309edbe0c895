"""What rooms above may use of governance."""

from app.features.governance.commands import approve_document, pass_gate, propose_change, record_document
from app.features.governance.gates import AGE_SCOPE, POLICE_LIST, SCORING, check_assessed
from app.features.governance.models import GovernedDocument, ProposedChange
from app.features.governance.queries import gaps

__all__ = [
    "AGE_SCOPE",
    "POLICE_LIST",
    "SCORING",
    "GovernedDocument",
    "ProposedChange",
    "approve_document",
    "check_assessed",
    "gaps",
    "pass_gate",
    "propose_change",
    "record_document",
]
