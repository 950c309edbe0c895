"""The pages of the tracker as one blueprint."""

from flask import Blueprint

from app.platform.access import Permission
from app.web import navigation

bp = Blueprint("tracker", __name__, url_prefix="/actions/tracker", template_folder="templates")
navigation.add("Exports", "tracker.exports", Permission.AUDIT_VIEW, 95, section=navigation.RUNNING)
