"""Quality of providers on both databases: what is recorded, what stops new referrals, who sees whose."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.features.providers import interface as providers
from app.features.providers.panel import waiting
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Role
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")


def test_pr_53_a_lapsed_item_stops_new_referrals_until_it_is_renewed(app: Flask, pages: Pages) -> None:
    """PR-53, from the page of the provider; the history keeps what was recorded before."""
    agency_uid = make_agency("Canal Studio", agency_type="VCS_PROV")
    commissioner = make_user(Role.COMMISSIONER)
    pages.sign_in(commissioner)
    page = pages.get("/providers")
    assert page.table_rows()[0]["New referrals"] == "Open"
    page = page.follow("Canal Studio").follow("Record Safeguarding self-audit")
    page = page.submit("Save")
    assert {"state", "given_on", "evidence"} <= page.errors().keys()
    page = page.submit("Save", state="HELD", given_on="1/10/2025", expires_on="30/9/2025", evidence="Seen")
    assert page.errors() == {"expires_on": "Enter a day after the date it was given"}
    page = page.submit("Save", expires_on="1/11/2025")
    assert page.flash == "Safeguarding self-audit recorded"
    assert "No new referrals" in page.text
    with acting(commissioner) as actor:
        assert providers.lapsed_items(agency_uid, date(2025, 11, 1)) == ()
        words = ("Safeguarding self-audit: lapsed after 1 November 2025",)
        assert providers.lapsed_items(agency_uid, today()) == words
        assert providers.lapsed_by_agency([agency_uid], today()) == {agency_uid: words}
        assert [line.words for line in waiting(actor, today())] == ["Safeguarding self-audit"]
        held: dict[str, Any] = {
            "actor": actor,
            "agency_uid": agency_uid,
            "area_uid": actor.area_uid,
            "kind": "SAFEGUARDING",
            "state": "HELD",
            "given_on": today(),
            "expires_on": today() + timedelta(days=400),
            "evidence": "Seen again",
        }
        first = providers.record_item(**held)
        assert providers.record_item(**held).uid == first.uid  # sent twice
        assert providers.lapsed_items(agency_uid, today()) == ()
        assert list(waiting(actor, today())) == []
    page = pages.get(f"/providers/{agency_uid}/items/SAFEGUARDING")
    assert [row["What was seen"] for row in page.table_rows()] == ["Seen again", "Seen"]
    pages.get(f"/providers/{agency_uid}/items/NONSENSE", status=404)


def test_training_is_of_one_of_the_providers_people_and_a_visit_has_a_score() -> None:
    agency_uid = make_agency("Canal Studio", agency_type="VCS_PROV")
    mentor = make_user(Role.PROV_WORKER, agency_uid=agency_uid)
    stranger = make_user(Role.PRACTITIONER)
    with acting(make_user(Role.COORD)) as actor:
        told: dict[str, Any] = {
            "actor": actor,
            "agency_uid": agency_uid,
            "area_uid": actor.area_uid,
            "evidence": "Seen",
        }
        refused_ones: tuple[tuple[dict[str, Any], str], ...] = (
            ({"kind": "TRAINING", "given_on": today(), "user_uid": mentor.uid}, "module"),
            ({"kind": "TRAINING", "given_on": today(), "module": "TRAUMA"}, "user_uid"),
            ({"kind": "TRAINING", "given_on": today(), "module": "TRAUMA", "user_uid": stranger.uid}, "user_uid"),
            ({"kind": "REVIEW_VISIT", "given_on": today(), "score": 6}, "score"),
            ({"kind": "CHARTER", "given_on": today(), "state": "HELD"}, "state"),
            ({"kind": "DBS", "given_on": today() + timedelta(days=1), "state": "HELD"}, "given_on"),
        )
        for wrong, field in refused_ones:
            with pytest.raises(Refused) as refused:
                providers.record_item(**told, **wrong)
            assert refused.value.field == field
        row = providers.record_item(
            **told, kind="TRAINING", given_on=today(), module="TRAUMA", user_uid=mentor.uid, score=3
        )
        assert (row.user_uid, row.score) == (mentor.uid, None)


def test_a_provider_sees_its_own_quality_and_no_other(pages: Pages) -> None:
    own, other = (make_agency(name, agency_type="VCS_PROV") for name in ("Canal Studio", "Weir Club"))
    with acting(make_user(Role.COORD)) as actor:
        for agency_uid in (own, other):
            providers.record_item(
                actor=actor,
                agency_uid=agency_uid,
                area_uid=actor.area_uid,
                kind="DBS",
                state="HELD",
                given_on=today(),
                evidence="The register",
            )
    pages.sign_in(make_user(Role.PROV_LEAD, agency_uid=own))
    page = pages.get("/providers")
    assert [row["Provider"] for row in page.table_rows()] == ["Canal Studio"]
    assert "The register" in page.follow("Canal Studio").text
    pages.get(f"/providers/{other}", status=404)
    pages.get(f"/providers/{own}/items/DBS/new", status=403)
