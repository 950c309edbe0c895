"""What gang databases did and this one does not: PR-11, PR-21, PR-22, PR-24."""

import re

import pytest
from flask import Flask

from app.features.cases import interface as cases
from app.features.cases.picture import equality, only_harmed
from app.features.packs.queries import agencies_by_item
from app.features.tracker.rows import ASSURANCE
from app.features.tracker.template import ACTIONS
from app.kernel.clock import now
from app.platform.access import Role
from config import REPOSITORY
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, make_case, settled
from tests.pages import Pages

pytestmark = pytest.mark.one_database

GIVES_A_FILE = {
    "funding/exporting.py": "the money of a year: nobody is in it",
    "reach/pages/sending.py": "counts of a return, with its tier",
    "minutes/routes/reading.py": "minutes of one meeting, for each reader",
    "notifications/offline/pages.py": "an empty form",
    "tracker/routes.py": "actions and assurance, asked for with a reason, registered, and gone within days",
}


def test_people_who_are_only_harmed_stand_apart(app: Flask) -> None:
    """PR-21: the list says so beside the name, and says the role of everybody else; so does no file of the tracker,
    which has no column for a role or a level: nobody can be made into a list of people who cause harm."""
    assert only_harmed(["HARMED"])
    assert not only_harmed(["HARMED", "ALLEGED_CAUSE"])
    with app.app_context():
        agency = make_agency()
        make_case(agency_uid=agency)
        user = make_user(Role.COORD, agency_uid=agency)
    (row,) = Pages(app.test_client()).sign_in(user).get("/cases").table_rows()
    assert row["Role in violence"].startswith("Harmed or at risk only")
    keys = {field.key for field in (*ACTIONS, *ASSURANCE)}
    assert not {key for key in keys if re.search("role|band|score|dob|postcode|ethnic", key)}


def test_nothing_gives_people_as_a_file() -> None:
    """PR-22, PR-24: no free-form export of people, no download of the cohort. What gives a file says why here."""
    rooms = REPOSITORY / "app" / "features"
    found = {
        str(path.relative_to(rooms))
        for path in rooms.rglob("*.py")
        if re.search(r"attachment|as_attachment|send_file", path.read_text(encoding="utf-8"))
    }
    assert found == set(GIVES_A_FILE)


def test_closing_takes_a_case_out_of_searches(app: Flask) -> None:
    """PR-22: whoever looks for a name sees what is open; closed cases when they ask, or know the reference."""
    with app.app_context():
        agency = make_agency()
        user = make_user(Role.COORD, Role.CHAIR, agency_uid=agency)
        uid = make_case(agency_uid=agency).uid
        with acting(user) as actor:
            case = cases.case_for_change(actor, uid)
            reference = case.reference
            checked = settled(actor, case)
            cases.close_case(actor=actor, case=case, reason_code="RISK_REDUCED", note="Done", checklist=checked)
    pages = Pages(app.test_client()).sign_in(user)
    assert reference not in pages.get("/cases").text
    search = pages.get("/cases/search")
    found = search.submit("Search", words="Robin Fernsby")
    assert found.select(".concord-found__name") == []
    assert "1 result with nothing open is left out" in found.text
    assert len(search.submit("Search", words="Robin Fernsby", closed="y").select(".concord-found__name")) == 1
    assert len(search.submit("Search", words=reference).select(".concord-found__name")) == 1


def test_a_pack_is_made_for_each_recipient(app: Flask) -> None:
    """PR-24: of each item, those agencies alone that need to know of it; there is no pack of everybody."""
    with app.app_context():
        knows, other = make_agency(), make_agency()
        uid = make_case(agency_uid=knows).uid
        make_case(agency_uid=other)
        with acting(make_user(Role.COORD)) as actor:

            class Item:
                """What `agencies_by_item` reads of an agenda item."""

                def __init__(self, item_uid: str, case_uid: str) -> None:
                    self.uid, self.case_uid = item_uid, case_uid

            assert agencies_by_item([Item("item", uid)]) == {"item": {knows}}  # type: ignore[list-item]
            assert actor.area_uids


def test_perceived_and_self_defined_ethnicity_are_never_one() -> None:
    """PR-11: each under its own name; what somebody perceived is never copied into what they say of themselves."""
    told = {"family_name": "Fernsby", "equality": {"ethnicity_perceived": {"code": "B1", "by": "Officer"}}}
    (entry,) = [
        one for one in cases.entries_from_answers("INDIVIDUAL", told, None, None, now()) if one.visibility == "E"
    ]
    assert "ethnicity_self_defined" not in entry.details
    assert entry.details["ethnicity_perceived"]
    assert equality([]) == []
