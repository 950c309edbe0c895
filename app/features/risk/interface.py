"""What rooms above may use of the risk picture."""

from app.features.risk.assessing import add_factor, make_assessment
from app.features.risk.keeping import propose_closing
from app.features.risk.loading import load_models
from app.features.risk.modelling import change_values, draft_model, try_model
from app.features.risk.shown import AxisShown, beside

__all__ = [
    "AxisShown",
    "add_factor",
    "beside",
    "change_values",
    "draft_model",
    "load_models",
    "make_assessment",
    "propose_closing",
    "try_model",
]
