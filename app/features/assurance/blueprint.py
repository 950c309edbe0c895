"""The pages of assurance as one blueprint, and the lists they move between."""

from flask import Blueprint, url_for

from app.platform.access import Permission
from app.web import navigation

bp = Blueprint("assurance", __name__, url_prefix="/assurance", template_folder="templates")
navigation.add("Assurance", "assurance.asked", Permission.ASSURANCE_VIEW, 60, section=navigation.MONTH)


def tabs(current: str) -> list[dict[str, object]]:
    """Links between the lists, as `sub_navigation` takes them."""
    pages = (
        ("asked", "Asked of my agency"),
        ("to_judge", "Waiting for judgement"),
        ("lapsing", "Lapsed or lapsing"),
        ("owed", "Owed by any agency"),
    )
    return [
        {"text": text, "href": url_for(f"assurance.{endpoint}"), "current": endpoint == current}
        for endpoint, text in pages
    ]
