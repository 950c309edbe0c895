"""What changes the risk picture: assessments, versions of the model, who is kept, and what follows from an outcome."""

from app.features.risk import falling  # noqa: F401 - hears of outcomes
from app.features.risk.assessing import add_factor, make_assessment, record_outcome
from app.features.risk.keeping import keep_although_quiet, propose_closing
from app.features.risk.modelling import (
    approve_model,
    change_terms,
    change_values,
    draft_model,
    try_model,
    withdraw_model,
)

__all__ = [
    "add_factor",
    "approve_model",
    "change_terms",
    "change_values",
    "draft_model",
    "keep_although_quiet",
    "make_assessment",
    "propose_closing",
    "record_outcome",
    "try_model",
    "withdraw_model",
]
