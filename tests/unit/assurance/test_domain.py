"""What may be accepted, by whom, until when."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from app.features.assurance import domain
from app.features.assurance.domain import Evidence, Status, Step
from app.kernel.errors import Refused

GIVEN = date(2026, 11, 25)
REVIEW = date(2026, 12, 17)
ORDER = ["SUBSTANTIAL", "REASONABLE", "LIMITED", "NONE", "NOT_RETURNED"]
ACCEPTABLE = frozenset({"SUBSTANTIAL", "REASONABLE"})


@dataclass
class Facts:
    due_on: date = date(2026, 11, 26)
    given_on: date | None = None
    judged_on: date | None = None
    result: str | None = None
    review_on: date | None = None
    voided_on: date | None = None
    renewed_on: date | None = None
    released_on: date | None = None


ACCEPTED = Facts(given_on=GIVEN, result="ACCEPTED", review_on=REVIEW)


@pytest.mark.parametrize(
    ("facts", "on", "status"),
    [
        (replace(ACCEPTED, released_on=GIVEN), REVIEW, Status.RELEASED),
        (Facts(), date(2026, 11, 26), Status.SOUGHT),
        (Facts(), date(2026, 11, 27), Status.OVERDUE),
        (Facts(given_on=GIVEN), date(2027, 1, 1), Status.GIVEN),
        (ACCEPTED, REVIEW, Status.ACCEPTED),
        (ACCEPTED, date(2026, 12, 18), Status.LAPSED),
        (replace(ACCEPTED, result="ACCEPTED_TIME_LIMITED"), REVIEW, Status.ACCEPTED_TIME_LIMITED),
        (replace(ACCEPTED, result="ACCEPTED_TIME_LIMITED"), date(2026, 12, 18), Status.LAPSED),
        (replace(ACCEPTED, voided_on=date(2026, 12, 1)), date(2026, 12, 1), Status.LAPSED),
        (replace(ACCEPTED, voided_on=date(2026, 12, 1)), date(2026, 11, 30), Status.ACCEPTED),
        (
            Facts(given_on=GIVEN, result="REJECTED_ACTION_NEEDED", review_on=REVIEW),
            date(2027, 1, 1),
            Status.REJECTED_ACTION_NEEDED,
        ),
    ],
)
def test_status(facts: Facts, on: date, status: Status) -> None:
    assert domain.assurance_status(facts, on) is status


def test_what_lapses_is_owed_again_until_it_was_given_again() -> None:
    after = date(2026, 12, 18)
    assert not domain.is_owed(ACCEPTED, REVIEW)
    assert domain.is_owed(ACCEPTED, after)
    assert domain.may_take(Step.RENEW, ACCEPTED, after)
    again = replace(ACCEPTED, renewed_on=after)
    assert not domain.is_owed(again, after)
    assert not domain.may_take(Step.RENEW, again, after)


@pytest.mark.parametrize("level", ["LIMITED", "NONE", "NOT_RETURNED"])
def test_limited_or_no_assurance_cannot_be_accepted(level: str) -> None:
    with pytest.raises(Refused) as given:
        domain.check_acceptance(level_given=level, level_accepted="REASONABLE", order=ORDER, acceptable=ACCEPTABLE)
    assert given.value.rule == "PR-36"
    with pytest.raises(Refused) as accepted:
        domain.check_acceptance(level_given="SUBSTANTIAL", level_accepted=level, order=ORDER, acceptable=ACCEPTABLE)
    assert accepted.value.rule == "PR-36"


def test_less_than_was_given_may_be_accepted_but_not_more() -> None:
    domain.check_acceptance(level_given="SUBSTANTIAL", level_accepted="REASONABLE", order=ORDER, acceptable=ACCEPTABLE)
    with pytest.raises(Refused, match="no higher"):
        domain.check_acceptance(
            level_given="REASONABLE", level_accepted="SUBSTANTIAL", order=ORDER, acceptable=ACCEPTABLE
        )


@pytest.mark.parametrize(("by", "agency"), [("judge", "yot"), ("giver", "eh"), ("judge", None)])
def test_an_agency_does_not_accept_its_own_assurance(by: str, agency: str | None) -> None:
    with pytest.raises(Refused) as refused:
        domain.check_judge(by_uid=by, by_agency_uid=agency, given_by_uid="giver", asked_agency_uid="yot")
    assert refused.value.rule == "PR-38"


def test_somebody_of_another_agency_accepts() -> None:
    domain.check_judge(by_uid="judge", by_agency_uid="eh", given_by_uid="giver", asked_agency_uid="yot")


@pytest.mark.parametrize(
    ("band", "latest"),
    [
        ("RED", date(2026, 12, 17)),
        ("AMBER", date(2027, 1, 14)),
        ("GREEN", date(2027, 1, 14)),
        (None, date(2027, 1, 14)),
    ],
)
def test_how_long_an_acceptance_may_run(band: str | None, latest: date) -> None:
    meeting = date(2026, 11, 19)
    assert domain.latest_review(meeting, band, red_days=28, other_days=56) == latest
    domain.check_review(latest, meeting, latest)
    with pytest.raises(Refused, match="on or before"):
        domain.check_review(date.fromordinal(latest.toordinal() + 1), meeting, latest)
    with pytest.raises(Refused, match="in the future"):
        domain.check_review(meeting, meeting, latest)
    with pytest.raises(Refused, match="Enter a review date"):
        domain.check_review(None, meeting, latest)


def test_evidence_is_stale_after_28_days() -> None:
    assert not domain.is_stale(date(2026, 11, 6), date(2026, 12, 4), days=28)
    assert domain.is_stale(date(2026, 10, 30), date(2026, 12, 4), days=28)
    assert not domain.is_stale(None, date(2026, 12, 4), days=28)


def test_a_sound_plan_needs_evidence() -> None:
    visit, nothing = Evidence("VISIT", GIVEN), Evidence("NONE")
    domain.check_evidence(True, [visit], GIVEN)
    domain.check_evidence(False, [nothing], GIVEN)
    domain.check_evidence(True, [Evidence("PLAN_DOC_REF", GIVEN, "CP-7")], GIVEN, with_reference={"PLAN_DOC_REF"})
    for evidence in ([], [nothing], [nothing, visit], [Evidence("VISIT")], [Evidence("PLAN_DOC_REF", GIVEN)]):
        with pytest.raises(Refused):
            domain.check_evidence(True, evidence, GIVEN, with_reference={"PLAN_DOC_REF"})
    with pytest.raises(Refused, match="in the past"):
        domain.check_evidence(True, [Evidence("VISIT", REVIEW)], GIVEN)


def test_the_newest_evidence_has_an_age_that_stops_when_it_is_judged() -> None:
    pieces = [Evidence("VISIT", date(2026, 11, 1)), Evidence("CONTACT_LOG", date(2026, 11, 20), "7/26"), Evidence("X")]
    assert domain.newest_on(pieces) == date(2026, 11, 20)
    assert domain.evidence_age(date(2026, 11, 20), judged_on=None, on=GIVEN) == 5
    assert domain.evidence_age(date(2026, 11, 20), judged_on=date(2026, 11, 26), on=REVIEW) == 6
    assert domain.evidence_age(None, judged_on=None, on=GIVEN) is None
    assert domain.read_evidence([one.stored() for one in pieces]) == pieces
    assert domain.read_evidence(("VISIT",)) == [Evidence("VISIT")], "as it was kept before dates were"
