"""What fits the person of a case, who is not to come where, and the gaps as each may see them."""

from datetime import timedelta

import pytest
from flask import Flask

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.networks import interface as networks
from app.features.providers import interface as providers
from app.features.referrals import offers
from app.features.subjects import interface as subjects
from app.kernel.clock import today
from app.platform.access import Role
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, make_case
from tests.factories.referrals import intervention_uid, load_catalogue, make_link
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")


def fund(code: str, *, capacity: int | None = None) -> str:
    """Commission a row of the catalogue for a year from today. Returns its uid."""
    uid = intervention_uid(code)
    with acting(make_user(Role.COMMISSIONER)) as actor:
        row = interventions.get_intervention(actor, uid)
        on = today()
        interventions.change_part(actor=actor, intervention=row, part="much", values={"capacity": capacity})
        interventions.change_part(actor=actor, intervention=row, part="helps", values={"factors": ["BG_FEAR"]})
        interventions.add_contract(
            actor=actor,
            intervention=row,
            starts_on=on,
            ends_on=on + timedelta(days=365),
            fund_route="COM",
            confirmed_on=on,
        )
    return uid


def test_a_case_says_what_fits_what_is_full_what_stops_and_what_does_not_exist(pages: Pages) -> None:
    load_catalogue()
    user = make_user(Role.COORD)
    case = make_case(
        risk_factors=[{"code": code, "present": "Y", "grade": "A"} for code in ("BG_FEAR", "EV_WEAPON_POSS")]
    )
    fund("I07")
    full = fund("I03", capacity=0)
    pages.sign_in(user)
    page = pages.get(f"/cases/{case.uid}").follow("What fits")
    assert [row["Intervention"] for row in page.table_rows("What fits")] == [
        "Street to Studio targeted music workshops"
    ]
    assert page.table_rows("What fits")[0]["Why"] == "Says they feel unsafe, or carries for protection"
    assert page.table_rows("Full now")[0]["Places"] == "0 of 0 places taken"
    assert any("Street Doctors" in row["Intervention"] for row in page.table_rows("Not running"))
    assert "Does not exist here Nothing that runs here for this age addresses: Had or carried a weapon" in page.text
    make_link(user, case, "I07")
    agency_uid = make_agency("Canal Studio", agency_type="VCS_PROV")
    with acting(user) as actor:
        row = interventions.get_intervention(actor, full)
        interventions.name_provider(actor=actor, intervention=row, agency_uid=agency_uid)
        providers.record_item(
            actor=actor,
            agency_uid=agency_uid,
            area_uid=actor.area_uid,
            kind="SAFEGUARDING",
            state="WITHDRAWN",
            given_on=today(),
            evidence="Taken back",
        )
    page = pages.get(page.path)
    assert "Linked already" in page.table_rows("What fits")[0]["Intervention"]
    stopped = page.table_rows("Takes nobody new")[0]
    assert "Safeguarding self-audit: recorded as lapsed" in stopped["To know first"]
    assert "Its provider takes nobody new" in pages.get(f"/referrals/cases/{case.uid}/link?intervention={full}").text
    stranger = make_user(Role.PRACTITIONER)
    pages.sign_in(stranger)
    pages.get(f"/referrals/cases/{case.uid}/fitting", status=404)
    network = make_case("NETWORK")
    pages.sign_in(user)
    pages.get(f"/referrals/cases/{network.uid}/fitting", status=404)


def test_a_member_of_a_network_is_warned_of_the_venue_and_told_no_more(app: Flask, pages: Pages) -> None:
    load_catalogue()
    agency_uid = make_agency()
    user = make_user(Role.COORD)
    case, network = make_case(agency_uid=agency_uid), make_case("NETWORK")
    uid = fund("I07")
    with acting(user) as actor:
        venue = interventions.add_venue(actor=actor, area_uid=actor.area_uid, name="Weir Club")
        row = interventions.get_intervention(actor, uid)
        interventions.set_venues(actor=actor, intervention=row, venue_uids=[venue.uid])
        told = cases.case_for_change(actor, network.uid)
        interventions.restrict(actor=actor, venue=venue, case=told, reason="They were hurt there")
        assert not away(case)
        person = cases.case_for_change(actor, case.uid).subject
        (member,) = subjects.list_members(actor, told.subject_uid)
        assert isinstance(person, subjects.Person)
        subjects.identify_member(actor=actor, member=member, person=person)
        assert away(case) == {venue.uid}
    told_of = pages.sign_in(make_user(Role.PRACTITIONER, agency_uid=agency_uid))
    page = told_of.get(f"/referrals/cases/{case.uid}/fitting")
    assert "Not at Weir Club: ask the coordinator where else." in page.text
    assert "hurt" not in page.text
    assert "Network" not in page.main.get_text()
    again = Pages(app.test_client()).sign_in(user)
    assert "Not at Weir Club" in again.get(f"/referrals/cases/{case.uid}/link?intervention={uid}").text
    with acting(user) as actor:
        told = cases.case_for_change(actor, network.uid)
        (member,) = subjects.list_members(actor, told.subject_uid)
        networks.decide_member(actor=actor, case=told, member=member, standing="LEFT_OUT", reason="It is not him")
        assert not away(case)


def away(case: Case) -> frozenset[str]:
    return offers.venues_to_avoid(case.subject_uid, case.area_uid, today())


def test_gaps_are_exact_for_the_areas_own_and_hidden_for_everybody_else(app: Flask, pages: Pages) -> None:
    load_catalogue()
    first, _second = make_case(), make_case()
    make_case(risk_factors=[{"code": "BG_FEAR", "present": "N", "grade": "A"}])
    make_case(area="BRIS")
    fund("I07")
    make_link(make_user(Role.COORD), first, "I07")
    for role in (Role.COORD, Role.COMMISSIONER):
        page = pages.sign_in(make_user(role)).get("/referrals/gaps")
        row = page.table_rows()[fear(page.table_rows())]
        assert [row[name] for name in ("Recorded", "Linked", "Could be", "Nothing fits")] == ["2", "1", "1", "0"]
        assert "Fernsby" not in page.text
    for role in (Role.HUB, Role.ANALYST, Role.STEERING):
        page = Pages(app.test_client()).sign_in(make_user(role)).get("/referrals/gaps?area=BNES")
        rows = page.table_rows()
        assert {row["Recorded"] for row in rows} == {"Fewer than 5"}
        assert {row["Nothing fits"] for row in rows} == {"Fewer than 5"}


def fear(rows: list[dict[str, str]]) -> int:
    return next(n for n, row in enumerate(rows) if row["Risk factor"].startswith("Says they feel unsafe"))
