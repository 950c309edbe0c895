"""What of a place may stand on a map. PR-12.

A home is never a point, not even to those who may read its address on the case page: a map is looked at together, on
a wall, and a photograph of it goes round. A place where serious domestic abuse is a worry, or where children live, is
one of these. Outside restricted visibility such a place is known by its ward alone.
"""

from collections.abc import Iterable

from app.features.partnership.interface import code_item

WARD_ONLY = "DA_SER"
"""Concern of which hot spots are never more than numbers."""


def is_home(place_type: str | None) -> bool:
    """Whether the kind of a place (code list `place_type`) says that somebody lives there."""
    kind = code_item("place_type", place_type) if place_type else None
    return kind is not None and bool(kind.attributes.get("domestic"))


def is_kept_to_ward(*, home: bool, concerns: Iterable[str]) -> bool:
    """Whether a place is shown by its ward alone."""
    return home or WARD_ONLY in concerns
