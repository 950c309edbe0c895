"""What rooms above may use of the risk picture."""

from app.features.risk.assessing import add_factor, make_assessment
from app.features.risk.domain.scoring import Suggestion
from app.features.risk.loading import load_models
from app.features.risk.modelling import draft_model, try_model
from app.features.risk.suggesting import suggestion_for

__all__ = [
    "Suggestion",
    "add_factor",
    "draft_model",
    "load_models",
    "make_assessment",
    "suggestion_for",
    "try_model",
]
