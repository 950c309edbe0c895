"""How grants, commitments and Community Fund awards stand on a day."""

from dataclasses import replace
from datetime import date

import pytest

from app.features.funding.domain import states

pytestmark = pytest.mark.unit

ON = date(2026, 11, 2)
FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


@pytest.mark.parametrize(
    ("settled", "starts_on", "ends_on", "words"),
    [
        (True, FIRST, LAST, states.RUNNING),
        (True, FIRST, date(2026, 12, 31), states.ENDS_SOON),
        (True, FIRST, date(2026, 11, 1), states.OVER),
        (True, date(2026, 11, 3), LAST, states.NOT_BEGUN),
        (False, FIRST, LAST, states.LATE),
        (False, date(2026, 11, 3), LAST, states.AWAITED),
    ],
)
def test_a_grant(settled: bool, starts_on: date, ends_on: date, words: states.Words) -> None:
    kept = {"settled": settled, "starts_on": starts_on, "ends_on": ends_on, "on": ON, "notice": 90}
    assert states.grant_state(published=False, **kept) == words  # type: ignore[arg-type]
    assert states.grant_state(published=True, **kept) == states.PUBLISHED  # type: ignore[arg-type]


def commitment(**change: object) -> states.Words:
    facts = {"confirmed_on": FIRST, "starts_on": FIRST, "ends_on": LAST, "ended_on": None, "funded_until": LAST}
    return states.commitment_state(**(facts | change), on=ON, notice=90)  # type: ignore[arg-type]


def test_a_commitment() -> None:
    assert commitment() == states.RUNNING
    assert commitment(confirmed_on=None) == states.LATE
    assert commitment(confirmed_on=None, starts_on=date(2026, 12, 1)) == states.AWAITED
    assert commitment(starts_on=date(2026, 12, 1)) == states.NOT_BEGUN
    assert commitment(ends_on=date(2026, 12, 31)) == states.ENDS_SOON
    assert commitment(ends_on=date(2026, 10, 31)) == states.OVER
    assert commitment(ended_on=date(2026, 11, 2)) == states.STOPPED
    assert commitment(ended_on=date(2026, 11, 3)) == states.RUNNING
    assert commitment(funded_until=date(2026, 10, 31)) == states.UNFUNDED


def test_the_course_of_an_application() -> None:
    asked = states.Facts()
    assert states.application_state(asked, ON)[0] == "To decide"
    assert states.application_state(replace(asked, withdrawn_on=ON), ON)[0] == "Withdrawn"
    assert states.application_state(replace(asked, decided_on=ON, agreed=False), ON)[0] == "Refused"
    given = states.Facts(ON, True, None, date(2026, 11, 3), date(2027, 3, 31), awarded=500_00)
    assert states.application_state(given, ON)[0] == "Awarded"
    assert states.application_state(given, date(2026, 12, 1))[0] == "Running"
    due = replace(given, returns=((date(2027, 1, 31), None),))
    assert states.application_state(due, date(2027, 1, 31))[0] == "Running"
    assert states.application_state(due, date(2027, 2, 1))[0] == "Report overdue"
    late = replace(given, returns=((date(2027, 4, 28), None),))
    assert states.application_state(late, date(2027, 4, 1))[0] == "Last report due"
    done = replace(given, returns=((date(2027, 1, 31), date(2027, 1, 30)),))
    assert states.application_state(done, date(2027, 4, 1))[0] == "To evaluate"
    assert states.application_state(replace(done, evaluated_on=ON), date(2027, 4, 1))[0] == "Complete"
    assert states.application_state(replace(given, clawed_back=500_00), ON)[0] == "Taken back"
    assert states.application_state(replace(given, clawed_back=499_99), date(2026, 12, 1))[0] == "Running"


def test_reports_fall_due_until_after_the_end() -> None:
    days = states.due_days(date(2026, 4, 1), date(2027, 1, 15), every=3, after=28)
    assert days == [date(2026, 7, 28), date(2026, 10, 28), date(2027, 1, 28), date(2027, 2, 12)]
    assert states.due_days(ON, ON, every=3, after=0) == [ON]
    assert states.return_state(ON, None, ON) == ("Due", "blue")
    assert states.return_state(ON, None, date(2026, 11, 3)) == ("Overdue", "red")
    assert states.return_state(ON, ON, ON) == ("Received", "green")
    assert states.return_state(ON, date(2026, 11, 3), ON) == ("Received late", "yellow")
