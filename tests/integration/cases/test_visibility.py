"""Who sees a case, and what of it: by role, agency, area and visibility of each entry."""

from typing import Any

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.subjects.interface import Person, get_subject, identify_member, list_members
from app.kernel.errors import Refused
from app.platform.access import Role
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, let_know, make_case, shut_out
from tests.integration.cases.conftest import SignIn

HIDDEN: dict[str, Any] = {
    "identifiers": [{"scheme": "POLICE_NOMINAL", "value": "NR-700114"}],
    "addresses": [{"line": "12 Hidden Lane", "postcode": "BA1 4EF", "type": "HOME", "protected": True}],
    "health": {"mh": "OPEN", "camhs_status": "WAITING", "share_level": "L"},
    "equality": {"ethnicity_self_defined": "W9"},
    "police_grade": "1-B-C",
    "handling_instruction": "Consult the originator",
    "incidents": [{"date": "2026-10-06", "type": "KNIFE", "place": "The bike shelter"}],
}


def path(case: Case, page: str = "") -> str:
    return f"/cases/{case.uid}{page}"


def test_an_agency_with_a_need_sees_the_case(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        case = make_case()
        agency = make_agency()
        let_know(case, agency)
        user = make_user(Role.PRACTITIONER, agency_uid=agency)
    pages = sign_in(user)
    assert pages.get("/cases").table_rows()[0]["Who or what"].startswith("Robin Fernsby")
    assert pages.get(path(case)).heading == f"Case {case.reference}"


@pytest.mark.parametrize(
    ("role", "area", "standing", "status"),
    [
        (Role.COORD, "BNES", None, 200),
        (Role.ADMIN, "BNES", None, 200),
        (Role.CHAIR, "BNES", None, 200),
        (Role.COORD, "BRIS", None, 404),
        (Role.PRACTITIONER, "BNES", None, 404),
        (Role.SPOC, "BNES", None, 404),
        (Role.PRACTITIONER, "BNES", "need", 200),
        (Role.SPOC, "BNES", "need", 200),
        (Role.PRACTITIONER, "BNES", "excluded", 404),
        (Role.PRACTITIONER, "BNES", "need, then excluded", 404),
        (Role.NOTIFIER, "BNES", "need", 403),
        (Role.PROV_WORKER, "BNES", "need", 403),
        (Role.HUB, "BNES", None, 403),
    ],
)
def test_who_opens_a_case(
    *, app: Flask, sign_in: SignIn, role: Role, area: str, standing: str | None, status: int
) -> None:
    with app.app_context():
        case = make_case()
        agency_type = {Role.PROV_WORKER: "VCS_PROV", Role.HUB: "LPB"}.get(role, "LA_CS")
        agency = make_agency(area=area, agency_type=agency_type)
        if standing and "need" in standing:
            let_know(case, agency)
        if standing and "excluded" in standing:
            shut_out(case, agency)
        user = make_user(role, agency_uid=agency, area=area)
    pages = sign_in(user)
    for page in ("", "/timeline"):
        answer = pages.get(path(case, page), status=status)
        assert ("Fernsby" in answer.text) is (status == 200)
    if status == 404:
        assert "Fernsby" not in pages.get("/cases").text


def test_an_agency_shut_out_stays_out_when_it_notifies_again(app: Flask) -> None:
    with app.app_context():
        case = make_case()
        agency = make_agency()
        shut_out(case, agency)
        with acting(make_user(Role.COORD)) as actor:
            row = cases.case_for_change(actor, case.uid)
            assert not cases.give_need_to_know(actor=actor, case=row, agency_uid=agency, why="NOTIFIED")
            with pytest.raises(Refused) as refused:
                cases.give_need_to_know(actor=actor, case=row, agency_uid=agency, why="OWNS_ACTION")
            assert refused.value.field == "agency_uid"
            assert agency not in cases.agencies_with_need(case.uid)


def kinds(case: Case, user: User) -> dict[str, int]:
    """How many entries of each visibility somebody reads."""
    found = {"A": 0, "L": 0, "P": 0, "E": 0}
    with acting(user) as actor:
        for entry in cases.list_entries(actor, case.uid):
            found[entry.visibility] += 1
    return found


def test_restricted_police_and_equality_entries(app: Flask) -> None:
    with app.app_context():
        own, school, police = make_agency(), make_agency(agency_type="EDU_SCH"), make_agency(agency_type="POL")
        case = make_case(agency_uid=own, **HIDDEN)
        let_know(case, school)
        let_know(case, police)
        coordinator = make_user(Role.COORD)
        everything = kinds(case, coordinator)
        assert all(everything.values())
        shown = kinds(case, make_user(Role.PRACTITIONER, agency_uid=school))
        assert shown == {"A": everything["A"], "L": 0, "P": 0, "E": 0}
        assert kinds(case, make_user(Role.EIT, agency_uid=police)) == shown | {"P": everything["P"]}
        assert kinds(case, make_user(Role.PRACTITIONER, agency_uid=own)) == everything


def test_the_lead_professional_reads_what_is_restricted(app: Flask) -> None:
    with app.app_context():
        school = make_agency(agency_type="EDU_SCH")
        case = make_case(**HIDDEN)
        lead = make_user(Role.PRACTITIONER, agency_uid=school)
        with acting(make_user(Role.COORD)) as actor:
            row = cases.case_for_change(actor, case.uid)
            cases.name_lead(actor=actor, case=row, agency_uid=school, user_uid=lead.uid)
        found = kinds(case, lead)
        assert found["L"]
        assert (found["P"], found["E"]) == (0, 0)


def test_what_the_page_hides_it_says_it_hides(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    with app.app_context():
        case = make_case(**HIDDEN)
        agency = make_agency()
        let_know(case, agency)
        user = make_user(Role.PRACTITIONER, agency_uid=agency)
    page = sign_in(user).get(path(case))
    html = page.response.get_data(as_text=True)
    for secret in ("NR-700114", "Hidden Lane", "BA1 4EF", "CAMHS", "bike shelter", "Any other White"):
        assert secret not in html
    assert page.summary()["Addresses"] == "Hidden – protected (home)"
    assert page.summary()["Identifiers"] == "Hidden – restricted"
    assert "Health and other restricted information: Hidden" in page.text
    assert "Consult the originator" in page.text, "conditions on sharing are for everybody"
    shown = sign_in(coordinator).get(path(case))
    assert "12 Hidden Lane, BA1 4EF Protected: never in packs or minutes" in shown.summary()["Addresses"]
    assert "NR-700114" in shown.summary()["Identifiers"]
    assert "bike shelter" in shown.text
    assert "Any other White" not in shown.text, "equality has a page of its own"


def test_where_domestic_abuse_is_a_worry_the_ward_alone_is_shown(
    app: Flask, sign_in: SignIn, coordinator: User
) -> None:
    with app.app_context():
        agency = make_agency()
        worry = make_case("PLACE", agency_uid=agency, concerns=["ASB", "DA_SER"], postcode="BA1 9ZZ", ward="Twerton")
        other = make_case("PLACE", agency_uid=agency, concerns=["ASB"], postcode="BA1 8ZZ")
        knows = make_user(Role.PRACTITIONER, agency_uid=agency)
    pages = sign_in(knows)
    page = pages.get(path(worry))
    assert (page.summary()["Postcode"], page.summary()["Ward"]) == ("Hidden – restricted", "Twerton")
    assert "BA1 9ZZ" not in page.text
    assert pages.get(path(other)).summary()["Postcode"] == "BA1 8ZZ"
    assert sign_in(coordinator).get(path(worry)).summary()["Postcode"] == "BA1 9ZZ"


def test_equality_is_for_those_who_run_the_month(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    with app.app_context():
        own = make_agency()
        case = make_case(agency_uid=own, **HIDDEN)
        user = make_user(Role.PRACTITIONER, agency_uid=own)
    assert "Any other White" in sign_in(coordinator).get(path(case, "/equality")).text
    sign_in(user).get(path(case, "/equality"), status=403)
    assert "Any other White" not in sign_in(user).get(path(case, "/timeline")).text


def test_changing_by_guessed_id_is_not_found(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        case = make_case()
        elsewhere = make_user(Role.COORD, area="BRIS")
    pages = sign_in(elsewhere)
    for page in ("/levels", "/lead", "/close", "/reopen", "/transfer", "/agencies", "/agencies/share", "/notes/new"):
        pages.get(path(case, page), status=404)


def test_members_link_only_to_cases_the_reader_sees(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    with app.app_context():
        agency = make_agency()
        person = make_case()
        network = make_case("NETWORK", agency_uid=agency)
        with acting(make_user(Role.COORD)) as actor:
            (member,) = list_members(actor, network.subject_uid)
            found = get_subject(actor, person.subject_uid)
            assert isinstance(found, Person)
            identify_member(actor=actor, member=member, person=found)
        user = make_user(Role.PRACTITIONER, agency_uid=agency)
    assert "Robin Fernsby" in sign_in(coordinator).get(path(network)).links
    page = sign_in(user).get(path(network))
    assert "Robin Fernsby" in page.text
    assert "Robin Fernsby" not in page.links
    assert "Riverside lot" not in page.text
    assert page.summary()["Working name of the notifier"] == "Hidden – restricted"
