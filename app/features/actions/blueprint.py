"""The pages of actions as one blueprint, and the lists they move between."""

from flask import Blueprint, url_for

from app.platform.access import Permission
from app.web import navigation

bp = Blueprint("actions", __name__, url_prefix="/actions", template_folder="templates")
navigation.add("Actions", "actions.mine", Permission.ACTION_VIEW, 50)


def tabs(current: str) -> list[dict[str, object]]:
    """Links between the lists, as `sub_navigation` takes them."""
    pages = (("mine", "My actions"), ("agency", "My agency’s actions"), ("tracker", "Tracker"))
    return [
        {"text": text, "href": url_for(f"actions.{endpoint}"), "current": endpoint == current}
        for endpoint, text in pages
    ]
