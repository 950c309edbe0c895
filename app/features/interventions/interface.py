"""What other rooms may use of interventions."""

from app.features.interventions.catalogue import load_catalogue
from app.features.interventions.commands import providers_in
from app.features.interventions.models import Intervention
from app.features.interventions.queries import get_intervention, list_catalogue, place_name, takes_named_people
from app.features.interventions.uses import add_use

__all__ = [
    "Intervention",
    "add_use",
    "get_intervention",
    "list_catalogue",
    "load_catalogue",
    "place_name",
    "providers_in",
    "takes_named_people",
]
