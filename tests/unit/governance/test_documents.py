"""Rules of documents in force: PR-26, PR-27, PR-50."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from app.features.governance.domain.documents import (
    Status,
    check_approval,
    check_assessments,
    find_gaps,
    status,
)
from app.kernel.errors import Refused

DAY = date(2026, 3, 10)
KINDS = {"DPIA": "data protection impact assessment", "EIA": "equality impact assessment"}


@dataclass
class Doc:
    kind: str = "DPIA"
    approved_on: date | None = date(2026, 3, 1)
    review_due: date | None = date(2027, 2, 28)
    ended_on: date | None = None
    covers: list[str] = field(default_factory=lambda: ["SCORING"])


def both(**given: object) -> list[Doc]:
    return [Doc(**given), Doc(kind="EIA", **given)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (Doc(approved_on=None), Status.DRAFT),
        (Doc(approved_on=date(2026, 3, 11)), Status.DRAFT),
        (Doc(), Status.IN_FORCE),
        (Doc(review_due=date(2026, 4, 7)), Status.REVIEW_SOON),
        (Doc(review_due=DAY), Status.REVIEW_SOON),
        (Doc(review_due=date(2026, 3, 9)), Status.OVERDUE),
        (Doc(ended_on=DAY), Status.ENDED),
        (Doc(ended_on=date(2026, 3, 11)), Status.IN_FORCE),
    ],
)
def test_the_status_follows_from_the_dates(document: Doc, expected: Status) -> None:
    assert status(document, DAY, notice=28) is expected


def check(documents: list[Doc], *, proposed_on: date = date(2026, 2, 1)) -> None:
    check_assessments(documents, KINDS, what="SCORING", words="the scoring model", proposed_on=proposed_on, on=DAY)


def test_a_change_passes_with_both_assessments_approved_since_it_was_proposed() -> None:
    """PR-26, PR-27."""
    check(both())
    check(both(), proposed_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("documents", "proposed_on", "words"),
    [
        ([], date(2026, 2, 1), "Have the data protection impact assessment approved first"),
        ([Doc()], date(2026, 2, 1), "Have the equality impact assessment approved first"),
        (both(covers=["AGE_SCOPE"]), date(2026, 2, 1), "none in force covers the scoring model"),
        (both(approved_on=None), date(2026, 2, 1), "none in force"),
        (both(ended_on=DAY), date(2026, 2, 1), "none in force"),
        (both(), date(2026, 3, 2), "approved again first"),
        (both(review_due=date(2026, 3, 9)), date(2026, 2, 1), "its review is overdue"),
    ],
)
def test_a_change_waits_for_assessments(documents: list[Doc], proposed_on: date, words: str) -> None:
    """PR-26, PR-27."""
    with pytest.raises(Refused, match=words) as refused:
        check(documents, proposed_on=proposed_on)
    assert refused.value.rule == "PR-27"


@pytest.mark.parametrize(
    ("approved_on", "review_due", "field"),
    [
        (date(2026, 3, 11), date(2026, 9, 1), "approved_on"),
        (date(2026, 3, 1), date(2026, 3, 1), "review_due"),
        (date(2026, 3, 1), date(2027, 3, 2), "review_due"),
    ],
)
def test_an_approval_has_a_review_within_a_year(approved_on: date, review_due: date, field: str) -> None:
    """PR-50."""
    with pytest.raises(Refused) as refused:
        check_approval(approved_on, review_due, on=DAY, months=12)
    assert refused.value.field == field


def test_an_area_is_told_which_documents_it_has_not_in_date() -> None:
    """PR-50: missing ones and those past their review; one in date beside an old one is enough."""
    documents = [Doc(), Doc(kind="EIA", review_due=date(2026, 3, 1)), Doc(kind="TOR", approved_on=None)]
    documents.append(Doc(review_due=date(2026, 1, 1)))
    found = find_gaps(documents, ["DPIA", "EIA", "TOR"], DAY)
    assert [(gap.kind, gap.overdue) for gap in found] == [("EIA", True), ("TOR", False)]
