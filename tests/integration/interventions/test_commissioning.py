"""Adding and changing rows of the catalogue, contracts, venues: from the pages, with what they refuse."""

from typing import Any

import pytest
from flask import Flask

from app.features.cases import interface as cases
from app.features.interventions import interface as interventions
from app.features.interventions import venues
from app.features.interventions.panel import waiting
from app.features.partnership import interface as partnership
from app.features.providers import interface as providers
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform.access import Role
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, make_case
from tests.factories.referrals import intervention_uid, load_catalogue
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")


def test_a_commissioner_adds_a_row_and_says_everything_of_it(pages: Pages) -> None:
    load_catalogue()
    pages.sign_in(make_user(Role.COMMISSIONER))
    page = pages.get("/interventions").follow("Add an intervention").submit("Save")
    assert {"area_code", "name", "provider_name", "source"} <= page.errors().keys()
    told = {"area_code": "BNES", "name": "Boxing club", "provider_name": "Canal Gym", "source": "Contract 12"}
    page = page.submit("Save", told)
    assert page.flash == "Intervention added"
    assert "Not known to run now" in page.text
    kinds = [item.code for item in partnership.code_list("intervention_kind")]
    many = pages.get("/interventions/new").submit("Save", {**told, "name": "All sorts", "kinds": kinds})
    assert "8 kinds that fit best" in many.errors()["kinds"]
    again = pages.get("/interventions/new").submit("Save", told)
    assert "one of this name" in again.errors()["name"]
    change = page.follow("Change Who it is for").submit("Save", min_age="17", max_age="12", cohort="Young people")
    assert change.errors() == {"max_age": "Enter an age that is not below the youngest"}
    page = change.submit("Save", max_age="19")
    assert "Ages: 17 to 19" in page.text
    page = page.follow("Change How much").submit("Save", capacity="8", sessions_planned="6", minutes_planned="45")
    assert page.summary()["Planned for one person"] == "6 sessions of 45 minutes"
    form = pages.get(page.path + "/change/evidence")
    assert form.submit("Save", nesta="3").errors() == {"evidence_on": "Enter the date of the rating"}
    page = form.submit("Save", nesta="3", evidence_on="1/9/2026", evidence_source="A register")
    assert "Nesta standard 3 of 5" in page.summary()["Evidence"]
    stale = form.submit("Save", nesta="4", evidence_on="1/9/2026", evidence_source="X")
    assert "Somebody else changed this" in stale.text
    pages.get(page.path + "/change/nonsense", status=404)
    page = page.follow("Record a year")
    assert page.submit("Save", {"year": "2026/28", "status": "NEW"}).errors() == {
        "year": "Enter a financial year, such as 2026/27"
    }


@pytest.mark.one_database
def test_contracts_say_until_when_it_runs(pages: Pages) -> None:
    load_catalogue()
    commissioner = make_user(Role.COMMISSIONER)
    pages.sign_in(commissioner)
    uid = intervention_uid("I07")
    form = pages.get(f"/interventions/{uid}/contracts/new")
    on = today()
    wrong = form.submit("Save", starts_on=f"1/1/{on.year}", ends_on=f"1/1/{on.year - 1}", fund_route="COM")
    assert "after the first" in wrong.errors()["ends_on"]
    page = wrong.submit("Save", ends_on=f"31/12/{on.year + 1}")
    assert "Its money is not confirmed" in page.text
    with acting(commissioner) as actor:
        assert interventions.is_live(interventions.get_intervention(actor, uid), on)
        assert [line.reference for line in waiting(actor, on)] == ["I07"]
    page = page.follow("Confirm").submit("Save", confirmed_on=f"{on.day}/{on.month}/{on.year}")
    assert "after it began" in page.table_rows("Contracts")[0]["Money confirmed"]
    page = page.follow("Record a break").submit("Save", first=f"1/1/{on.year - 2}", last=f"2/1/{on.year}")
    assert page.errors() == {"first": "Enter a first day within the contract"}
    page = page.submit("Save", first=f"1/1/{on.year}", last=f"31/12/{on.year}")
    assert "Not running: a break until" in page.text
    with acting(commissioner) as actor:
        assert not interventions.is_live(interventions.get_intervention(actor, uid), on)


@pytest.mark.one_database
def test_nobody_changes_rows_of_another_area() -> None:
    load_catalogue()
    away, outside = intervention_uid("I15"), intervention_uid("I21")
    with acting(make_user(Role.COORD)) as actor:
        for uid in (away, outside):
            row = interventions.get_intervention(actor, uid)
            with pytest.raises(NotPermitted):
                interventions.change_part(actor=actor, intervention=row, part="much", values={"capacity": 3})
    with acting(make_user(Role.COMMISSIONER)) as actor:
        row = interventions.get_intervention(actor, outside)
        interventions.change_part(actor=actor, intervention=row, part="much", values={"capacity": 3})
        assert row.capacity == 3
        with pytest.raises(Refused) as refused:
            interventions.change_part(actor=actor, intervention=row, part="helps", values={"factors": ["NONSENSE"]})
        assert refused.value.field == "factors"


@pytest.mark.one_database
def test_a_lapsed_provider_is_said_where_one_is_chosen(pages: Pages) -> None:
    load_catalogue()
    agency_uid = make_agency("Canal Studio", agency_type="VCS_PROV")
    user = make_user(Role.COORD)
    with acting(user) as actor:
        told: dict[str, Any] = {
            "agency_uid": agency_uid,
            "area_uid": actor.area_uid,
            "evidence": "Seen",
            "given_on": today(),
        }
        providers.record_item(actor=actor, kind="DATA_PROTECTION", state="WITHDRAWN", **told)
    pages.sign_in(user)
    page = pages.get(f"/interventions/{intervention_uid('I07')}/provider")
    assert "Canal Studio (no new referrals: Data protection registration: recorded as lapsed)" in page.text
    page = page.submit("Save", agency_uid=agency_uid)
    assert "Canal Studio takes nobody new" in page.text


@pytest.mark.one_database
def test_what_the_documents_add_and_where_they_disagree_is_told(pages: Pages) -> None:
    load_catalogue()
    pages.sign_in(make_user(Role.COMMISSIONER))
    text = pages.get("/interventions").follow("U Turn").text
    assert "Sources do not agree. The report says ages 16 to 25, the press 16 to 26" in text
    assert "nine months" in pages.get("/interventions").follow("Divert Plus").text


@pytest.mark.one_database
def test_the_matrix_flags_what_nothing_addresses(pages: Pages) -> None:
    load_catalogue()
    user = make_user(Role.COMMISSIONER)
    with acting(user) as actor:
        row = interventions.get_intervention(actor, intervention_uid("I03"))
        interventions.change_part(actor=actor, intervention=row, part="whom", values={"min_age": 11, "max_age": 24})
        interventions.add_contract(
            actor=actor,
            intervention=row,
            starts_on=today(),
            ends_on=today().replace(year=today().year + 1),
            fund_route="COM",
            confirmed_on=today(),
        )
    pages.sign_in(user)
    page = pages.get("/interventions/matrix")
    rows = {row["Risk factor"]: row["Addressed by"] for row in page.table_rows("The same as a table")}
    assert rows["Child who saw or heard domestic abuse"] == "Under-25s domestic abuse support programme"
    assert rows["Had or carried a weapon"] == "Gap Nothing that runs"
    assert "46 factors of 48" in page.text
    page = page.submit("Apply filters", age="30")
    assert "Nothing that runs addresses a risk factor here" in page.text
    assert pages.get("/interventions/matrix?age=x").errors() == {"age": "Enter an age in whole years"}


@pytest.mark.one_database
def test_a_venue_and_whose_members_are_not_to_come(app: Flask, pages: Pages) -> None:
    load_catalogue()
    user = make_user(Role.COORD)
    case = make_case("NETWORK")
    pages.sign_in(user)
    page = pages.get("/interventions/venues").follow("Add a venue").submit("Save", name="Weir Club")
    assert page.flash == "Venue added"
    assert "of this name" in pages.get("/interventions/venues/new").submit("Save", name="weir club").errors()["name"]
    form = page.follow("Keep a network away")
    assert {"case_uid", "reason"} <= form.submit("Save", case_uid="").errors().keys()
    page = form.submit("Save", case_uid=case.uid, reason="They were hurt there")
    assert page.table_rows()[0]["Why"] == "They were hurt there"
    with acting(user) as actor:
        (venue,) = venues.list_venues(actor.area_uid)
        row = interventions.get_intervention(actor, intervention_uid("I07"))
        interventions.set_venues(actor=actor, intervention=row, venue_uids=[venue.uid])
        assert [one.uid for one in interventions.venues_of(row)] == [venue.uid]
        again = interventions.restrict(
            actor=actor, venue=venue, case=cases.case_for_change(actor, case.uid), reason="Twice"
        )
        assert again.reason == "They were hurt there"
    assert "members of a network are not to come here" in pages.get(f"/interventions/{intervention_uid('I07')}").text
    other = Pages(app.test_client()).sign_in(make_user(Role.COMMISSIONER))
    assert "They were hurt there" not in other.get(page.path).text
    assert "Nobody is kept away" in page.submit("Let them come").text
