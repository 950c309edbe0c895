"""The pages of actions as one blueprint, and the lists they move between."""

from flask import Blueprint, url_for

from app.platform.access import Permission
from app.web import navigation

bp = Blueprint("actions", __name__, url_prefix="/actions", template_folder="templates")
navigation.add("Actions", "actions.mine", Permission.ACTION_VIEW, 50, section=navigation.MONTH)

OWN = "own"
"""In an address: one's own actions are asked for, even if there are none. Links write it out."""


def tabs(current: str) -> list[dict[str, object]]:
    """Links between the lists, as `sub_navigation` takes them."""
    return [
        {"text": "My actions", "href": url_for("actions.mine", own=1), "current": current == "mine"},
        {"text": "My agency’s actions", "href": url_for("actions.agency"), "current": current == "agency"},
        {"text": "Tracker", "href": url_for("tracker.tracker"), "current": current == "tracker"},
    ]
