"""Pages of outcomes."""

from app.features.outcomes import (
    pages_evaluations,
    pages_feedback,
    pages_interventions,
    pages_measures,
    pages_public,
)
from app.features.outcomes.blueprint import bp

__all__ = ["bp", "pages_evaluations", "pages_feedback", "pages_interventions", "pages_measures", "pages_public"]
