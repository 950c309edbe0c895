"""Rules of assurance: what may be accepted, by whom, until when, and what may become of it. Pure.

Source: domain reference 4.5, PR-36 to PR-39. Status is never stored: it follows from the row.
"""

from app.features.assurance.domain.axes import AxisStanding, standing_by_axis
from app.features.assurance.domain.course import BY_ITSELF, FROM, Step, check_step, may_take, take
from app.features.assurance.domain.evidence import (
    NO_EVIDENCE,
    Evidence,
    check_evidence,
    evidence_age,
    is_stale,
    newest_on,
    read_evidence,
)
from app.features.assurance.domain.judging import check_acceptance, check_judge, check_review, latest_review
from app.features.assurance.domain.status import (
    ACCEPTING,
    NOT_RETURNED,
    OWED,
    RESULTS,
    STATUS_NAMES,
    AssuranceFacts,
    Status,
    assurance_status,
    is_current,
    is_owed,
    lapses_on,
    owed_since,
)

__all__ = [
    "ACCEPTING",
    "BY_ITSELF",
    "FROM",
    "NOT_RETURNED",
    "NO_EVIDENCE",
    "OWED",
    "RESULTS",
    "STATUS_NAMES",
    "AssuranceFacts",
    "AxisStanding",
    "Evidence",
    "Status",
    "Step",
    "assurance_status",
    "check_acceptance",
    "check_evidence",
    "check_judge",
    "check_review",
    "check_step",
    "evidence_age",
    "is_current",
    "is_owed",
    "is_stale",
    "lapses_on",
    "latest_review",
    "may_take",
    "newest_on",
    "owed_since",
    "read_evidence",
    "standing_by_axis",
    "take",
]
