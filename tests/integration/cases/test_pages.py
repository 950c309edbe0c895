"""The list of cases, a case's page, and the pages that change it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.jobs import keep_ages
from app.features.cases.models import Case
from app.platform.access import Role, acting_as
from app.platform.audit.chain import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, make_case
from tests.integration.cases.conftest import SignIn
from tests.pages import Pages

HOSTILE = "<script>alert(1)</script> =1+1 \u202egnp.exe {{ 7*7 }} ' OR 1=1 --"


@pytest.fixture(autouse=True)
def november(clock: Clock) -> None:
    """Every test here happens on the day the month's list of cases is made."""
    clock.set(datetime(2026, 11, 6, 10, tzinfo=UTC))


@pytest.fixture
def case(app: Flask) -> Case:
    with app.app_context():
        return make_case()


@pytest.fixture
def pages(sign_in: SignIn, coordinator: User) -> Pages:
    return sign_in(coordinator)


def at(case: Case, page: str = "") -> str:
    return f"/cases/{case.uid}{page}"


# The list -----------------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_would_be_there(pages: Pages) -> None:
    assert "No cases to show" in pages.get("/cases").text


def test_children_come_first_then_the_highest_level(app: Flask, pages: Pages, coordinator: User) -> None:
    with app.app_context():
        adult = make_case(given_names="Adult", dob="2001-01-01")
        make_case(given_names="Child")
        red = make_case(given_names="Red")
        with acting(coordinator) as actor:
            cases.set_bands(actor=actor, case=cases.case_for_change(actor, red.uid), harmed="RED", reason="Stabbed")
            cases.set_bands(actor=actor, case=cases.case_for_change(actor, adult.uid), cause="AMBER", reason="Fight")
    rows = pages.get("/cases").table_rows()
    assert [row["Who or what"].split()[0] for row in rows] == ["Red", "Child", "Adult"]
    assert (rows[0]["May cause harm"], rows[0]["May be harmed"]) == ("Not set", "Red")
    assert pages.get("/cases?level=3").table_rows() == rows[:1]


def test_the_role_is_always_named_and_people_only_harmed_stand_apart(app: Flask, pages: Pages) -> None:
    with app.app_context():
        make_case(given_names="Harmed")
        make_case(
            given_names="Both",
            role_in_violence=[{"role": "HARMED", "status": "REPORTED"}, {"role": "ALLEGED_CAUSE", "status": "CHARGED"}],
        )
    rows = {row["Who or what"].split()[0]: row["Role in violence"] for row in pages.get("/cases").table_rows()}
    assert rows == {"Harmed": "Harmed or at risk only Harmed", "Both": "Harmed, Alleged to have caused harm"}


def test_filters(app: Flask, pages: Pages, case: Case) -> None:
    with app.app_context():
        make_case("NETWORK")
        make_case("PLACE")
    assert len(pages.get("/cases").table_rows()) == 3
    page = pages.get("/cases").submit("Show", kind="PLACE")
    assert [row["Who or what"] for row in page.table_rows()] == ["Riverside car park Place"]
    assert "No cases to show" in page.submit("Show", closed="1").text
    assert len(pages.get("/cases?kind=odd&level=99&closed=x&page=zz").table_rows()) == 3


class Queries:
    def __init__(self, app: Flask) -> None:
        self.count = 0
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._seen)

    def _seen(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.count += statement.startswith("SELECT") and "set_config" not in statement

    def of(self, pages: Pages, path: str) -> int:
        before = self.count
        pages.get(path)
        return self.count - before


def test_queries_do_not_grow_with_what_is_shown(app: Flask, pages: Pages, coordinator: User) -> None:
    with app.app_context():
        network = make_case("NETWORK", members=[{"name": "One", "grade": "A"}])
        first = make_case()
    queries = Queries(app)
    pages.get("/cases")  # what a process reads of the partnership once is read
    pages.get(at(first))
    listed, opened, shown = (queries.of(pages, path) for path in ("/cases", at(first), at(network)))
    with app.app_context():
        for number in range(12):
            make_case(given_names=f"Number{number}")
        wide = make_case("NETWORK", members=[{"name": f"Name {number}", "grade": "A"} for number in range(12)])
        with acting(coordinator) as actor:
            row = cases.case_for_change(actor, first.uid)
            for number in range(12):
                cases.add_note(actor=actor, case=row, text=f"Note {number}")
    pages.get(at(first))  # the partnership's agencies have changed: read them again first
    assert queries.of(pages, "/cases") == listed
    assert queries.of(pages, at(first)) == opened
    assert queries.of(pages, at(wide)) == shown
    assert listed <= 8


# The case page ------------------------------------------------------------------------------------------------------


def test_strengths_and_voice_come_before_risk(pages: Pages, case: Case) -> None:
    text = pages.get(at(case)).text
    assert text.index("I want them to leave me alone") < text.index("Talks to the coach") < text.index("Robbed at")


def test_no_personal_data_in_title_or_address(pages: Pages, case: Case) -> None:
    page = pages.get(at(case))
    assert page.title.startswith(f"Case {case.reference}")
    assert "Fernsby" not in page.title + page.path


def test_looking_is_recorded(app: Flask, pages: Pages, case: Case) -> None:
    pages.get(at(case))
    with app.app_context():
        seen = select(func.count()).where(AuditEntry.event == "case.viewed", AuditEntry.object_uid == case.uid)
        assert db.session.scalar(seen) == 1


@pytest.mark.one_database
def test_a_place_and_a_network_have_pages(app: Flask, pages: Pages) -> None:
    with app.app_context():
        network, place = make_case("NETWORK"), make_case("PLACE", time_pattern={"EVENING": 8}, rules_in_force=["PSPO"])
    page = pages.get(at(network))
    assert page.table_rows("People in the network")[0]["Name"] == "Robin Fernsby As told, not confirmed"
    assert page.summary()["Working name of the notifier"] == "The Riverside lot"
    assert "Evening 8" in pages.get(at(place)).text
    for one in (network, place):
        pages.get(at(one, "/timeline"))
        pages.get(at(one, "/agencies"))


@pytest.mark.one_database
def test_suspected_false_is_kept_out_of_risk(app: Flask, pages: Pages) -> None:
    with app.app_context():
        case = make_case(
            risk_factors=[
                {"code": "EV_WEAPON_POSS", "present": "suspected", "grade": "E", "evidence": "Anonymous call"}
            ],
            role_in_violence=[{"role": "ALLEGED_CAUSE", "status": "INTELLIGENCE", "grade": "E", "evidence": "Rumour"}],
        )
    page = pages.get(at(case))
    assert "Risk factors None known." in page.text
    assert "Roles in violence No role recorded." in page.text
    text = page.text[page.text.index("Suspected false, to be removed") :]
    assert "Anonymous call" in text
    assert pages.get("/cases").table_rows()[0]["Role in violence"] == "No role recorded"


@pytest.mark.one_database
def test_warnings_stand_at_the_top_until_they_expire(app: Flask, pages: Pages) -> None:
    flags = [
        {"code": "DO_NOT_DISCLOSE_ADDRESS", "person": None, "expires_on": "2027-10-21"},
        {"code": "DO_NOT_VISIT_HOME", "person": None, "expires_on": "2026-11-05"},
        {"code": "NO_CONTACT_WITH", "person": "Adeel M", "expires_on": None},
    ]
    with app.app_context():
        case = make_case(contact_risk_flags=flags)
    text = pages.get(at(case)).text
    assert "Do not disclose the address (until 21 October 2027)" in text
    assert "No contact with a named person: Adeel M" in text
    assert "Do not visit the home" not in text


@pytest.mark.one_database
def test_an_age_limit_that_comes_near_is_shown(app: Flask, pages: Pages) -> None:
    with app.app_context():
        near, adult, far = (make_case(dob=dob) for dob in ("2009-02-19", "2001-12-08", "2011-04-07"))
    assert "Turns 18 on 19 February 2027" in pages.get(at(near)).text
    assert "Turns 25 on 8 December 2026" in pages.get(at(adult)).text
    assert "Turns" not in pages.get(at(far)).text


def test_hostile_text_is_shown_as_typed(app: Flask, pages: Pages) -> None:
    with app.app_context():
        case = make_case(
            given_names=HOSTILE,
            what_is_worrying=HOSTILE,
            voice_of_person=HOSTILE,
            risk_factors=[{"code": "<b>", "present": "Y", "evidence": HOSTILE}],
            addresses=[{"line": HOSTILE, "type": HOSTILE}],
            education={"edu_setting": "<i>x</i>", "<img src=x>": {"a": HOSTILE}},
            incidents=[{"date": "not a day", "type": "<u>", "place": HOSTILE, "weapon": "<s>"}],
        )
    for path in (at(case), at(case, "/timeline"), "/cases"):
        page = pages.get(path)
        html = page.response.get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img src" not in html
        assert " ".join(HOSTILE.split()) in page.text or path.endswith("timeline")
        assert "49" not in page.text


# Changing -----------------------------------------------------------------------------------------------------------


def test_levels_are_set_by_a_person_with_a_reason(app: Flask, pages: Pages, case: Case) -> None:
    """Those of a person are set by an assessment: tests/integration/risk."""
    pages.get(at(case, "/levels"), status=404)
    with app.app_context():
        case = make_case("NETWORK")
    page = pages.get(at(case, "/levels")).submit("Set the levels", harmed="RED")
    assert page.errors() == {"reason": "Enter the reason for the levels of concern"}
    page = page.submit("Set the levels", reason="Attacked twice")
    rows = {row["Axis"]: row for row in page.table_rows("Levels of concern")}
    assert (rows["May be harmed"]["Level"], rows["May be harmed"]["Reason"]) == ("Red", "Attacked twice")
    assert rows["May cause harm"]["Level"] == "Not set yet"
    assert "Review: 19 November 2026" in page.text
    assert "Active" in page.text


def test_two_tabs(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    with app.app_context():
        case = make_case("NETWORK")
    one, other = (sign_in(coordinator).get(at(case, "/levels")) for _ in range(2))
    one.submit("Set the levels", harmed="RED", reason="First")
    page = other.submit("Set the levels", harmed="GREEN", reason="Second")
    assert "Somebody else changed this" in page.errors()[""]
    assert "may be harmed: Red" in page.text
    assert page.form_data("Set the levels")["reason"] == "Second", "what was typed is still there"
    page = page.submit("Set the levels")
    assert {row["Level"] for row in page.table_rows("Levels of concern")} == {"Green", "Not set yet"}


def test_a_note_sent_twice_is_kept_once(app: Flask, pages: Pages, case: Case, coordinator: User) -> None:
    form = pages.get(at(case, "/notes/new"))
    form.submit("Add the note", text="Met with mum today")
    page = form.submit("Add the note", text="Met with mum today")
    assert page.text.count("Met with mum today") == 1
    with app.app_context(), acting(coordinator) as actor:
        assert [one.kind for one in cases.list_entries(actor, case.uid)].count("NOTE") == 1


def test_naming_a_lead(app: Flask, pages: Pages, case: Case) -> None:
    with app.app_context():
        agency, other = make_agency("Youth justice", agency_type="YOT"), make_agency("Police here", agency_type="POL")
        worker = make_user(Role.PRACTITIONER, agency_uid=agency, name="Sorcha B")
    form = pages.get(at(case, "/lead"))
    page = form.submit("Save the lead", agency_uid=other, user_uid=worker.uid)
    assert page.errors() == {"user_uid": "Select somebody who works for the lead agency"}
    page = page.submit("Save the lead", agency_uid=agency)
    assert (page.summary()["Lead agency"], page.summary()["Lead professional"]) == ("Youth justice", "Sorcha B")
    assert "Youth justice" in page.summary()["Agencies with a need to know"]


def test_closing_and_opening_again(pages: Pages, case: Case) -> None:
    form = pages.get(at(case, "/close"))
    assert form.table_rows("What to weigh")[0]["Met"] == "Yes"
    page = form.submit("Close the case", reason_code="ASSURED_OTHER_PLAN")
    assert list(page.errors()) == ["note"]
    page = page.submit("Close the case", note="Child protection plan led by CSC")
    assert "The person and family are told" in page.errors()["override"]
    every = [str(box["value"]) for box in page.soup.select("input[name=judged]")]
    page = page.submit("Close the case", judged=every, override="Assurance comes with the plan")
    assert "Closed" in page.text
    assert "Assurance comes with the plan" in page.text
    assert "Child protection plan led by CSC" in page.text
    assert "No cases to show" in pages.get("/cases").text
    assert len(pages.get("/cases?closed=1").table_rows()) == 1
    for page_of, button in (("/keep", "Keep the case open"), ("/end-hold", "End the hold")):
        page = pages.get(at(case, page_of)).submit(button)
        assert "Open the case again before changing it" in page.text, page_of
        assert not page.flash, "nothing was kept open or ended"
    page = pages.get(at(case, "/reopen")).submit("Open the case again", note="A new notification")
    assert len(pages.get("/cases").table_rows()) == 1
    assert "A new notification" in page.text


def test_risk_reduced_waits_for_quiet(app: Flask, pages: Pages) -> None:
    with app.app_context():
        case = make_case(incidents=[{"date": "2026-09-27", "type": "KNIFE"}])
    page = pages.get(at(case, "/close"))
    assert page.table_rows("What to weigh")[0]["Met"] == "No"
    page = page.submit("Close the case", reason_code="RISK_REDUCED")
    assert "the last event was 40 days ago" in page.errors()["reason_code"]


@pytest.mark.parametrize(
    ("page", "button", "state"),
    [
        ("/step-down", "Propose the step-down", "Step-down proposed"),
        ("/monitor", "Monitor the case", "Monitoring"),
        ("/hold", "Put the case on hold", "On hold: critical incident"),
    ],
)
def test_the_course_of_a_case(*, pages: Pages, case: Case, page: str, button: str, state: str) -> None:
    assert state in pages.get(at(case, page)).submit(button, note="As agreed").text


def test_a_transfer_names_who_accepted(pages: Pages, case: Case) -> None:
    page = pages.get(at(case, "/transfer")).submit("Transfer the case")
    assert set(page.errors()) == {"to", "note"}
    page = page.submit("Transfer the case", to="EOG", note="Accepted by the coordinator of the group on 1 November")
    assert "Transferred" in page.text


def test_who_knows(app: Flask, pages: Pages, case: Case) -> None:
    with app.app_context():
        agency, other = make_agency("Housing here"), make_agency("School here")
    page = pages.get(at(case, "/agencies/share")).submit("Let the agency know", agency_uid=agency)
    assert page.table_rows("Agencies with a need")[-1]["Agency"] == "Housing here"
    page = pages.get(at(case, "/agencies/shut-out")).submit("Shut the agency out", agency_uid=other)
    assert "School here" in page.text
    page = pages.get(at(case, "/agencies/shut-out")).submit("Shut the agency out", agency_uid=other)
    assert "School here" in page.text, "a second time changes nothing"


def test_a_practitioner_reads_and_adds_notes_and_nothing_else(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        agency = make_agency()
        case = make_case(agency_uid=agency)
        user = make_user(Role.PRACTITIONER, agency_uid=agency)
    pages = sign_in(user)
    page = pages.get(at(case))
    assert "Make an assessment" not in page.links
    assert "Close the case" not in page.links
    pages.get(at(case, "/levels"), status=403)
    page = page.follow("Add a note").submit("Add the note", text="Saw him today")
    assert "Saw him today" in page.text


def test_somebody_who_turns_18_is_listed_with_the_adults(
    *, app: Flask, pages: Pages, clock: Clock, sign_in: SignIn, coordinator: User
) -> None:
    with app.app_context():
        turning, child = make_case(dob="2008-11-07"), make_case(dob="2011-04-07")
    assert all("child" in row["Who or what"] for row in pages.get("/cases").table_rows())
    clock.set(datetime(2026, 11, 7, 10, tzinfo=UTC))
    with app.app_context(), acting_as(the_system()):
        keep_ages()
        db.session.commit()
    rows = sign_in(coordinator).get("/cases").table_rows()
    assert child.reference in rows[0]["Case"]
    assert turning.reference in rows[1]["Case"]
    assert "child" not in rows[1]["Who or what"]
