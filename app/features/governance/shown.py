"""What the pages of the room share: the area of whoever looks, the way between the pages, words of a status."""

from typing import Any

from flask import current_app, url_for

from app.features.governance.domain.documents import Status
from app.platform.access import Actor, Permission

STATUSES = {
    Status.DRAFT: ("Not approved yet", "yellow"),
    Status.IN_FORCE: ("In force", "green"),
    Status.REVIEW_SOON: ("Review due soon", "yellow"),
    Status.OVERDUE: ("Review overdue", "red"),
    Status.ENDED: ("No longer in force", "grey"),
}

PAGES = (
    ("Documents in force", "governance.documents", Permission.GOVERNANCE_VIEW),
    ("Sample audits", "governance.samples", Permission.GOVERNANCE_VIEW),
    ("Contested records", "governance.contests", Permission.GOVERNANCE_VIEW),
    ("Disclosures outside", "governance.disclosures", Permission.GOVERNANCE_VIEW),
    ("Areas side by side", "governance.areas", Permission.AREAS_COMPARE),
    ("Definitions", "governance.definitions", Permission.AREAS_COMPARE),
)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages of the room that the actor may open."""
    return [
        {"text": words, "href": url_for(endpoint), "current": endpoint == current}
        for words, endpoint, permission in PAGES
        if actor.may(permission) and endpoint in current_app.view_functions
    ]
