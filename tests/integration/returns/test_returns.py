"""Asking, answering, correcting, chasing and forgetting, through the pages of those who do it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.partnership.interface import every_area_uid
from app.features.returns import interface as returns
from app.features.returns.jobs import chase, forget_after_meetings
from app.features.returns.models import AgencyReturn, InformationRequest
from app.platform.access import Role, acting_as, bind_actor, system_actor
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_user, the_system
from tests.factories.meetings import Group, acting, make_case, meeting_on
from tests.factories.reminders import remind_everybody
from tests.integration.returns.conftest import Browse
from tests.pages import Page, Pages

HELD_ON = date(2026, 11, 19)
ASKED = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 13, 12, tzinfo=UTC)
ONCE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def path_of_requests(group: Group) -> str:
    with acting(group.coordinator) as actor:
        return f"/meetings/{meeting_on(actor, HELD_ON).uid}/requests"


def ask_everybody(app: Flask, clock: Clock, browse: Browse, group: Group) -> Page:
    """On the day of the month, with one press."""
    clock.set(ASKED)
    with app.app_context():
        path = path_of_requests(group)
    return browse(group.coordinator).get(path).submit("Send the requests that are ticked")


def request_of(group: Group, kind: str, case_uid: str | None = None) -> str:
    """The uid of the request of an agency."""
    with acting_as(the_system()):
        wanted = select(InformationRequest).where(InformationRequest.agency_uid == group.agencies[kind])
        rows = db.session.scalars(wanted.order_by(InformationRequest.reference)).all()
        return next(row.uid for row in rows if case_uid in (None, row.case_uid))


def answer(pages: Pages, uid: str, **fields: Any) -> Page:
    page = pages.get(f"/returns/{uid}/answer")
    given = {"known": "OPEN", "worker": "Sam Worker", "gateway": "CDA115"} | fields
    return page.submit("Return" if page.heading == "Answer a request" else "Return the correction", given)


def test_every_agency_is_asked_with_one_press_and_told_once(
    app: Flask, clock: Clock, group: Group, browse: Browse, mailbox: Mailbox
) -> None:
    with app.app_context():
        robin, wharf = make_case(group), make_case(group, "Wharf Steps", kind="PLACE", agency="POL")
        excluded = make_case(group, "Quiet")
        with acting(group.coordinator) as actor:
            quiet = cases.case_for_change(actor, excluded)
            cases.shut_out_agency(actor=actor, case=quiet, agency_uid=group.agencies["POL"])
        path = path_of_requests(group)
    clock.set(ASKED)
    pages = browse(group.coordinator)
    page = pages.get(path)
    rows = {row["About"].split(" C-")[0]: row for row in page.table_rows("What each agency")}
    assert rows["Quiet Example"]["Police of the town"] == "Shut out"
    ticked = page.form_data("Send the requests that are ticked")["ask"]
    named = {tuple(value.split(".")) for value in ticked}
    assert (robin, group.agencies["POL"]) in named
    assert (wharf, group.agencies["LA_CSC"]) not in named, "children's social care is not asked about places"
    assert group.agencies["LA_HOU"] not in {agency for _case, agency in named}, "housing has no seat"
    sent = page.submit("Send the requests that are ticked")
    assert sent.flash == f"{len(named)} requests sent"
    again = pages.post(path, {"csrf_token": sent.form_data()["csrf_token"], "ask": list(ticked)})
    assert again.flash == "0 requests sent", "sending again only adds what is missing"
    mailbox.deliver()
    police = [mail for mail in mailbox.mails if "2 matters" in mail.get_content()]
    assert len({mail["To"] for mail in police}) == len(police), "one mail for the batch"
    assert "Example" not in "".join(mail.get_content() for mail in mailbox.mails)
    page = pages.get(path).follow("Ask another agency")
    assert page.submit("Ask").errors()["case_uid"] == "Select what to ask about"
    page = page.submit("Ask", case_uid=robin, agency_uid=group.agencies["LA_HOU"])
    assert page.flash == "1 request sent"
    assert {row["Agency"]: row["To answer"] for row in page.table_rows("How many requests")}[
        "Housing of the town"
    ] == "1"
    assert len(page.select("th .govuk-tag--orange")) == 3, "nobody answered"


def test_an_agency_sees_whom_it_is_asked_about_and_nothing_else(
    app: Flask, clock: Clock, group: Group, browse: Browse
) -> None:
    with app.app_context():
        case_uid = make_case(group)
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        uid = request_of(group, "EDU_SCH")
        plain = make_user(Role.NOTIFIER, agency_uid=group.agencies["EDU_SCH"])
    school, police = browse(group.practitioners["EDU_SCH"]), browse(group.practitioners["POL"])
    page = school.get(f"/returns/{uid}")
    assert page.summary()["Name"] == "Robin Example"
    assert page.summary()["Date of birth"] == "1 May 2010"
    assert "New to the group" in page.summary()["Why you are asked"]
    assert "C-2026" not in page.text
    school.get(f"/cases/{case_uid}", status=404)
    for path in ("", "/answer", "/cannot-share", "/hand-on", "/take-back"):
        police.get(f"/returns/{uid}{path}", status=404)
    browse(plain).get(f"/returns/{uid}", status=403)
    browse(group.coordinator).get(f"/returns/{uid}/answer", status=404)
    page = answer(school, uid, known="HISTORIC")
    assert page.flash == "Returned"
    school.get(f"/cases/{case_uid}", status=404)
    page = answer(school, uid, known="OPEN", why="He came back in September")
    assert "You may see the case" in page.text
    assert school.get(f"/cases/{case_uid}").status == 200


@ONCE
def test_the_form_keeps_what_was_typed_and_says_what_is_missing(
    app: Flask, clock: Clock, group: Group, browse: Browse
) -> None:
    with app.app_context():
        make_case(group)
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        uid = request_of(group, "LA_CSC")
    pages = browse(group.practitioners["LA_CSC"])
    page = pages.get(f"/returns/{uid}/answer")
    assert page.form_data("Return")["worker"] == "Pat Social care"
    assert "PCSC16" not in [option["value"] for option in page.soup.select("#gateway option")], "5.2: not for care"
    page = page.submit("Return", worker="", risk_harmed="3", strengths="Draws well", last_seen="1/1/2031")
    assert list(page.errors()) == ["known", "worker", "last_seen", "risk_harmed_reason", "gateway"]
    assert page.form_data("Return")["strengths"] == "Draws well"
    page = page.submit("Save and finish later", last_seen="", risk_harmed_reason="Followed home")
    assert "has not been returned yet" in page.flash
    assert page.select(".govuk-tag")[0] == "Begun"
    colleague = browse(group.coordinator).get(f"/returns/{uid}")
    assert "Draws well" not in colleague.text, "a draft is the agency's alone"
    page = pages.get(f"/returns/{uid}").follow("Go on with the answer")
    assert page.form_data("Return")["risk_harmed_reason"] == "Followed home"
    fields: dict[str, Any] = {"known": "OPEN", "worker": "Pat", "gateway": "CA04_16LA", "restrictions": ["CONDITIONS"]}
    page = page.submit("Return", fields)
    assert page.errors() == {"restrictions_note": "Enter the conditions"}
    seen = page.form_data("Return")
    page = page.submit("Return", restrictions_note="S2: ask first")
    assert page.flash == "Returned"
    assert "limits of the power" in page.summary()["Handling"], "PR-47"
    twice = pages.post(f"/returns/{uid}/answer", {**seen, "restrictions_note": "S2: ask first", "why": "x"})
    assert twice.flash == "Returned", "sent twice, given once"
    stale = pages.post(f"/returns/{uid}/answer", {**seen, "restrictions_note": "Other", "why": "x"})
    assert "Somebody else changed this" in " ".join(stale.errors().values())
    with app.app_context(), acting_as(the_system()):
        assert db.session.scalars(select(AgencyReturn.version)).all() == [1]


def test_a_return_is_corrected_and_taken_back_by_its_agency_alone_and_kept(
    app: Flask, clock: Clock, group: Group, browse: Browse
) -> None:
    with app.app_context():
        case_uid = make_case(group)
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        uid = request_of(group, "YOT")
    clock.set(DUE + timedelta(hours=2))
    yot, coordinator = browse(group.practitioners["YOT"]), browse(group.coordinator)
    assert yot.get(f"/returns/{uid}").select(".govuk-tag")[0] == "Overdue"
    page = answer(yot, uid, current_plan="Weekly visits")
    assert page.select(".govuk-tag")[0] == "Returned late"
    coordinator.get(f"/returns/{uid}/take-back", status=404)
    assert yot.get(f"/returns/{uid}/answer").submit("Return the correction").errors()["why"]
    clock.advance(minutes=5)
    page = answer(yot, uid, current_plan="Fortnightly visits", why="Changed in October")
    shown = coordinator.get(f"/cases/{case_uid}")
    assert "Fortnightly visits" in shown.text
    assert "corrected" in shown.text
    whole = coordinator.get(f"/returns/{uid}")
    assert [words for words in ("Weekly visits", "Changed in October", "Replaced") if words not in whole.text] == []
    page = yot.get(f"/returns/{uid}/take-back")
    assert page.submit("Take it back").errors() == {"why": "Enter why"}
    page = page.submit("Take it back", why="Another boy of that name")
    assert page.select(".govuk-tag")[0] == "Taken back"
    shown = coordinator.get(f"/cases/{case_uid}")
    assert "Taken back" in shown.text
    assert "Fortnightly visits" not in shown.text
    assert "Fortnightly visits" in coordinator.get(f"/returns/{uid}").text
    with app.app_context(), acting_as(the_system()):
        rows = db.session.scalars(select(AgencyReturn).order_by(AgencyReturn.version)).all()
        assert [(row.version, row.late, row.retracted_at is not None) for row in rows] == [
            (1, True, False),
            (2, True, True),
        ]


def test_who_may_not_read_a_return_is_told_that_something_is_withheld(
    app: Flask, clock: Clock, group: Group, browse: Browse
) -> None:
    with app.app_context():
        case_uid = make_case(group)
        with acting(group.coordinator) as actor:
            case = cases.case_for_change(actor, case_uid)
            for kind in ("POL", "LA_HOU", "EDU_SCH"):
                cases.give_need_to_know(actor=actor, case=case, agency_uid=group.agencies[kind], why="SHARED")
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        csc, yot = request_of(group, "LA_CSC"), request_of(group, "YOT")
    answer(browse(group.practitioners["LA_CSC"]), csc, current_plan="Moved to her aunt", restrictions=["POLICE"])
    answer(
        browse(group.practitioners["YOT"]),
        yot,
        current_plan="Curfew until nine",
        kept_from=[group.agencies["LA_HOU"]],
        restrictions=["DA_SAFETY"],
    )
    police, housing, school, chair = (
        browse(user).get(f"/cases/{case_uid}").text
        for user in (*(group.practitioners[kind] for kind in ("POL", "LA_HOU", "EDU_SCH")), group.chair)
    )
    assert all("Moved to her aunt" in text and "Curfew until nine" in text for text in (police, chair))
    assert "Domestic abuse: do not reveal where anybody lives or is" in police
    assert "Not to be shared with Housing of the town" in police
    assert "Moved to her aunt" not in school
    assert "The agency does not let you read it" in school
    assert "Curfew until nine" in school
    assert "Moved to her aunt" not in housing
    assert "Curfew until nine" not in housing
    assert browse(group.practitioners["LA_HOU"]).get(f"/returns/{yot}").text.count("does not let you read it") == 1
    with app.app_context(), acting(group.practitioners["LA_HOU"]) as actor:
        told = {one.agency: one for one in returns.said_about(actor, case_uid)}
        withheld = told["Youth justice of the town"]
        assert (withheld.withheld, withheld.known, withheld.answers, withheld.restrictions) == (True, None, None, ())
        assert not told["Police of the town"].withheld
        assert told["Police of the town"].is_owed


def test_nobody_knows_is_answered_in_bulk_and_forgotten_after_the_meeting(
    app: Flask, clock: Clock, group: Group, browse: Browse
) -> None:
    with app.app_context():
        first, second = make_case(group), make_case(group, "Sasha")
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        one, other = (request_of(group, "LA_CSC", uid) for uid in (first, second))
        theirs = request_of(group, "POL", first)
    csc = browse(group.practitioners["LA_CSC"])
    button = "Answer “not known to us” for those ticked"
    page = csc.get("/returns").submit(button)
    assert list(page.errors().values()) == ["Select the people, networks or places that you do not know"]
    foreign = csc.post("/returns/not-known", page.form_data(button) | {"requests": [one, theirs]})
    assert foreign.errors(), "another agency's request is none of this list"
    page = csc.get("/returns").submit(button, requests=[one, other])
    assert page.flash == "Not known to us: answered 2 requests"
    assert "Robin Example" in csc.get(f"/returns/{one}").text, "until the meeting is over"
    with app.app_context(), acting(group.coordinator) as actor:
        meeting_uid = meeting_on(actor, HELD_ON).uid
        assert returns.purge_not_known(actor=actor, meeting_uid=meeting_uid) == 2
        assert returns.purge_not_known(actor=actor, meeting_uid=meeting_uid) == 0
    page = csc.get(f"/returns/{one}")
    assert "Robin" not in page.text
    assert "no longer shown" in page.text
    assert "Robin" not in csc.get("/returns").text
    csc.get(f"/returns/{one}/answer", status=409)
    assert browse(group.coordinator).get(f"/returns/{one}").select(".govuk-tag")[0] == "Not known"
    police = browse(group.practitioners["POL"])
    assert "Robin Example" in police.get(f"/returns/{theirs}").text, "what is owed may still be answered"
    police.get(f"/returns/{theirs}").submit("Not known to us")
    assert "Robin Example" not in police.get(f"/returns/{theirs}").text, "late and not known: forgotten at once"


def test_one_press_says_not_known_or_cannot_share_and_a_colleague_takes_over(
    app: Flask, clock: Clock, group: Group, browse: Browse, mailbox: Mailbox
) -> None:
    with app.app_context():
        case_uid = make_case(group)
        colleague = make_user(
            Role.SPOC, agency_uid=group.agencies["POL"], name="Nia Colleague", email="nia@example.org"
        )
        stranger = group.practitioners["YOT"].uid
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        police, school = request_of(group, "POL"), request_of(group, "EDU_SCH")
    pages = browse(group.practitioners["POL"])
    page = pages.get(f"/returns/{police}/hand-on")
    forged = pages.post(page.path, page.form_data("Hand it on") | {"user_uid": stranger})
    assert list(forged.errors()) == ["user_uid"]
    page = page.submit("Hand it on", user_uid=colleague.uid, note="You know the family")
    assert page.select(".govuk-tag")[0] == "With a colleague"
    mailbox.deliver()
    assert [mail["Subject"] for mail in mailbox.to("nia@example.org")][-1] == "You are asked to answer for your agency"
    nia = browse(colleague)
    assert "Handed to you" in nia.get("/returns").text
    page = nia.get(f"/returns/{police}").submit("Not known to us")
    assert page.flash.endswith("not known to us")
    page = browse(group.practitioners["EDU_SCH"]).get(f"/returns/{school}/cannot-share")
    assert page.submit("Answer").errors() == {"cannot_share_reason": "Enter why it cannot be shared"}
    page = page.submit("Answer", cannot_share_reason="Our Caldicott lead decides tomorrow")
    assert page.select(".govuk-tag")[0] == "Cannot share"
    with app.app_context():
        path = path_of_requests(group)
    cells = browse(group.chair).get(path).table_rows("What each agency")[0]
    assert (cells["Police of the town"], cells["School of the town"]) == ("Not known", "Cannot share")
    assert "Our Caldicott lead decides tomorrow" in browse(group.coordinator).get(f"/cases/{case_uid}").text


def test_agencies_are_reminded_every_working_day_and_each_step_is_noted_once(
    app: Flask, clock: Clock, group: Group, browse: Browse, mailbox: Mailbox
) -> None:
    with app.app_context():
        make_case(group)
        make_user(Role.SPOC, agency_uid=group.agencies["POL"], name="Nia", email="nia@example.org")
        make_user(Role.PRACTITIONER, agency_uid=group.agencies["POL"], name="Olu", email="olu@example.org")
    ask_everybody(app, clock, browse, group)
    answer_by = {"YOT", "LA_CSC", "EDU_SCH"}
    for kind in answer_by:
        with app.app_context():
            uid = request_of(group, kind)
        browse(group.practitioners[kind]).get(f"/returns/{uid}").submit("Not known to us")
    mailbox.deliver()
    before = len(mailbox.mails)
    days = [datetime(2026, 11, day, hour, tzinfo=UTC) for day in range(10, 19) for hour in (8, 10, 13)]
    for moment in days:
        clock.set(moment)
        for _twice in range(2):
            work(app, chase)
            remind_everybody(app)
    mailbox.deliver()
    first, *reminded = mailbox.to("nia@example.org")
    assert first["Subject"] == "Your agency is asked for information"
    said = ["OVERDUE" if "OVERDUE, due by 12:00 on 13 November" in mail.get_content() else "due" for mail in reminded]
    assert said == ["due", "due", "OVERDUE", "OVERDUE", "OVERDUE"], "the 12th, 13th, 16th, 17th and 18th"
    assert mailbox.to("olu@example.org") == [], "the single point of contact is told for the agency"
    assert len(mailbox.mails) == before + 5
    with app.app_context(), acting_as(the_system()):
        row = db.session.get_one(InformationRequest, request_of(group, "POL"))
        assert row.reminded_at == datetime(2026, 11, 12, 10, tzinfo=UTC)
        assert row.chased_at == datetime(2026, 11, 13, 13, tzinfo=UTC)
        assert row.escalated_at == datetime(2026, 11, 16, 10, tzinfo=UTC)
    with app.app_context():
        path = path_of_requests(group)
    page = browse(group.coordinator).get(path)
    assert {row["Agency"]: row["Overdue"] for row in page.table_rows("How many")}["Police of the town"] == "1 overdue"


def test_a_meeting_that_is_over_moved_or_called_off_takes_its_requests_along(
    app: Flask, clock: Clock, group: Group, browse: Browse
) -> None:
    with app.app_context():
        case_uid = make_case(group)
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        uid = request_of(group, "LA_CSC")
        with acting(group.coordinator) as actor:
            meeting_uid = meeting_on(actor, HELD_ON).uid
            assert returns.move_due(actor=actor, meeting_uid=meeting_uid, due_at=DUE + timedelta(days=7)) == 4
            assert returns.move_due(actor=actor, meeting_uid=meeting_uid, due_at=DUE + timedelta(days=7)) == 0
            assert not returns.overdue_research(actor, [case_uid])
    clock.set(DUE + timedelta(days=8))
    with app.app_context(), acting(group.coordinator) as actor:
        assert returns.overdue_research(actor, [case_uid])
    browse(group.practitioners["LA_CSC"]).get(f"/returns/{uid}").submit("Not known to us")
    work(app, forget_after_meetings)
    with app.app_context(), acting_as(the_system()):
        row = db.session.get_one(InformationRequest, uid)
        assert row.forgotten_at is not None, "its day went by and nobody opened it"
        assert not row.about
    with app.app_context(), acting(group.coordinator) as actor:
        assert returns.call_off(actor=actor, meeting_uid=meeting_uid) == 3
        assert not returns.overdue_research(actor, [case_uid])
    page = browse(group.practitioners["POL"]).get("/returns")
    assert "Nothing to answer" in page.text
    assert "Robin" not in page.text


@ONCE
def test_a_question_is_withdrawn_and_asked_again(app: Flask, clock: Clock, group: Group, browse: Browse) -> None:
    with app.app_context():
        make_case(group)
    ask_everybody(app, clock, browse, group)
    with app.app_context():
        uid, path = request_of(group, "POL"), path_of_requests(group)
    coordinator, police = browse(group.coordinator), browse(group.practitioners["POL"])
    police.get(f"/returns/{uid}/withdraw", status=403)
    page = coordinator.get(f"/returns/{uid}").follow("No longer ask this agency")
    assert page.submit("No longer ask").errors() == {"why": "Enter why"}
    page.submit("No longer ask", why="Asked by mistake")
    assert "Robin" not in police.get(f"/returns/{uid}").text
    page = coordinator.get(path)
    box = next(one for one in page.soup.select("input[name=ask]") if group.agencies["POL"] in str(one["value"]))
    page = page.submit("Send the requests that are ticked", ask=[str(box["value"])])
    assert page.flash == "1 request sent"
    assert "Robin Example" in police.get(f"/returns/{uid}").text


@ONCE
def test_a_locked_out_colleague_finds_neither_request_nor_return(
    app: Flask, clock: Clock, group: Group, browse: Browse
) -> None:
    with app.app_context():
        case_uid = make_case(group)
        with acting(group.coordinator) as actor:
            case = cases.case_for_change(actor, case_uid)
            user = group.practitioners["POL"]
            cases.lock_out(actor=actor, case=case, user_uid=user.uid, reason="Her nephew")
        path = path_of_requests(group)
    clock.set(ASKED)
    page = browse(group.coordinator).get(path)
    ticked = page.form_data("Send the requests that are ticked")["ask"]
    assert not [value for value in ticked if group.agencies["POL"] in value], "somebody decides whether to ask"
    page.submit("Send the requests that are ticked", ask=[*ticked, f"{case_uid}.{group.agencies['POL']}"])
    with app.app_context():
        uid = request_of(group, "POL")
    pages = browse(group.practitioners["POL"])
    pages.get(f"/returns/{uid}", status=404)
    assert "Nothing to answer" in pages.get("/returns").text


def work(app: Flask, job: Any) -> None:
    """As the worker does it: as the system, in one transaction."""
    with app.app_context():
        bind_actor(system_actor("test", every_area_uid()))
        job()
        db.session.commit()
