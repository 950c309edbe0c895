"""What other rooms may use of providers.

A room that knows who delivers what tells it with `add_source(name, function)`; parts of a provider's page are
`panels.register("provider", order, render)`, where `render(agency_uid=...)` returns markup.
"""

from app.features.providers.commands import record_item
from app.features.providers.delivering import PROVIDER, add_source
from app.features.providers.models import ProviderItem
from app.features.providers.queries import count_standing, lapsed_by_agency, lapsed_items

__all__ = [
    "PROVIDER",
    "ProviderItem",
    "add_source",
    "count_standing",
    "lapsed_by_agency",
    "lapsed_items",
    "record_item",
]
