"""Pages of meetings."""

from app.features.meetings.blueprint import bp
from app.features.meetings.routes import agenda, calendar, item, sitting
from app.platform.access import Permission
from app.web import navigation

__all__ = ["agenda", "bp", "calendar", "item", "sitting"]

navigation.add("Meetings", "meetings.list_all", Permission.MEETING_VIEW, 40)
