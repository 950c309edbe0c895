"""What other rooms may use of providers."""

from app.features.providers.commands import record_item
from app.features.providers.models import ProviderItem
from app.features.providers.queries import lapsed_by_agency, lapsed_items

__all__ = ["ProviderItem", "lapsed_by_agency", "lapsed_items", "record_item"]
