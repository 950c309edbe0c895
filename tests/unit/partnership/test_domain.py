"""Rules of the partnership, with no database."""

from dataclasses import dataclass
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.partnership import domain
from app.features.partnership.domain import AgeScopeItem, CodeItem
from app.kernel.ages import whole_years
from app.kernel.errors import Refused


@dataclass
class Term:
    valid_from: date
    valid_to: date | None = None


def days(text: str) -> date:
    return date.fromisoformat(text)


def gateway(code: str, **attributes: object) -> CodeItem:
    return CodeItem("gateway", code, code, "", 1, domain.BEGINNING, None, attributes)


UNDER_25 = AgeScopeItem("area", 0, 25, days("2020-11-01"), None, "")


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-01-31", False), ("2026-02-01", True), ("2026-02-28", True), ("2026-03-01", False)]
)
def test_a_term_holds_from_its_first_day_to_its_last(on: str, expected: bool) -> None:
    assert domain.in_force(Term(days("2026-02-01"), days("2026-02-28")), days(on)) is expected


def test_the_nearest_term_never_leaves_a_name_out() -> None:
    first, second = Term(days("2020-01-01"), days("2020-12-31")), Term(days("2022-01-01"))
    terms = [first, second]
    assert domain.nearest_term(terms, days("2019-01-01")) is first
    assert domain.nearest_term(terms, days("2021-06-01")) is first
    assert domain.nearest_term(terms, days("2026-06-01")) is second
    assert domain.nearest_term([], days("2026-06-01")) is None
    assert domain.term_on(terms, days("2021-06-01")) is None


@pytest.mark.parametrize(
    "terms",
    [
        [Term(days("2026-02-01"), days("2026-01-31"))],
        [Term(days("2026-01-01")), Term(days("2026-02-01"))],
        [Term(days("2026-02-01"), days("2026-03-01")), Term(days("2026-01-01"), days("2026-02-01"))],
        [Term(days("2026-01-01"), days("2026-01-01")), Term(days("2026-01-01"), days("2026-01-01"))],
    ],
)
def test_terms_that_overlap_or_end_first_are_refused(terms: list[Term]) -> None:
    with pytest.raises(Refused):
        domain.check_terms(terms)


@given(st.lists(st.dates(days("2020-01-01"), days("2030-12-31")), unique=True, min_size=1, max_size=12))
def test_changes_one_after_another_never_overlap(changes: list[date]) -> None:
    terms: list[Term] = []
    for day in sorted(changes):
        before = domain.succeed(terms, day)
        if before is not None:
            before.valid_to = domain.day_before(day)
        terms.append(Term(day))
    domain.check_terms(terms)
    assert all(domain.term_on(terms, day) is not None for day in changes)


@pytest.mark.parametrize("day", ["2026-01-01", "2025-06-30"])
def test_history_is_never_rewritten(day: str) -> None:
    with pytest.raises(Refused, match="Choose a day after 1 January 2026"):
        domain.succeed([Term(days("2026-01-01"))], days(day))


def test_nothing_is_brought_to_an_end_where_nothing_is_in_force() -> None:
    assert domain.succeed([], days("2026-01-01")) is None
    assert domain.succeed([Term(days("2025-01-01"), days("2025-06-30"))], days("2026-01-01")) is None


@pytest.mark.parametrize(
    ("on", "ended_on", "expected"),
    [
        ("2026-01-09", None, False),
        ("2026-01-10", None, True),
        ("2027-01-10", None, True),
        ("2027-01-11", None, False),
        ("2026-05-31", "2026-06-01", True),
        ("2026-06-01", "2026-06-01", False),
    ],
)
def test_an_agreement_holds_from_signing_to_its_review(on: str, ended_on: str | None, expected: bool) -> None:
    ended = days(ended_on) if ended_on else None
    assert domain.agreement_in_force(days("2026-01-10"), days("2027-01-10"), ended, days(on)) is expected


def test_an_agreement_needs_sensible_days() -> None:
    with pytest.raises(Refused, match="cannot be in the future"):
        domain.check_agreement(days("2026-11-20"), days("2027-11-20"), days("2026-11-19"))
    with pytest.raises(Refused, match="Enter a review day after"):
        domain.check_agreement(days("2026-11-19"), days("2026-11-19"), days("2026-11-19"))


@pytest.mark.parametrize(
    ("dob", "on", "age"),
    [
        ("2011-04-07", "2026-04-06", 14),
        ("2011-04-07", "2026-04-07", 15),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
    ],
)
def test_age_on_a_day(dob: str, on: str, age: int) -> None:
    assert whole_years(days(dob), days(on)) == age


@given(st.dates(days("1930-01-01"), days("2026-01-01")), st.integers(0, 36500))
def test_age_never_goes_down(dob: date, later: int) -> None:
    day = date.fromordinal(dob.toordinal() + later)
    following = date.fromordinal(day.toordinal() + 1)
    assert 0 <= whole_years(dob, following) - whole_years(dob, day) <= 1


def test_the_age_scope_ends_on_a_birthday() -> None:
    assert domain.in_age_scope(days("2001-11-19"), days("2026-11-18"), UNDER_25)
    assert not domain.in_age_scope(days("2001-11-19"), days("2026-11-19"), UNDER_25)
    assert domain.in_age_scope(days("1950-01-01"), days("2026-11-19"), None)
    assert AgeScopeItem("area", 0, None, days("2026-01-01"), None, "").covers(80)


@pytest.mark.parametrize(("least", "most"), [(-1, 25), (10, 10), (25, 18)])
def test_ages_that_make_no_sense_are_refused(least: int, most: int) -> None:
    with pytest.raises(Refused):
        domain.check_ages(least, most)


def test_gateways_are_offered_by_type_of_agency() -> None:
    codes = [
        gateway("ANY", agency_types=["*"]),
        gateway("POLICE", agency_types=["POL"]),
        gateway("DEPERSONALISED", agency_types=["*"], personal=False),
        gateway("NOBODY", agency_types=[]),
        gateway("UNSAID"),
    ]
    assert [one.code for one in domain.gateways_for("POL", codes)] == ["ANY", "POLICE"]
    assert [one.code for one in domain.gateways_for("RSL", codes)] == ["ANY"]
    assert [one.code for one in domain.gateways_for("RSL", codes, personal=False)] == ["ANY", "DEPERSONALISED"]


@pytest.mark.parametrize(
    ("value", "unit", "parsed"),
    [("-5", "working days", -5), ("0.8", "factor", 0.8), ("12:00", "time", time(12)), ("48", "hours", 48)],
)
def test_numbers_are_read_in_their_unit(value: str, unit: str, parsed: int | float | time) -> None:
    assert domain.parse_number(value, unit) == parsed


@pytest.mark.parametrize(
    ("value", "unit", "message"),
    [
        ("five", "days", "Enter a whole number"),
        ("1.5", "days", "Enter a whole number"),
        ("lots", "factor", "Enter a number"),
        ("nan", "factor", "Enter a number"),
        ("noon", "time", "Enter a time"),
        ("٣", "days", "Enter a whole number"),
        ("1_0", "days", "Enter a whole number"),
    ],
)
def test_a_number_that_cannot_be_read_is_refused(value: str, unit: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        domain.parse_number(value, unit)


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("session.idle", "9999999999999", "minutes"),
        ("session.idle", "0", "minutes"),
        ("account.idle", "-1", "days"),
        ("sign_in.failures", "0", "count"),
        ("notification.acknowledge", "-1", "working days"),
        ("cycle.cutoff", "99999999999", "working days"),
        ("statistics.rounding", "0", "count"),
        ("risk.frequency.1", "1e300", "factor"),
    ],
)
def test_a_number_that_would_stop_the_clocks_is_refused(key: str, value: str, unit: str) -> None:
    with pytest.raises(Refused, match="Enter a number from") as refused:
        domain.check_number(key, value, unit)
    assert refused.value.field == "value"


@pytest.mark.parametrize(
    ("key", "value", "unit", "kept"),
    [
        ("cycle.cutoff", "-10", "working days", "-10"),
        ("session.idle", " 030", "minutes", "30"),
        ("cycle.cutoff.time", "12", "time", "12:00"),
        ("risk.recency.0_3", " 1.0", "factor", "1.0"),
    ],
)
def test_a_number_is_kept_in_one_way_of_writing(key: str, value: str, unit: str, kept: str) -> None:
    assert domain.check_number(key, value, unit) == kept
