"""What rooms above may use of governance."""

from app.features.governance.commands import approve_document, pass_gate, propose_change, record_document
from app.features.governance.contesting import contest
from app.features.governance.disclosing import ask_outside
from app.features.governance.gates import AGE_SCOPE, POLICE_LIST, SCORING, check_assessed, turn_on
from app.features.governance.models import Contest, GovernedDocument, OutsideDisclosure, ProposedChange
from app.features.governance.queries import Standing, gaps, list_documents, standing
from app.features.governance.sampling import draw_month

__all__ = [
    "AGE_SCOPE",
    "POLICE_LIST",
    "SCORING",
    "Contest",
    "GovernedDocument",
    "OutsideDisclosure",
    "ProposedChange",
    "Standing",
    "approve_document",
    "ask_outside",
    "check_assessed",
    "contest",
    "draw_month",
    "gaps",
    "list_documents",
    "pass_gate",
    "propose_change",
    "record_document",
    "standing",
    "turn_on",
]
