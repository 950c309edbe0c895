"""What rooms above may use of the police list."""

from app.features.police_list.accepting import accept_row
from app.features.police_list.domain.course import RowState
from app.features.police_list.loading import load_list, reader
from app.features.police_list.models import Extract, Row
from app.features.police_list.queries import list_extracts, list_rows, standing
from app.features.police_list.shown import people_like

__all__ = [
    "Extract",
    "Row",
    "RowState",
    "accept_row",
    "list_extracts",
    "list_rows",
    "load_list",
    "people_like",
    "reader",
    "standing",
]
