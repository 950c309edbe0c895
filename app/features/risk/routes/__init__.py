"""Pages of the risk picture."""

from app.features.risk.blueprint import bp
from app.features.risk.routes import assessing, case, looking_back, method, models  # noqa: F401

__all__ = ["bp"]
