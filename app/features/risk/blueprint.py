"""The room's blueprint, its place in the menu, and the lists it moves between."""

from flask import Blueprint, url_for

from app.platform.access import Permission, current_actor
from app.web import navigation

bp = Blueprint("risk", __name__, url_prefix="/risk", template_folder="templates")
navigation.add("Risk model", "risk.method", Permission.PARTNERSHIP_VIEW, 85, section=navigation.RUNNING)


def tabs(current: str) -> list[dict[str, object]]:
    pages = [("risk.method", "How risk is weighed"), ("risk.models", "Versions")]
    if current_actor().may(Permission.RISK_ASSESS):
        pages.append(("risk.look_back", "Looking back"))
    return [{"text": text, "href": url_for(name), "current": name == current} for name, text in pages]
