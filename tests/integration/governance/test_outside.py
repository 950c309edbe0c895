"""What the group holds is not for housing, school discipline, benefits or immigration. PR-31."""

import pytest
from flask import Flask

from app.features.cases import interface as cases
from app.features.packs.queries import agencies_by_item
from app.features.partnership.interface import may_receive
from app.features.returns.asking import _check
from app.features.tracker.commands import _check_reach
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform.access import Role, current_actor
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, make_case
from tests.pages import Pages


@pytest.mark.one_database
def test_no_body_of_these_kinds_gets_a_need_to_know_a_request_a_pack_or_a_file(app: Flask) -> None:
    """PR-31: one function says so for all of them. Whoever notified keeps nothing of the case either."""
    with app.app_context():
        landlord = make_agency("Limestone Homes", agency_type="RSL")
        coordinator = make_user(Role.COORD, agency_uid=make_agency(agency_type="LA_CS"))
        assert [may_receive(make_agency(agency_type=kind)) for kind in ("DWP", "IMM", "BORDER", "POL")] == [
            False, False, False, True,
        ]  # fmt: skip
        told = make_case(agency_uid=landlord)
        with acting(coordinator) as actor:
            case = cases.case_for_change(actor, told.uid)
            assert cases.agencies_with_need(case.uid) == []
            assert agencies_by_item([]) == {}
            with pytest.raises(Refused) as refused:
                cases.give_need_to_know(actor=actor, case=case, agency_uid=landlord, why="SHARED")
            assert (refused.value.rule, refused.value.field) == ("PR-31", "agency_uid")
            with pytest.raises(Refused, match="not for this kind of body"):
                _check(case, landlord, now())
            with pytest.raises(Refused, match="not for this kind of body"):
                _check_reach(current_actor(), "COURT_ORDER", landlord)


def test_one_disclosure_needs_the_chair_and_the_data_protection_officer(app: Flask) -> None:
    """PR-31: two people, with the purpose and the reason, kept in the register."""
    with app.app_context():
        agency = make_agency(agency_type="LA_CS")
        reference = make_case(agency_uid=agency).reference
        users = {role: make_user(role, agency_uid=agency) for role in (Role.COORD, Role.CHAIR, Role.DPO, Role.AUDITOR)}
    browser = {role: Pages(app.test_client()).sign_in(user) for role, user in users.items()}
    form = browser[Role.COORD].get("/governance/disclosures").follow("Ask for a disclosure")
    asked = {
        "reference": reference, "kind": "IMM", "recipient": "Regional office", "gateway": "COURT_ORDER",
        "what": "That he is known to youth justice", "reason": "The court asked",
    }  # fmt: skip
    refused = form.submit("Ask for agreement", asked | {"purpose": "IMMIGRATION"})
    assert "not for decisions about housing" in refused.errors()["purpose"]
    page = form.submit("Ask for agreement", asked | {"purpose": "COURT"})
    assert "Waits for agreement" in page.text
    once = browser[Role.CHAIR].get(page.path).submit("Agree to this disclosure")
    assert "Agree to this disclosure" not in once.text
    assert "Waits for agreement" in once.text
    browser[Role.COORD].get(page.path + "/made").submit("Save")
    assert "Waits for agreement" in browser[Role.COORD].get(page.path).text
    browser[Role.DPO].get("/governance/disclosures").follow("O-").submit("Agree to this disclosure")
    made = browser[Role.COORD].get(page.path).follow("Write down that it was made").submit("Save")
    assert "Made" in made.text
    auditor = browser[Role.AUDITOR].get("/governance/disclosures").follow("O-")
    assert "youth justice" not in auditor.text
    assert "A court ordered it" in auditor.text
