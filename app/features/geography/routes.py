"""`flask geography`."""

from app.features.geography import cli
from app.features.geography.blueprint import bp

__all__ = ["bp", "cli"]
