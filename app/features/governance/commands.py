"""What may be done. Each verb is in the file of its kind."""

from app.features.governance.documents import (
    approve_document,
    change_document,
    end_document,
    record_document,
    review_document,
)
from app.features.governance.gates import pass_gate, propose_change, withdraw_change

__all__ = [
    "approve_document",
    "change_document",
    "end_document",
    "pass_gate",
    "propose_change",
    "record_document",
    "review_document",
    "withdraw_change",
]
