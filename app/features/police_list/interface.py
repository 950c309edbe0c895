"""What rooms above may use of the police list."""

from app.features.police_list.domain.course import RowState
from app.features.police_list.models import Extract, Row
from app.features.police_list.queries import count_undecided, list_extracts

__all__ = ["Extract", "Row", "RowState", "count_undecided", "list_extracts"]
