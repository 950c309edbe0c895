"""Pages of notifications."""

from flask import Blueprint

from app.platform.access import Permission
from app.web import navigation

bp = Blueprint("notifications", __name__, url_prefix="/notifications", template_folder="templates")

from app.features.notifications import pages_filling, pages_keeping, pages_sent, pages_triage  # noqa: E402, F401 - they add routes
from app.features.notifications.offline import pages  # noqa: E402, F401 - it adds routes

navigation.add("Notifications", "notifications.index", Permission.NOTIFICATION_SUBMIT, 10, section=navigation.MONTH)
navigation.add(
    "Triage",
    "notifications.queue",
    Permission.NOTIFICATION_TRIAGE,
    20,
    pages=(
        "notifications.decide",
        "notifications.decided",
        "notifications.late",
        "merging.waiting",
        "merging.said",
        "merging.joined",
        "merging.pair",
        "merging.join",
        "merging.merge",
        "merging.apart",
    ),
    section=navigation.MONTH,
)
