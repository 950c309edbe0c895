"""What rooms above may use of plans for an age limit."""

from app.features.transitions.commands import plan_near

__all__ = ["plan_near"]
