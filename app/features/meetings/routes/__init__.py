"""Pages of meetings."""

from app.features.meetings.blueprint import bp
from app.features.meetings.routes import (
    agenda,
    attending,
    calendar,
    following,
    item,
    keys,
    live,
    moving,
    preparing,
    projector,
    requests,
    shared,
    sitting,
)
from app.platform.access import Permission
from app.web import navigation

__all__ = [
    "agenda",
    "attending",
    "bp",
    "calendar",
    "following",
    "item",
    "keys",
    "live",
    "moving",
    "preparing",
    "projector",
    "requests",
    "shared",
    "sitting",
]

navigation.add("Meetings", "meetings.list_all", Permission.MEETING_VIEW, 40, section=navigation.MONTH)
