"""What other rooms may use of assurance."""

from app.features.assurance.commands import (
    give_assurance,
    judge_assurance,
    record_lapsed,
    seek_assurance,
    void_assurance,
    void_for_trigger,
)
from app.features.assurance.domain import (
    STATUS_NAMES,
    Evidence,
    Status,
    assurance_status,
    is_owed,
    owed_since,
    read_evidence,
)
from app.features.assurance.judging import check_assured
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
    to_judge,
)
from app.features.assurance.shown import Shown, may_judge, show

__all__ = [
    "STATUS_NAMES",
    "Assurance",
    "Evidence",
    "Shown",
    "Status",
    "assurance_status",
    "cases_with_assurance_due",
    "check_assured",
    "get_assurance",
    "give_assurance",
    "is_owed",
    "judge_assurance",
    "lapsed",
    "list_asked_of_my_agency",
    "list_for_case",
    "list_for_item",
    "list_lapsing",
    "list_owed",
    "list_to_judge",
    "may_judge",
    "owed",
    "owed_since",
    "read_evidence",
    "record_lapsed",
    "seek_assurance",
    "show",
    "to_judge",
    "void_assurance",
    "void_for_trigger",
]
