"""The reference files are whole, and know every code of the fictional month."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.features.partnership import domain, reference

MONTH = Path(__file__).resolve().parents[4] / "shared/data/month"
OUR_ROOMS = Path(reference.__file__).parents[1]

without_month = pytest.mark.skipif(not MONTH.exists(), reason="the fictional month is kept outside the project")

LISTS_OF_KEYS = {
    "action.category": "action_category",
    "action.linked_risk_factor": "risk_factor",
    "action.not_done_reason": "not_done_reason",
    "action.priority": "action_priority",
    "action.status_log.status": "action_status",
    "agency_type": "agency_type",
    "already_open_elsewhere": "already_open_elsewhere",
    "addresses.type": "address_type",
    "aliases.type": "alias_type",
    "assurance.axis": "axis",
    "assurance.confidence": "confidence",
    "assurance.evidence": "assurance_evidence",
    "assurance.level_accepted": "assurance_level",
    "assurance.level_given": "assurance_level",
    "assurance.linked_risk_factors": "risk_factor",
    "assurance.result": "assurance_result",
    "assurance.type": "assurance_type",
    "attendees.attendance": "attendance",
    "bands_set.cause": "band",
    "bands_set.exploited": "band",
    "bands_set.harmed": "band",
    "closures.assurance": "assurance_level",
    "closures.closure_reason": "closure_reason",
    "closures.retention_class": "retention_class",
    "concerns": "place_concern",
    "consent_to_service": "consent_to_service",
    "contact_risk_flags.code": "contact_risk_flag",
    "date_precision": "date_precision",
    "decisions.code": "meeting_decision",
    "dob_precision": "dob_precision",
    "education.attendance_band": "attendance_band",
    "education.edu_setting": "edu_setting",
    "education.enrolment": "enrolment",
    "education.sen_provision": "sen_provision",
    "education.sen_type": "sen_type",
    "ed_attendance.type": "ed_attendance_type",
    "ed_attendance.weapon": "weapon",
    "eog_level": "eog_level",
    "equality.disability": "disability",
    "equality.ethnicity_self_defined": "ethnicity",
    "equality.neurodiversity": "neurodiversity",
    "equality.religion": "religion",
    "ethnicity_perceived.code": "ethnicity",
    "evidence_basis.code": "evidence_basis",
    "exclusion_reason": "exclusion_reason",
    "exclusion_type": "exclusion_type",
    "exploitation_type": "exploitation_type",
    "first_language": "language",
    "forum": "forum",
    "gateways": "gateway",
    "gender_same_as_sex_registered": "gender_same_as_sex_registered",
    "grade": "info_grade",
    "gsc_marking": "marking",
    "harm_types": "violence_type",
    "health.share_level": "health_share_level",
    "housing.housing": "housing",
    "identifiers.scheme": "identifier_scheme",
    "immediate_danger": "immediate_danger",
    "incidents.injury": "injury",
    "incidents.outcome": "incident_outcome",
    "incidents.role": "role_in_violence",
    "incidents.source": "source_of_information",
    "incidents.type": "violence_type",
    "incidents.weapon": "weapon",
    "incidents.weapon_involvement": "weapon_involvement",
    "info_grade": "info_grade",
    "justice.adult_status": "adult_status",
    "justice.orders": "order",
    "justice.yj_status": "yj_status",
    "lead_agency": "agency_type",
    "links.direction": "link_direction",
    "links.strength": "link_strength",
    "links.type": "link_type",
    "mash_referral_made": "mash_referral_made",
    "members.basis": "evidence_basis",
    "members.position": "network_position",
    "missing_episodes.rhi": "return_interview",
    "missing_episodes.risk": "missing_risk",
    "network_type": "network_type",
    "notification_reason": "notification_reason",
    "nrm_status": "nrm_status",
    "parent_informed": "informed",
    "person_informed": "informed",
    "place_type": "place_type",
    "protective_factors.code": "protective_factor",
    "relationship_to_person": "relationship_to_person",
    "requested_outcome": "requested_outcome",
    "risk_factors.code": "risk_factor",
    "risk_factors.present": "present",
    "role_in_violence.role": "role_in_violence",
    "role_in_violence.status": "role_status",
    "rules_in_force": "rules_in_force",
    "s16la_considered": "s16la_considered",
    "safe_contact_method": "safe_contact_method",
    "safe_to_contact": "safe_to_contact",
    "safeguarding_status.code": "safeguarding_status",
    "sex": "sex",
    "source_of_information": "source_of_information",
    "subject_kind": "subject_kind",
    "tension_level": "tension_level",
    "urgency_view": "urgency_view",
    "weapon_availability": "weapon",
    "weapons.involvement": "weapon_involvement",
    "weapons.weapon": "weapon",
}
"""Where a code stands in the month's files (the end of its path) → the list it belongs to."""

NOT_CODES = {"area", "forum", "subject_kind"}


@pytest.fixture(scope="module")
def codes() -> list[domain.CodeItem]:
    return [domain.CodeItem(**vars(row)) for row in reference.code_rows()]


@pytest.fixture(scope="module")
def known(codes: list[domain.CodeItem]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in codes:
        found.setdefault(item.list, set()).update({item.code, *item.aliases})
    return found


def notifications() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (MONTH / "notifications.jsonl").read_text(encoding="utf-8").splitlines()]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{path}.{key}")
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, path)
    elif value is not None:
        yield path, value


def list_of(path: str) -> str | None:
    path = path.replace(".actions.", ".action.")
    ends = [end for end in LISTS_OF_KEYS if path.endswith(f".{end}")]
    return LISTS_OF_KEYS[max(ends, key=len)] if ends else None


@without_month
def test_every_code_of_the_month_is_known(known: dict[str, set[str]]) -> None:
    meeting = json.loads((MONTH / "meeting.json").read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    unknown = set()
    for path, value in [*leaves(notifications()), *leaves(meeting)]:
        name = list_of(path)
        if name:
            seen[name] += 1
            if str(value) not in known[name]:
                unknown.add((path, value, name))
    assert not unknown
    assert set(LISTS_OF_KEYS.values()) <= set(seen), "a list that the month was thought to use is never reached"


@without_month
def test_nothing_that_looks_like_a_code_is_left_out() -> None:
    meeting = json.loads((MONTH / "meeting.json").read_text(encoding="utf-8"))
    plain = {
        "record_id",
        "member_id",
        "about",
        "linked",
        "postcode",
        "value",
        "crime_ref",
        "area",
        "police_grade",
        "working_name",
    }
    left = {
        path
        for path, value in [*leaves(notifications()), *leaves(meeting)]
        if isinstance(value, str)
        and value.isupper()
        and "_" in value
        and " " not in value
        and list_of(path) is None
        and path.rsplit(".", 1)[-1] not in plain
    }
    assert not left


@without_month
def test_gateways_are_offered_except_where_the_month_has_a_problem(codes: list[domain.CodeItem]) -> None:
    gateways = [item for item in codes if item.list == "gateway"]
    problems = set()
    for notification in notifications():
        offered = {
            one.code for one in domain.gateways_for(notification["submitted_by_agency"]["agency_type"], gateways)
        }
        problems |= {
            (notification["record_id"], code) for code in notification["gateways"] or () if code not in offered
        }
    truth = json.loads((MONTH / "truth.json").read_text(encoding="utf-8"))["gateway_problems"]
    assert problems == {(one["record_id"], one["gateway"]) for one in truth}


@without_month
def test_statuses_of_roles_in_the_month_are_allowed(codes: list[domain.CodeItem]) -> None:
    roles = {item.code: domain.statuses_of(item) for item in codes if item.list == "role_in_violence"}
    for notification in notifications():
        for role in notification.get("role_in_violence") or ():
            assert role["status"] is None or role["status"] in roles[role["role"]]


def test_each_code_stands_once_in_its_list_with_words(codes: list[domain.CodeItem]) -> None:
    repeated = [key for key, times in Counter((item.list, item.code) for item in codes).items() if times > 1]
    assert not repeated
    assert all(item.label and item.label == item.label.strip() for item in codes)
    assert all(len(item.code) <= 60 and len(item.list) <= 60 for item in codes)


def test_each_list_has_one_file() -> None:
    homes: dict[str, set[str]] = {}
    for path in reference.FOLDER.glob("*.csv"):
        if path.stem not in reference.NOT_CODES:
            for row in reference.rows(path.stem):
                homes.setdefault(row["list"], set()).add(path.name)
    assert not {name: files for name, files in homes.items() if len(files) > 1}


def test_attributes_point_at_codes_that_exist(codes: list[domain.CodeItem], known: dict[str, set[str]]) -> None:
    for item in codes:
        attributes = item.attributes
        assert set(attributes.get("agency_types", ())) <= known["agency_type"] | {domain.EVERY_AGENCY_TYPE}
        assert set(attributes.get("statuses", ())) <= known["role_status"]
        assert set(attributes.get("definitions", ())) <= known["violence_definition"]
        assert set(attributes.get("weights", ())) <= known["axis"]
        assert attributes.get("duty_status", "NONE") in known["duty_status"]
        assert attributes.get("quorum_group", "POLICE") in known["quorum_group"]
        if item.list == "triage_outcome" and "forum" in attributes:
            assert attributes["forum"] in known["forum"]
        if item.list in ("risk_factor", "protective_factor"):
            assert attributes["domain"] in {*known["factor_domain"], None}


@pytest.mark.parametrize(
    "word", ["nominal", "offender", "perpetrator", "gang", "failed to engage", "drug runner", "lifestyle", "victim or"]
)
def test_words_never_shown(codes: list[domain.CodeItem], word: str) -> None:
    shown = [item for item in codes if word in f"{item.label} {item.hint}".casefold()]
    names_of_bodies = {"IOM", "IOM_FIXED", "IOM_FLEX", "IOM_FREE", "OMA07_14", "PRISON"}
    allowed = names_of_bodies if word == "offender" else set()
    assert {item.code for item in shown} <= allowed


def test_every_number_reads_in_its_unit() -> None:
    for row in reference.rows("numbers"):
        domain.check_number(row["key"], row["value"], row["unit"])
        assert row["label"]
        assert row["source"]
    keys = [row["key"] for row in reference.rows("numbers")]
    assert len(keys) == len(set(keys))


def test_numbers_named_by_codes_exist(codes: list[domain.CodeItem]) -> None:
    keys = {row["key"] for row in reference.rows("numbers")}
    assert {item.attributes["number"] for item in codes if "number" in item.attributes} <= keys


def test_ages_of_an_area_follow_one_another() -> None:
    scopes: dict[str, list[domain.AgeScopeItem]] = {}
    for row in reference.rows("age_scopes"):
        scopes.setdefault(row["area"], []).append(
            domain.AgeScopeItem(
                area_uid=row["area"],
                min_age=int(row["min_age"]),
                max_age_exclusive=int(row["max_age_exclusive"]),
                valid_from=reference.day(row["valid_from"]) or domain.BEGINNING,
                valid_to=reference.day(row["valid_to"]),
                note=row["note"],
            )
        )
    assert set(scopes) == {row["code"] for row in reference.rows("areas")} == {"BNES", "BRIS", "NSOM", "SOM", "SGLOS"}
    for terms in scopes.values():
        domain.check_terms(terms)


def test_the_catalogue_uses_known_codes(known: dict[str, set[str]]) -> None:
    import csv

    folder = OUR_ROOMS / "interventions/reference"
    with (folder / "catalogue.csv").open(encoding="utf-8", newline="") as lines:
        catalogue = list(csv.DictReader(lines))
    with (folder / "years.csv").open(encoding="utf-8", newline="") as lines:
        years = list(csv.DictReader(lines))
    assert [row["id"] for row in catalogue] == [f"I{n:02}" for n in range(1, 33)]
    for row in catalogue:
        assert set(filter(None, row["kinds"].split(";"))) <= known["intervention_kind"]
        assert set(filter(None, row["factors"].split(";"))) <= known["risk_factor"]
        assert set(filter(None, row["axes"].split(";"))) <= known["axis"]
        assert row["fund_route"] in known["fund_route"]
    assert {row["status"] for row in years} <= known["intervention_year_status"]
    assert {row["id"] for row in years} <= {row["id"] for row in catalogue}
