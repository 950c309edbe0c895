"""The catalogue, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.features.interventions.models import Intervention, InterventionYear
from app.platform.access import Role
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user
from tests.factories.referrals import intervention_uid, load_catalogue
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")


def test_loading_adds_every_row_once() -> None:
    assert load_catalogue() == 32
    assert load_catalogue() == 0
    assert db.session.scalar(select(func.count(Intervention.uid))) == 32
    assert db.session.scalar(select(func.count(InterventionYear.uid))) == 59


def test_a_provider_that_joins_later_is_tied_to_its_rows() -> None:
    load_catalogue()
    provider = make_agency("Youth Connect South West", agency_type="VCS_PROV")
    assert load_catalogue() == 0
    tied = db.session.scalars(select(Intervention.code).where(Intervention.provider_agency_uid == provider)).all()
    assert sorted(tied) == ["I01", "I07"]


def test_the_list_is_filtered_by_area_and_kind(app: Flask, pages: Pages) -> None:
    load_catalogue()
    page = pages.sign_in(make_user(Role.PRACTITIONER)).get("/interventions")
    assert page.heading == "Interventions"
    rows = page.table_rows()
    assert len(rows) == 32
    assert rows[0]["Where"] == "Bath and North East Somerset"
    page = page.submit("Apply filters", area="NOTTS", kind="CUS")
    assert [row["Intervention"].split(":")[0] for row in page.table_rows()] == ["Divert Plus", "U Turn"]
    assert "No interventions match" in pages.get("/interventions?area=SOM&kind=CMP").text
    assert len(pages.get("/interventions?area=nonsense&kind=x").table_rows()) == 32


def test_a_row_says_who_could_be_referred_and_what_happened_each_year(pages: Pages) -> None:
    load_catalogue()
    pages.sign_in(make_user(Role.COMMISSIONER))
    page = pages.get("/interventions").follow("Divert Plus")
    assert "Ages: 10 to 17" in page.text
    assert [row["What happened"] for row in page.table_rows("Year by year")] == [
        "Commissioned",
        "Continuing",
        "Continuing",
    ]
    assert page.summary()["Kind"] == "Custody or order"
    assert "Link a person" not in page.links


def test_a_campaign_takes_no_names(pages: Pages) -> None:
    load_catalogue()
    pages.sign_in(make_user(Role.COORD))
    page = pages.get("/interventions").follow("Knife public awareness campaign")
    assert "Nobody by name" in page.text
    assert "Link a person" not in page.links


def test_a_commissioner_names_the_provider(pages: Pages) -> None:
    load_catalogue()
    provider = make_agency("Canal Studio", agency_type="VCS_PROV")
    make_agency("A school", agency_type="LA_CS")
    pages.sign_in(make_user(Role.COMMISSIONER))
    page = pages.get("/interventions").follow("Street to Studio").follow("Change")
    page = page.submit("Save", agency_uid=provider)
    assert page.flash == "Provider saved"
    assert page.summary()["In the partnership as"] == "Canal Studio"
    page = pages.get(f"/interventions/{intervention_uid('I07')}/provider")
    assert "A school" not in page.main.get_text()
