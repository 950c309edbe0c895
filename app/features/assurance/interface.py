"""What other rooms may use of assurance."""

from app.features.assurance.commands import give_assurance, judge_assurance, seek_assurance, void_assurance
from app.features.assurance.domain import STATUS_NAMES, Status, assurance_status, is_owed, is_stale
from app.features.assurance.models import Assurance
from app.features.assurance.queries import (
    cases_with_assurance_due,
    get_assurance,
    lapsed,
    list_asked_of_my_agency,
    list_for_case,
    list_for_item,
    list_lapsing,
    list_owed,
    list_to_judge,
    owed,
)
from app.features.assurance.shown import Shown, show

__all__ = [
    "STATUS_NAMES",
    "Assurance",
    "Shown",
    "Status",
    "assurance_status",
    "cases_with_assurance_due",
    "get_assurance",
    "give_assurance",
    "is_owed",
    "is_stale",
    "judge_assurance",
    "lapsed",
    "list_asked_of_my_agency",
    "list_for_case",
    "list_for_item",
    "list_lapsing",
    "list_owed",
    "list_to_judge",
    "owed",
    "seek_assurance",
    "show",
    "void_assurance",
]
