"""Rules about networks: purpose, basis, expiry, priority. PR-29, PR-08, 3.3."""

from datetime import date
from typing import Any

import pytest

from app.features.networks import domain
from app.features.networks.domain import Basis, Course, MemberState
from app.kernel.errors import Refused

ON = date(2026, 11, 2)
LATER = date(2027, 2, 1)
TWO = (Basis("SCHOOL_INFO", "B", "school", ON), Basis("PARENT", "C", "school", ON))


def refused(field: str | None, rule: str, check: Any, *given: Any, **more: Any) -> None:
    with pytest.raises(Refused) as no:
        check(*given, **more)
    assert (no.value.field, no.value.rule) == (field, rule)


@pytest.mark.parametrize(
    ("confirmed", "ends_on", "found"),
    [
        (False, LATER, Course.TOLD),
        (True, LATER, Course.IN_FORCE),
        (True, date(2026, 11, 30), Course.RUNS_OUT),
        (True, ON, Course.RUNS_OUT),
        (True, date(2026, 11, 1), Course.DISSOLVED),
        (False, date(2026, 11, 1), Course.DISSOLVED),
    ],
)
def test_a_network_ends_by_itself_after_its_last_day(confirmed: bool, ends_on: date, found: Course) -> None:
    assert domain.course(confirmed, ends_on, ON, soon=28) is found


def test_what_was_told_lasts_no_longer_than_a_purpose() -> None:
    assert domain.told_end(ON, None, 6) == date(2027, 5, 2)
    assert domain.told_end(ON, date(2026, 12, 1), 6) == date(2026, 12, 1)
    assert domain.told_end(ON, date(2030, 1, 1), 6) == date(2027, 5, 2)


@pytest.mark.parametrize(
    ("bases", "counted"),
    [
        (TWO, 2),
        ((TWO[0], TWO[0]), 1),  # the same kind from the same agency is one
        ((TWO[0], Basis("SCHOOL_INFO", "A", "police", ON)), 2),
        ((TWO[0], Basis("PARENT", "E", "school", ON)), 1),  # suspected false
        ((TWO[0], Basis("PARENT", "D", "school", ON), Basis("INTEL", None, "police", ON)), 1),
    ],
)
def test_bases_that_count_are_graded_and_independent(bases: tuple[Basis, ...], counted: int) -> None:
    assert len(domain.counting(bases)) == counted


def test_a_purpose_needs_words_two_bases_and_an_end() -> None:
    """PR-29."""
    check = domain.check_purpose
    given: dict[str, Any] = {"last_set_on": None, "on": ON, "months": 6}
    check("To stop it", LATER, TWO, **given)
    refused("purpose", "PR-29", check, " ", LATER, TWO, **given)
    refused("expires_on", "PR-29", check, "To stop it", None, TWO, **given)
    refused("expires_on", "PR-29", check, "To stop it", ON, TWO, **given)
    refused("expires_on", "PR-29", check, "To stop it", date(2027, 6, 1), TWO, **given)
    refused(None, "PR-29", check, "To stop it", LATER, TWO[:1], **given)
    refused(None, "PR-29", check, "To stop it", LATER, TWO, **given | {"last_set_on": ON})
    check("To stop it", LATER, TWO, **given | {"last_set_on": date(2026, 11, 1)})


def test_nothing_is_kept_without_a_basis_a_grade_and_evidence() -> None:
    """PR-29."""
    domain.check_basis(["PARENT"], "C", "Her mother said so")
    refused("basis", "PR-29", domain.check_basis, [], "C", "Said")
    refused("grade", "PR-29", domain.check_basis, ["PARENT"], None, "Said")
    refused("grade", "PR-29", domain.check_basis, ["PARENT"], "E", "Said")
    refused("evidence", "PR-29", domain.check_basis, ["PARENT"], "A", " ")


def test_everything_expires_and_only_fresh_evidence_renews() -> None:
    """PR-29, PR-32."""
    assert domain.latest_expiry(LATER, ON, 6) == LATER
    assert domain.latest_expiry(date(2028, 1, 1), ON, 6) == date(2027, 5, 2)
    domain.check_expiry(LATER, LATER, ON)
    refused("expires_on", "PR-29", domain.check_expiry, None, LATER, ON)
    refused("expires_on", "PR-29", domain.check_expiry, date(2027, 2, 2), LATER, ON)
    domain.check_fresh(ON, date(2026, 11, 1), ON)
    refused("evidenced_on", "PR-29", domain.check_fresh, ON, ON, ON)
    refused("evidenced_on", "PR-29", domain.check_fresh, LATER, None, ON)
    assert domain.link_holds(None, ON, ON)
    assert not domain.link_holds(None, date(2026, 11, 1), ON)
    assert not domain.link_holds(ON, LATER, ON)


@pytest.mark.parametrize(
    ("standing", "position", "ended", "expires", "state"),
    [
        (None, "HARMED", None, None, MemberState.TOLD),
        ("LEFT_OUT", None, None, None, MemberState.LEFT_OUT),
        ("MEMBER", "HARMED", None, LATER, MemberState.MEMBER),
        ("MENTIONED", None, None, LATER, MemberState.MENTIONED),
        ("MEMBER", "HARMED", ON, LATER, MemberState.FORMER),
        ("MEMBER", "FORMER", None, LATER, MemberState.FORMER),
        ("MEMBER", "HARMED", None, date(2026, 11, 1), MemberState.EXPIRED),
    ],
)
def test_how_somebody_stands(
    standing: str | None, position: str | None, ended: date | None, expires: date | None, state: MemberState
) -> None:
    assert domain.member_state(standing, position, ended, expires, ON) is state


def test_positions_of_children() -> None:
    """PR-08, 2.2."""
    given: dict[str, Any] = {"youngest": 10, "adult": 18}
    refused("position", "PR-08", domain.check_position, "ALLEGED_CAUSE", 9, by_chair=True, **given)
    domain.check_position("ALLEGED_CAUSE", 10, by_chair=False, **given)
    refused("position", "2.2", domain.check_position, "EXPLOITER_SUSPECTED", None, by_chair=False, **given)
    domain.check_position("EXPLOITER_SUSPECTED", 15, by_chair=True, **given)
    domain.check_position("EXPLOITER_SUSPECTED", 18, by_chair=False, **given)


@pytest.mark.parametrize(
    ("tension", "weapon", "young", "signs", "product"),
    [(3, 3, 5, 3, 81), (3, 3, 0, 3, 0), (1, 2, 1, 1, 2), (2, 2, 4, 2, 16), (9, 9, 99, 9, 81)],
)
def test_the_priority_is_of_the_network(tension: int, weapon: int, young: int, signs: int, product: int) -> None:
    """3.3, PR-59: four cells of 0 to 3 that are all shown."""
    found = domain.cells(
        tension=tension,
        tension_words="Active",
        weapon=weapon,
        weapon_words="Knife",
        young=young,
        signs=["a sign"] * signs,
    )
    assert [cell.title for cell in found] == ["Tension", "Weapons", "Under 18", "Exploitation"]
    assert domain.priority(found) == product


def test_intervene_where_the_influence_is_greatest() -> None:
    assert domain.most_influential({"peer": 2, "school": 3, "online": 3}) == ["school", "online"]
    assert domain.most_influential({"peer": 0}) == []
    assert domain.most_influential({}) == []
