"""What rooms above may use of alerts."""

from app.features.alerts.commands import ACTION, NOTE, hear, raise_alert
from app.features.alerts.models import Alert
from app.features.alerts.queries import list_for_case, list_unheard

__all__ = ["ACTION", "NOTE", "Alert", "hear", "list_for_case", "list_unheard", "raise_alert"]
