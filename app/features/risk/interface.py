"""What rooms above may use of the risk picture."""

from app.features.risk.assessing import add_factor, make_assessment
from app.features.risk.loading import load_models
from app.features.risk.modelling import draft_model, try_model
from app.features.risk.shown import AxisShown, beside

__all__ = [
    "AxisShown",
    "add_factor",
    "beside",
    "draft_model",
    "load_models",
    "make_assessment",
    "try_model",
]
