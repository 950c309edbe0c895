"""A network from what was told to what is known: purpose, members, links, expiry, erasure, merge."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.forums import interface as forums
from app.features.incidents import interface as incidents
from app.features.incidents import joining
from app.features.networks import interface as networks
from app.features.networks import jobs, linking, membering
from app.features.networks.apart import of_links
from app.features.networks.models import NetworkLink, NetworkMembership
from app.features.subjects.interface import NetworkMember, Person, erase_subject, identify_member, list_members
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Role, acting_as, fetch
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, make_case, settled, shut_out
from tests.factories.networks import crowd, join, link, make_network, rows_of, said, terms
from tests.pages import Page, Pages

pytestmark = pytest.mark.usefixtures("context")
BASIS = {"code": "SCHOOL_INFO", "grade": "B", "detail": "On five days"}


@pytest.fixture
def coordinator() -> User:
    return make_user(Role.COORD)


def path(case: Case, rest: str = "") -> str:
    return f"/networks/{case.uid}{rest}"


def fill_in(page: Page, button: str, **known: object) -> Page:
    day = f"{today().day}/{today().month}/{today().year}"
    kept = {"grade": "B", "basis": ["SCHOOL_INFO"], "evidence": "The head of year saw them", "evidenced_on": day}
    return page.submit(button, {**kept, **known})


def test_from_what_was_told_to_what_is_known(app: Flask, pages: Pages, coordinator: User) -> None:
    """PR-29: no purpose without two bases, nobody and nothing without one."""
    robin = make_case()
    told = [
        {"name": "Robin Fernsby", "position": "HARMED", "grade": "A", "basis": ["SCHOOL_INFO"]},
        {"name": "Otis Quill", "position": "ALLEGED_CAUSE", "grade": "B", "basis": []},
    ]
    between = {"a": "Otis Quill", "b": "Robin Fernsby", "type": "THREAT_FROM", "direction": "A_TO_B", "strength": 2}
    case = make_case("NETWORK", members=told, links=[between], context_weighting={"peer": 3, "online": 1})
    pages.sign_in(coordinator)
    page = pages.get(f"/cases/{case.uid}").follow("The network, its links")
    assert "Purpose not confirmed" in page.text
    assert "Most influence: Friends" in page.text
    page = page.follow("Confirm the purpose").submit("Save")
    assert page.errors() == {
        "": "Add a second basis first: a network needs two that are graded and independent of each other"
    }
    day = f"{today().day}/{today().month}/{today().year}"
    page = pages.get(path(case, "/basis")).submit("Add the evidence", BASIS | {"seen_on": day})
    page = page.follow("Add evidence").submit("Add the evidence", BASIS | {"code": "PARENT", "seen_on": day})
    page = page.follow("Confirm the purpose").submit("Save", purpose="To stop a threat")
    assert page.flash == "Purpose saved"
    assert page.text.count("In force") == 1

    # Who was told: one with a basis is taken over, one without is refused there and decided alone.
    otis, member = sorted(rows_of(NetworkMember), key=lambda row: row.name)
    page = page.follow("Decide what was told").submit("Save", {f"m_{otis.uid}": "MEMBER"})
    assert list(page.errors().values()) == ["Select how this is known: nothing is kept without a basis"]
    page = page.submit("Save", {f"m_{otis.uid}": None, f"m_{member.uid}": "MEMBER"})
    assert page.table_rows("People")[0]["Position"] == "Harmed"
    page = pages.get(path(case, f"/members/{otis.uid}/decide"))
    page = fill_in(page, "Save", standing="MENTIONED", expires_on=None)
    assert page.errors() == {"expires_on": "Enter when this expires"}
    page = fill_in(page, "Save", expires_on=_in(30))
    assert "Mentioned, not a member" in page.table_rows("People")[0]["Name"]
    assert page.table_rows("People")[0]["Expires"] == _short(30)

    # Somebody told is said to be a person of the area.
    page = pages.get(path(case, f"/members/{member.uid}/identify"))
    page = page.submit("Say who it is", person_uid=robin.subject_uid)
    assert "Robin Fernsby" in page.links

    # The link that was told, with the basis it needs; sent twice, it is there once.
    before = page.follow("Take over")
    assert before.form_data()["from_uid"] == otis.uid
    assert before.submit("Add the link", expires_on=_in(30)).errors() == {
        "grade": "Select how sure this is",
        "basis": "Select how this is known",
        "evidence": "Enter what the evidence is",
    }
    page = fill_in(before, "Add the link", expires_on=_in(30), from_role="THREATENS")
    assert page.table_rows("Links between people")[0]["Which way, and each one’s part"].startswith(
        "From Otis Quill to Robin Fernsby Otis Quill: Makes the threat"
    )
    again = fill_in(before, "Add the link", expires_on=_in(30))
    assert again.flash == "Decided already"
    assert len(rows_of(NetworkLink)) == 1

    # The chart says the same.
    page = pages.get(path(case, f"/chart?start={otis.uid}&end={member.uid}"))
    assert [row["Kind"] for row in page.table_rows("Links on the chart")] == ["Threat from"]
    assert "in 1 step" in page.text
    assert pages.get(path(case, "/chart?kind=FRIEND")).text.count("No links") == 1
    assert "Select an option" in pages.get(path(case, "/chart?kind=nonsense")).text

    # Ended, renewed with nothing new, renewed.
    page = pages.get(path(case, f"/members/{member.uid}/end")).submit("Save", reason="Moved away")
    assert "Moved away" in page.table_rows("No longer part of it")[0]["Expires"]
    assert "Add the link" not in page.text
    page = fill_in(pages.get(path(case, f"/members/{member.uid}/renew")), "Renew")
    assert "old evidence renews nothing" in page.errors()["evidenced_on"]


def _in(days: int) -> str:
    day = today() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


def _short(days: int) -> str:
    day = today() + timedelta(days=days)
    return f"{day.day} {day:%b %Y}"


def test_somebody_is_found_and_added_or_only_mentioned(pages: Pages, coordinator: User) -> None:
    robin, case = make_case(), make_network(coordinator, members=[])
    pages.sign_in(coordinator)
    page = pages.get(path(case)).follow("Add somebody").submit("Find")
    assert page.errors() == {"words": "Enter a name or a reference"}
    assert robin.subject_uid in str(page.submit("Find", words=robin.reference).document.xpath("//input/@value"))
    page = page.submit("Find", words="Fernsby Robyn")
    page = fill_in(page, "Add to the network", person_uid=robin.subject_uid, basis=[], position="AT_RISK")
    assert page.errors() == {"basis": "Select how this is known"}
    page = fill_in(page, "Add to the network", basis=["PARENT"])
    assert page.flash == "Member added"
    assert "Robin Fernsby" in page.links
    page = pages.get(path(case, "/members/add")).submit("Find", words="Ada Nobody")
    page = fill_in(page, "Add to the network", person_uid="NOBODY")
    assert page.flash == "Mentioned, not a member"
    assert "Ada Nobody" in page.table_rows("People")[0]["Name"]
    page = pages.get(path(case, "/members/add")).submit("Find", words="Robin Fernsby")
    page = fill_in(page, "Add to the network", person_uid=robin.subject_uid, position="AT_RISK")
    assert page.errors() == {"person_uid": "Renew what is known of this person: they are in the network already"}


def test_who_is_shown_of_whom(app: Flask, pages: Pages, coordinator: User) -> None:
    """PR-24: an agency learns that somebody is there, not who; PR-22: closed people are nobody's associates."""
    knows, told = make_agency("Housing", agency_type="LA_HOU"), make_agency("School")
    seen = make_case(agency_uid=knows, given_names="Visible")
    hidden = make_case(given_names="Hidden")
    shut = make_case(given_names="Shut")
    gone = make_case(given_names="Gone")
    case = make_network(coordinator, agency_uid=told, members=[])
    with acting(coordinator) as actor:
        row = cases.case_for_change(actor, case.uid)
        cases.give_need_to_know(actor=actor, case=row, agency_uid=knows, why="SHARED")
    shut_out(shut, knows)
    members = [join(coordinator, case, one) for one in (seen, hidden, shut, gone)]
    for other in members[1:]:
        link(coordinator, case, members[0], other, kind="EXPLOITS", direction="A_TO_B")
    with acting_as(the_system()) as actor:
        closing = cases.case_for_change(actor, gone.uid)
        reason = "RISK_REDUCED"
        cases.close_case(actor=actor, case=closing, reason_code=reason, note="No", checklist=settled(actor, closing))
        db.session.commit()
    officer = make_user(Role.PRACTITIONER, agency_uid=knows)
    pages.sign_in(officer)
    page = pages.get(path(case))
    names = [row["Name"] for row in page.table_rows("People")]
    assert names == ["Visible Fernsby", "A restricted person (2)"]
    assert [row["Between"] for row in page.table_rows("Links between")] == [
        "Visible Fernsby and A restricted person (2)"
    ]
    for address in (path(case), path(case, "/chart"), f"/cases/{case.uid}"):
        text = pages.get(address).text
        assert _named_in(text, "Hidden Fernsby", "Shut Fernsby", "Gone Fernsby") == [], address
        assert "Priority" not in text
    chart = pages.get(path(case, "/chart"))
    assert chart.document.xpath("//*[@data-kind]/@data-kind") == ["hidden"]
    assert pages.get(path(case, "/chart?kind=EXPLOITS")).text.count("No links") == 1
    assert "Renew" not in page.text
    pages.get(path(case, "/members/add"), status=403)
    elsewhere = make_user(Role.COORD, area="BRIS")
    pages.sign_in(elsewhere).get(path(case), status=404)
    pages.get(path(case, "/purpose"), status=404)
    text = pages.sign_in(coordinator).get(path(case)).text
    assert "Shut Fernsby" in text
    assert "Gone Fernsby" not in text


def test_links_as_told_name_nobody_whom_the_reader_may_not_know_of(pages: Pages, coordinator: User) -> None:
    """A link is told in words, so it names people who are shown to nobody, or not to this reader."""
    knows = make_agency()
    person = make_case(given_names="Hidden")
    shut = make_case(given_names="Shut")
    told: list[dict[str, object]] = [
        {"name": name, "position": "AT_RISK", "grade": "B", "basis": []} for name in ("Hid F", "Sh F", "Otis")
    ]
    links = [{"a": "Otis", "b": name, "type": "FRIEND"} for name in ("Hid F", "Sh F", "Shut Fern")]
    case = make_case("NETWORK", members=told, links=links)
    with acting(coordinator) as actor:
        cases.give_need_to_know(
            actor=actor, case=cases.case_for_change(actor, case.uid), agency_uid=knows, why="SHARED"
        )
        rows = {row.name: row for row in list_members(actor, case.subject_uid)}
        for name, who in (("Hid F", person), ("Sh F", shut)):
            identify_member(actor=actor, member=rows[name], person=fetch(actor, Person, who.subject_uid))
    shut_out(shut, knows)
    locked = make_user(Role.ADMIN)
    with acting(coordinator) as actor:
        cases.lock_out(actor=actor, case=cases.case_for_change(actor, shut.uid), user_uid=locked.uid, reason="A cousin")
    officer = make_user(Role.PRACTITIONER, agency_uid=knows)
    reads = {officer: [], locked: ["Hid F"], coordinator: ["Hid F", "Sh F", "Shut Fern"]}
    for user, names in reads.items():
        pages.sign_in(user)
        text = pages.get(path(case)).text + pages.get(f"/cases/{case.uid}").text
        assert _named_in(text, "Hid F", "Sh F", "Shut Fern") == names
        for address in (f"/cases/{case.uid}/timeline", f"/governance/contested/of/{case.uid}"):
            assert _named_in(pages.get(address).text, "Sh F", "Shut Fern") == []


def _named_in(text: str, *names: str) -> list[str]:
    return [name for name in names if name in text]


def test_police_bases_are_for_those_who_read_what_is_police_graded(pages: Pages, coordinator: User) -> None:
    knows = make_agency("School")
    people = [make_case(agency_uid=knows, given_names=name) for name in ("Ann", "Bea")]
    case = make_network(coordinator, agency_uid=knows, members=[])
    a, b = (join(coordinator, case, one, basis=["PHONE_LINK"]) for one in people)
    link(coordinator, case, a, b, basis=["INTEL"], evidence="From a source")
    link(coordinator, case, a, b, kind="FAMILY", basis=["INTEL", "PARENT"])
    page = pages.sign_in(make_user(Role.PRACTITIONER, agency_uid=knows)).get(path(case))
    assert {row["Basis"] for row in page.table_rows("People")} == {"Hidden – police-graded"}
    (row,) = page.table_rows("Links between")
    assert (row["Kind"], "police-graded" in row["Basis and how sure"]) == ("Family", True)
    assert len(pages.sign_in(coordinator).get(path(case)).table_rows("Links between")) == 2


def test_a_network_dissolves_unrenewed_and_nobody_else_changes(
    app: Flask, pages: Pages, clock: Clock, coordinator: User
) -> None:
    """2.18: the job proposes the step-down of the network's own case, once; a renewal needs evidence since."""
    robin, case = make_case(), make_network(coordinator)
    told = make_case("NETWORK")
    join(coordinator, case, robin)
    with acting(coordinator) as actor:
        assert list(jobs.waiting(actor, today())) == []
        (soon,) = [one for one in jobs.waiting(actor, today() + timedelta(days=160)) if one.reference == case.reference]
        assert soon.words.startswith("runs out")
    clock.advance(days=190)
    with acting_as(the_system()):
        assert jobs.dissolve_unrenewed() == 2
        db.session.commit()
        assert jobs.dissolve_unrenewed() == 0
        states = {one.uid: one.step_down_proposed_on for one in db.session.scalars(select(Case))}
        assert (states[case.uid], states[told.uid], states[robin.uid]) == (today(), today(), None)
        db.session.commit()
    page = pages.sign_in(coordinator).get(path(case))
    assert "Dissolved" in page.text
    assert "Robin Fernsby" not in page.text
    assert "Robin Fernsby" not in pages.get(f"/cases/{case.uid}").text
    assert "Nobody to draw" in pages.get(path(case, "/chart")).text
    page = page.follow("Renew the purpose" if "Renew the purpose" in page.links else "Confirm the purpose").submit(
        "Save"
    )
    assert "old evidence renews nothing" in page.errors()[""]
    page = pages.get(path(case, "/basis")).submit("Add the evidence", BASIS | {"seen_on": _in(0)})
    page = pages.get(path(case, "/purpose")).submit("Save")
    assert page.flash == "Purpose saved"
    assert "expired" in page.text.lower()  # the members still need fresh evidence of their own
    assert len(terms()) == 3


def test_positions_that_a_child_may_not_be_given(coordinator: User) -> None:
    """PR-08, 2.2."""
    small, teen = make_case(dob="2018-01-01"), make_case(dob="2012-01-01", given_names="Tess")
    case = make_network(coordinator, members=[])
    for person, position, rule in ((small, "ALLEGED_CAUSE", "PR-08"), (teen, "EXPLOITER_SUSPECTED", "2.2")):
        with pytest.raises(Refused) as no:
            join(coordinator, case, person, position=position)
        assert no.value.rule == rule
    chair = make_user(Role.CHAIR)
    join(chair, case, teen, position="EXPLOITER_SUSPECTED")


def test_nothing_of_somebody_erased_stays_in_a_network(coordinator: User) -> None:
    people = [make_case(given_names=name) for name in ("Ann", "Bea", "Cal")]
    case = make_network(coordinator, members=[])
    a, b, c = (join(coordinator, case, one) for one in people)
    link(coordinator, case, a, b)
    link(coordinator, case, b, c)
    told = make_case(
        "NETWORK", members=[], links=[{"a": "Otis", "b": name, "type": "FRIEND"} for name in ("Ann  fernsby", "Bea")]
    )
    join(coordinator, told, people[0])
    with acting_as(the_system()) as actor:
        person = db.session.get_one(Person, people[0].subject_uid)
        erase_subject(actor=actor, subject=person, reason="Asked for and agreed")
        db.session.commit()
        assert [row.details["b"] for row in cases.list_told_links(actor, told.uid)] == ["Bea"]
    assert {row.uid for row in rows_of(NetworkMember)} == {b, c}
    assert {row.member_uid for row in rows_of(NetworkMembership)} == {b, c}
    assert [(row.from_uid, row.to_uid) for row in rows_of(NetworkLink)] == [(b, c)]


def test_two_rows_of_one_person_are_shown_as_one(coordinator: User) -> None:
    """After two records were joined, both rows point to one person; links of either are links of that person."""
    people = [make_case(given_names=name) for name in ("Ann", "Annie", "Bea")]
    case = make_network(coordinator, members=[])
    a, annie, b = (join(coordinator, case, one) for one in people)
    link(coordinator, case, annie, b)
    with acting(coordinator) as actor:
        (row,) = [row for row in list_members(actor, case.subject_uid) if row.uid == annie]
        identify_member(actor=actor, member=row, person=fetch(actor, Person, people[0].subject_uid))
        db.session.flush()
        seen = networks.see(actor, cases.case_for_change(actor, case.uid))
        assert [one.name for one in seen.people] == ["Ann Fernsby", "Bea Fernsby"]
        assert {tie.a.name for tie in seen.ties} == {"Ann Fernsby"}
        with pytest.raises(Refused, match="Renew the link"):
            networks.add_link(
                actor=actor,
                case=cases.case_for_change(actor, case.uid),
                from_uid=b,
                to_uid=a,
                **said(kind="FRIEND", direction="BOTH", strength=1),
            )


def test_the_network_as_a_whole(pages: Pages, coordinator: User) -> None:
    """3.3, PR-59: four cells of the network, no points and no list of people."""
    place = make_case("PLACE")
    case = make_network(coordinator, members=[])
    for name in ("Ann", "Bea"):
        join(coordinator, case, make_case(given_names=name), position="EXPLOITED")
    pages.sign_in(coordinator)
    page = pages.get(path(case, "/tension")).submit("Save", tension_level="ACTIVE")
    assert page.errors() == {"trigger_event": "Enter what set it off, or what the tension is about"}
    page = page.submit(
        "Save", trigger_event="A video", weapons=["KNIFE_KITCHEN"], county_lines="SUSPECTED", county_line_name="Zed"
    )
    page = pages.get(path(case, "/tension")).submit("Save", tension_level="RETALIATION_EXPECTED", trigger_event="Again")
    assert page.select(".concord-history li strong") == ["Retaliation expected", "Active"]
    cells = {row["Cell"]: row["0 to 3"] for row in page.table_rows("Cells of the priority")}
    assert cells == {"Tension": "3", "Weapons": "2", "Under 18": "2", "Exploitation": "2"}
    assert "24 of 81" in page.text
    assert pages.get("/networks").table_rows()[0]["Priority"].startswith("24 of 81")
    page = pages.get(path(case, "/contexts")).submit(
        "Save", peer="1", school="3", neighbourhood="0", family="0", online="3", strengths="A coach"
    )
    assert "Most influence: School and Online" in page.text
    assert "A coach" in page.text
    page = pages.get(path(case, "/places/add")).submit("Link the place", reference="C-2026-9999", why="They meet there")
    assert list(page.errors()) == ["reference"]
    page = page.submit("Link the place", reference=place.reference)
    assert "Riverside car park" in page.links
    page = page.submit("Unlink")
    assert "Riverside car park" not in page.links
    page = pages.get(path(case, "/plan/add"))
    wanted = {"context": "school", "goal": "A calm way home", "action": "Staff at the gate", "measure": "Fights a week"}
    agency = page.form("Add the goal").xpath(".//select[@name='who_agency_uid']/option/@value")[-1]
    page = page.submit("Add the goal", wanted | {"who_agency_uid": agency, "review_on": _in(200)})
    assert page.errors() == {"review_on": "Enter a day within 56 days"}
    page = page.submit("Add the goal", review_on=_in(28)).follow("Review")
    page = page.submit("Save the review", words="None in a month", goes_on="NO")
    assert "Ended" in page.table_rows("Goals of the plan")[0]["Review"]


def test_who_must_not_meet_whom(coordinator: User) -> None:
    """A threat goes one way, a conflict both; what ended says nothing any more."""
    people = {name: make_case(given_names=name) for name in ("Ann", "Bea", "Cal", "Dan")}
    case = make_network(coordinator, members=[])
    rows = {name: join(coordinator, case, person) for name, person in people.items()}
    link(coordinator, case, rows["Ann"], rows["Bea"], kind="THREAT_FROM", direction="A_TO_B")
    link(coordinator, case, rows["Cal"], rows["Ann"], kind="EXPLOITS", direction="B_TO_A")
    link(coordinator, case, rows["Bea"], rows["Cal"], kind="FRIEND")
    ended = link(coordinator, case, rows["Cal"], rows["Dan"], kind="RIVAL")
    uid = {one.subject_uid: name for name, one in people.items()}
    with acting(coordinator) as actor:
        pairs = {(uid[one.causing_uid], uid[one.harmed_uid]) for one in of_links(actor, list(uid))}
        assert pairs == {("Ann", "Bea"), ("Ann", "Cal"), ("Cal", "Dan"), ("Dan", "Cal")}
        told = incidents.between(actor, [people["Ann"].subject_uid, people["Bea"].subject_uid])
        assert [one.why for one in told] == ["Threat from, in a network"]
        row = cases.case_for_change(actor, case.uid)
        linking.end_link(actor=actor, case=row, link=linking.get_link(actor, row, ended), reason="They made peace")
        assert len(list(of_links(actor, list(uid)))) == 2


def test_who_left_a_network_has_none_in_common(coordinator: User) -> None:
    """What another forum's list overlaps with are those who are in the network, not who once was."""
    ann, bea = make_case(given_names="Ann"), make_case(given_names="Bea")
    case = make_network(coordinator, members=[])
    join(coordinator, case, ann)
    left = join(coordinator, case, bea)
    with acting(coordinator) as actor:
        forums.set_membership(
            actor=actor, case=cases.case_for_change(actor, bea.uid), forum_code="MACE", role="COPY", reference="M-1"
        )
        found = forums.overlaps(actor, [ann.subject_uid])
        assert [one.how for one in found[ann.subject_uid]] == ["NETWORK"]
        row = cases.case_for_change(actor, case.uid)
        membering.end_member(actor=actor, case=row, member=fetch(actor, NetworkMember, left), reason="Moved")
        assert forums.overlaps(actor, [ann.subject_uid]) == {}


def test_what_is_feared_is_not_said_to_have_happened(pages: Pages, coordinator: User) -> None:
    """Two people in conflict should be kept apart; nobody is said to have harmed anybody but by an incident."""
    at = {"date": "2026-10-06", "type": "KNIFE", "place": "The bike shelter"}
    ann, bea = (
        make_case(given_names=name, incidents=[at | {"role": role, "injury": injury}])
        for name, role, injury in (("Ann", "HARMED", "ADMITTED"), ("Bea", "WITNESS", "NONE"))
    )
    case = make_network(coordinator, members=[])
    link(coordinator, case, *(join(coordinator, case, one) for one in (ann, bea)), kind="RIVAL")
    with acting(coordinator) as actor:
        first, other = db.session.scalars(select(incidents.Incident).order_by(incidents.Incident.reference)).all()
        joining.join(actor=actor, incident=other, into=first, reason="The same night")
        uid = first.uid
    page = pages.sign_in(coordinator).get(f"/incidents/{uid}")
    assert "should be kept apart from" in page.text
    assert "alleged to have harmed" not in page.text
    page = pages.get(f"/incidents/{uid}/people/{bea.subject_uid}")
    page = page.submit("Save", roles=["ALLEGED_CAUSE"], cause_status="REPORTED", injury="NONE")
    assert "Ann Fernsby was harmed, and Bea Fernsby is alleged to have harmed them" in page.text
    page = pages.get(f"/incidents/{uid}/people").submit("Search", words=ann.reference)
    assert "Ann Fernsby" in page.links
    page = page.follow("Ann Fernsby").submit("Save", roles=["WITNESS"], injury="ADMITTED")
    assert [row["Injury"] for row in page.table_rows("Who was in it")] == ["Admitted to hospital", "None"]


@pytest.mark.one_database
def test_five_hundred_people_and_two_thousand_links(app: Flask, pages: Pages, coordinator: User) -> None:
    """The page asks the database no more for many than for few, and its list of links comes in pages."""
    from tests.contract.test_pages_house import Statements

    case, small = make_network(coordinator, members=[]), make_network(coordinator, members=[])
    crowd(case, 500, 2_000)
    crowd(small, 5, 5)
    pages.sign_in(coordinator)
    statements = Statements(db.engine)
    asked = {}
    for one in (small, case):
        for rest in ("", "/chart"):
            statements.count = 0
            pages.get(path(one, rest))
            asked[one.uid, rest] = statements.count
    assert asked[case.uid, ""] <= asked[small.uid, ""]
    assert asked[case.uid, "/chart"] <= asked[small.uid, "/chart"]
    page = pages.get(path(case, "/chart"))
    assert len(page.table_rows("Links on the chart")) == 100
    assert len(page.document.xpath("//*[@data-uid]")) == 500
