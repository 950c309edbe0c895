"""How a plan for an age limit stands. PR-41."""

from dataclasses import replace
from datetime import date

import pytest

from app.features.transitions.domain import STEPS, Facts, Stands, missing, stands

NEW = Facts(None, None, None, None, None, frozenset())
WHOLE = Facts("Adult social care", "Ada Moor", date(2026, 11, 2), "Somebody I know", "GIVEN", frozenset(STEPS))
READY_BY = date(2027, 2, 2)


@pytest.mark.parametrize(
    ("plan", "on", "counts", "expected"),
    [
        (NEW, date(2026, 11, 2), True, Stands.TO_DO),
        (replace(NEW, service="Adult social care"), date(2026, 11, 2), True, Stands.ON_THE_WAY),
        (NEW, READY_BY, True, Stands.TO_DO),
        (NEW, date(2027, 2, 3), True, Stands.OVERDUE),
        (replace(WHOLE, done=frozenset()), date(2027, 3, 3), True, Stands.OVERDUE),
        (WHOLE, date(2027, 3, 3), True, Stands.READY),
        (replace(WHOLE, consent="NOT_YET"), date(2026, 11, 2), True, Stands.ON_THE_WAY),
        (NEW, date(2027, 3, 3), False, Stands.NOT_NEEDED),
    ],
)
def test_how_a_plan_stands(plan: Facts, on: date, expected: Stands, *, counts: bool) -> None:
    assert stands(plan, on, counts=counts, ready_by=READY_BY) is expected


def test_what_a_plan_needs() -> None:
    assert missing(WHOLE) == []
    assert len(missing(NEW)) == 5 + len(STEPS)
