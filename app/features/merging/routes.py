"""Pages of merging. Each file adds its own."""

from app.features.merging import keys, pages_merge, pages_pairs, queries  # noqa: F401 - they add routes and sources
from app.features.merging.blueprint import bp

__all__ = ["bp"]
