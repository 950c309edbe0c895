"""From a notification's answers to entries of a case."""

from datetime import UTC, date, datetime
from typing import Any

from app.features.cases.entries import EntryDraft, entries_from_answers, is_suspected_false


def drafts(kind: str = "INDIVIDUAL", **answers: Any) -> list[EntryDraft]:
    return entries_from_answers(kind, answers, "agency", "source", datetime(2026, 10, 7, 23, 30, tzinfo=UTC))


def of(kind: str, entries: list[EntryDraft], block: str | None = None) -> list[EntryDraft]:
    return [one for one in entries if one.kind == kind and (block is None or one.details.get("block") == block)]


def test_nothing_told_is_nothing_recorded() -> None:
    assert drafts() == []
    assert drafts(role_in_violence=[], incidents=None, education=None, voice_of_person="") == []


def test_each_role_stands_by_itself() -> None:
    roles = [{"role": "HARMED", "status": "REPORTED", "evidence": "a"}, {"role": "ALLEGED_CAUSE", "status": "CHARGED"}]
    found = of("ROLE", drafts(role_in_violence=roles, info_grade="B"))
    assert [one.details["role"] for one in found] == ["HARMED", "ALLEGED_CAUSE"]
    assert all(one.details["grade"] == "B" for one in found)
    assert all((one.agency_uid, one.source_uid) == ("agency", "source") for one in found)
    assert found[0].happened_on == date(2026, 10, 8), "the day in England"


def test_a_grade_of_its_own_wins() -> None:
    factors = [{"code": "EV_WEAPON_POSS", "present": "suspected", "grade": "E", "last_seen": "2026-09-01"}]
    (found,) = of("RISK_FACTOR", drafts(risk_factors=factors, info_grade="A"))
    assert is_suspected_false(found.details)
    assert found.happened_on == date(2026, 9, 1)


def test_none_known_is_no_factor() -> None:
    assert drafts(risk_factors=[{"code": "NONE_KNOWN"}], protective_factors=[{"code": "NONE_IDENTIFIED"}]) == []


def test_police_conditions_keep_incidents_with_the_police() -> None:
    incidents = [{"date": "2026-10-06", "type": "KNIFE"}]
    assert of("INCIDENT", drafts(incidents=incidents, police_grade="1-B-C"))[0].visibility == "P"
    shared = of("INCIDENT", drafts(incidents=incidents, police_grade="1-B-P"))[0]
    assert (shared.visibility, shared.happened_on) == ("A", date(2026, 10, 6))


def test_restricted_and_equality() -> None:
    entries = drafts(
        health={"ed_attendance": [{"date": "2026-10-11"}], "share_level": "L"},
        s16la_considered="SHARED",
        equality={"ethnicity_self_defined": "W1", "religion": None},
        gender_same_as_sex_registered="YES",
    )
    assert of("STATUS", entries, "health")[0].visibility == "L"
    assert of("STATUS", entries, "s16la")[0].visibility == "L"
    (equality,) = of("STATUS", entries, "equality")
    assert equality.visibility == "E"
    assert "religion" not in equality.details
    assert of("STATUS", drafts(health={"mh": "OPEN", "share_level": "A"}), "health")[0].visibility == "A"


def test_voice_or_why_there_is_none() -> None:
    entries = of("VOICE", drafts(voice_of_person="I am afraid", voice_of_parent_not_obtained="Not safe to ask"))
    assert entries[0].details == {"whose": "person", "text": "I am afraid"}
    assert entries[1].details == {"whose": "parent", "not_obtained": "Not safe to ask"}


def test_the_three_questions() -> None:
    entries = drafts(what_is_worrying="w", what_is_going_well="g", what_needs_to_happen="n")
    assert [one.kind for one in entries] == ["WORRY", "STRENGTH", "NEED"]


def test_status_blocks() -> None:
    entries = drafts(
        safeguarding_status=[{"code": "EARLY_HELP", "from": "2026-10-26"}],
        education={"edu_setting": "MAINSTREAM", "exclusions": []},
        missing_episodes=[{"start": "2026-10-16", "risk": "HIGH"}],
        housing={"cuckoo_concern": False},
    )
    assert of("STATUS", entries, "safeguarding")[0].happened_on == date(2026, 10, 26)
    assert "exclusions" not in of("STATUS", entries, "education")[0].details
    assert of("STATUS", entries, "missing")[0].happened_on == date(2026, 10, 16)
    assert of("STATUS", entries, "housing")[0].details["cuckoo_concern"] is False


def test_a_network() -> None:
    entries = drafts(
        "NETWORK",
        evidence_basis=[{"code": "INTEL", "grade": "B"}, {"code": "CO_ARREST", "grade": "A"}],
        links=[{"a": "x", "b": "y", "type": "RIVAL", "last_evidenced": "2026-10-16"}],
        tension_level="SIMMERING",
        strengths_and_guardians="Uncle",
    )
    assert [one.visibility for one in of("STATUS", entries, "evidence_basis")] == ["P", "A"]
    assert of("STATUS", entries, "link")[0].happened_on == date(2026, 10, 16)
    assert of("PROTECTIVE", entries)[0].details == {"text": "Uncle"}


def test_a_place() -> None:
    entries = drafts(
        "PLACE",
        concerns=["ASB"],
        time_pattern={"EVENING": 8},
        physical={"lighting": 0},
        guardianship=["Bowls club"],
        young_peoples_view={"summary": "Lights please", "n": 11, "date": "2026-10-23"},
    )
    assert of("STATUS", entries, "physical")[0].details["scores"] == {"lighting": 0}
    (view,) = of("VOICE", entries)
    assert (view.details["text"], view.happened_on) == ("Lights please", date(2026, 10, 23))
