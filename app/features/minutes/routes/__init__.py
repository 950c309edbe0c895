"""Pages of minutes."""

from app.features.minutes.blueprint import bp
from app.features.minutes.routes import approving, correcting, reading, writing

__all__ = ["approving", "bp", "correcting", "reading", "writing"]
