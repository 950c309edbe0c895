"""What rooms above may use of boundaries. All of it is public: no actor is asked for.

A list of what follows from new boundaries: `when_imported(name, function)`.
"""

from app.features.geography.commands import Imported, import_boundaries, import_postcodes, when_imported
from app.features.geography.domain.shapes import Box, Sheet, box_of, holds, middle
from app.features.geography.models import Boundary, BoundarySet
from app.features.geography.queries import (
    LSOA,
    WARD,
    Finder,
    Located,
    boundaries_of,
    finder,
    known_small_areas,
    list_sets,
    locate,
    locate_each,
    newest_set,
    tidy,
)

__all__ = [
    "LSOA",
    "WARD",
    "Boundary",
    "BoundarySet",
    "Box",
    "Finder",
    "Imported",
    "Located",
    "Sheet",
    "boundaries_of",
    "box_of",
    "finder",
    "holds",
    "import_boundaries",
    "import_postcodes",
    "known_small_areas",
    "list_sets",
    "locate",
    "locate_each",
    "middle",
    "newest_set",
    "tidy",
    "when_imported",
]
