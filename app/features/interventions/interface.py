"""What other rooms may use of interventions."""

from app.features.interventions.catalogue import load_catalogue
from app.features.interventions.commands import providers_in
from app.features.interventions.domain import Commissioning
from app.features.interventions.models import Contract, Intervention, InterventionVenue
from app.features.interventions.queries import (
    commissioning,
    get_intervention,
    is_live,
    list_catalogue,
    place_name,
    takes_named_people,
    venues_by_intervention,
    venues_of,
)
from app.features.interventions.uses import add_use

__all__ = [
    "Commissioning",
    "Contract",
    "Intervention",
    "InterventionVenue",
    "add_use",
    "commissioning",
    "get_intervention",
    "is_live",
    "list_catalogue",
    "load_catalogue",
    "place_name",
    "providers_in",
    "takes_named_people",
    "venues_by_intervention",
    "venues_of",
]
