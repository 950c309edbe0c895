"""What triage is told to look at."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.features.notifications import wording
from app.features.notifications.pointing_out import Circumstances, is_home, pointed_out
from app.features.notifications.replies import USUAL

ABOUT = Circumstances(
    submitted_at=datetime(2026, 11, 4, 12, tzinfo=UTC),
    in_scope=True,
    scope_limit=25,
    transition_months=6,
    permitted=frozenset({"CDA115"}),
    redirects={"TERR": "REDIRECT_CHANNEL"},
)
PERSON = {"given_names": "Ann", "family_name": "Bell", "dob": "2010-01-01", "dob_precision": "EXACT"}


def codes(answers: dict[str, Any], kind: str = "INDIVIDUAL", about: Circumstances = ABOUT) -> set[str]:
    return {warning["code"] for warning in pointed_out(PERSON | answers, kind, about)}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"immediate_danger": "UNSURE"}, "IMMEDIATE_DANGER"),
        ({"urgency_view": "SAME_DAY"}, "SAME_DAY"),
        ({"mash_referral_made": "TO_BE_MADE"}, "MASH_TO_BE_MADE"),
        ({"do_not_share_with": [{"agency_type": "RSL"}]}, "DO_NOT_SHARE"),
        ({"addresses": [{"protected": True}]}, "PROTECTED_ADDRESS"),
        ({"contact_risk_flags": [{"code": "DO_NOT_DISCLOSE_ADDRESS"}]}, "PROTECTED_ADDRESS"),
        ({"handling_instruction": "C: conditions A2"}, "HANDLING_C"),
        ({"police_grade": "1-B-C"}, "HANDLING_C"),
        ({"gateways": ["CDA115", "PCSC16"]}, "GATEWAY_NOT_PERMITTED"),
        ({"gateways": ["PCSC16"]}, "NO_GATEWAY_LEFT"),
        ({"dob": "2002-01-01"}, "TURNING_25"),
        ({"dob": "2008-12-01"}, "TURNING_18"),
        ({"dob_precision": "ESTIMATED"}, "DOB_ESTIMATED"),
        ({"dob": None, "approx_age": 15}, "DOB_ESTIMATED"),
        ({"family_name": None}, "SINGLE_NAME"),
        ({"role_in_violence": [{"role": "EXPLOITER"}]}, "EXPLOITER_UNDER_18"),
        ({"cross_border": ["LIVES_ELSEWHERE"]}, "CROSS_BORDER"),
        ({"already_open_elsewhere": ["MARAC"]}, "OPEN_ELSEWHERE"),
        ({"harm_types": ["TERR"]}, "EXCLUDED_HARM"),
        ({"risk_factors": [{"code": "BG_FEAR", "grade": "E"}]}, "E_GRADED"),
        ({"what_is_worrying": "The gang again"}, "WORDING"),
        ({"risk_factors": [{"evidence": "In a drill video"}]}, "FORBIDDEN_FACTOR"),
        ({"what_is_worrying": "abc\u202edef"}, "HIDDEN_MARKS"),
    ],
)
def test_a_person(answers: dict[str, Any], code: str) -> None:
    assert code in codes(answers)


def test_nothing_stands_out() -> None:
    quiet = {"gateways": ["CDA115"], "handling_instruction": "Call me first", "police_grade": "1-B-P"}
    assert codes(quiet | {"already_open_elsewhere": ["NONE"]}) == set()
    assert codes({"gateways": ["CDA115", "PCSC16"]}) == {"GATEWAY_NOT_PERMITTED"}


def test_circumstances() -> None:
    about = replace(ABOUT, in_scope=False, late=True, role_changed=True)
    assert codes({}, about=about) == {"OUT_OF_SCOPE_AGE", "LATE_AFTER_CUTOFF", "UNDER10_ROLE_CHANGE"}


def test_a_network_needs_two_sound_pieces_of_evidence() -> None:
    one = {"code": "SCHOOL_INFO", "grade": "A"}
    weak = {"code": "PARENT", "grade": "D"}
    assert "ASSOCIATION_ONLY" in codes({"evidence_basis": [one, weak]}, "NETWORK")
    assert "ASSOCIATION_ONLY" in codes({"evidence_basis": [one, one]}, "NETWORK")
    assert "ASSOCIATION_ONLY" not in codes({"evidence_basis": [one, {**weak, "grade": "B"}]}, "NETWORK")


def test_members_of_a_network() -> None:
    member = {"name": "A", "approx_age": 30, "basis": []}
    assert {"MEMBER_WITHOUT_BASIS", "LINKED_ADULT"} <= codes({"members": [member]}, "NETWORK")
    assert "LINKED_ADULT" not in codes({"members": [{**member, "approx_age": 24}]}, "NETWORK")


@pytest.mark.parametrize(
    ("answers", "home"),
    [
        ({"name": "Flat 2, Larchmere House", "place_type": "RESIDENTIAL_BLOCK"}, True),
        ({"name": "14 Elm Road", "place_type": "OTHER"}, True),
        ({"name": "The house", "place_type": "RESIDENTIAL_BLOCK", "concerns": ["DA_SER"]}, True),
        ({"name": "Flat 2, Larchmere House", "place_type": "CUCKOOED_ADDRESS"}, False),
        ({"name": "Skate park", "place_type": "PLAY_MUGA_SKATE"}, False),
        ({"name": "Bus station and Dorchester Street", "place_type": "BUS_STATION_STOP"}, False),
    ],
)
def test_a_home_is_no_place_of_concern(answers: dict[str, Any], home: bool) -> None:
    assert is_home(answers) is home


@pytest.mark.parametrize(
    "text",
    [
        "gang",
        "Nominal",
        "an offender",
        "failed to engage",
        "DNA'd twice",
        "lifestyle choice",
        "placing herself at risk",
    ],
)
def test_words_to_think_about(text: str) -> None:
    assert [one.field for one in wording.suggestions({"what_is_worrying": text})] == ["what_is_worrying"]


@pytest.mark.parametrize(
    "text", ["organ donor", "Did not attend", "Offender manager", "DNA sample taken", "nominally", "ganging up"]
)
def test_words_that_are_fine(text: str) -> None:
    assert wording.suggestions({"what_is_worrying": text}) == []


def test_what_people_said_is_left_in_their_words() -> None:
    assert wording.suggestions({"voice_of_person": "They call us a gang"}) == []
    assert wording.not_evidence({"voice_of_parent": "They say it is the drill videos"}) == []


def test_no_usual_answer_holds_personal_text() -> None:
    assert all("$" not in text and "{" not in text for text in USUAL.values())
