"""What other rooms may use of interventions."""

from app.features.interventions.catalogue import load_catalogue
from app.features.interventions.commands import accept, decline, end, link_person, offer, refer, start
from app.features.interventions.domain import Status, link_status
from app.features.interventions.models import Intervention, InterventionLink
from app.features.interventions.queries import get_intervention, list_catalogue, list_for_case, list_referrals
from app.features.interventions.wording import status_words

__all__ = [
    "Intervention",
    "InterventionLink",
    "Status",
    "accept",
    "decline",
    "end",
    "get_intervention",
    "link_person",
    "link_status",
    "list_catalogue",
    "list_for_case",
    "list_referrals",
    "load_catalogue",
    "offer",
    "refer",
    "start",
    "status_words",
]
