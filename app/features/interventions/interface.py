"""What other rooms may use of interventions."""

from app.features.interventions.catalogue import load_catalogue
from app.features.interventions.commands import (
    add_intervention,
    add_year,
    change_part,
    check_may_change,
    count_money,
    may_change,
    name_provider,
    providers_in,
)
from app.features.interventions.contracting import add_contract, confirm_contract, record_break
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
from app.features.interventions.shown import evidence, tabs
from app.features.interventions.uses import add_use
from app.features.interventions.venues import add_venue, list_venues, restrict, set_venues

__all__ = [
    "Commissioning",
    "Contract",
    "Intervention",
    "InterventionVenue",
    "add_contract",
    "add_intervention",
    "add_use",
    "add_venue",
    "add_year",
    "change_part",
    "check_may_change",
    "commissioning",
    "confirm_contract",
    "count_money",
    "evidence",
    "get_intervention",
    "is_live",
    "list_catalogue",
    "list_venues",
    "load_catalogue",
    "may_change",
    "name_provider",
    "place_name",
    "providers_in",
    "record_break",
    "restrict",
    "set_venues",
    "tabs",
    "takes_named_people",
    "venues_by_intervention",
    "venues_of",
]
