"""An action goes up the ladder: reminded by the clock, pressed by people, stopped, gone on with, answered, settled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.features.cases import interface as cases
from app.features.escalation import interface as escalation
from app.features.escalation.models import Escalation, EscalationStep
from app.kernel.errors import Refused
from app.platform.access import acting_as
from app.platform.audit import verify
from app.platform.database import db
from tests.conftest import Mailbox
from tests.factories.accounts import the_system
from tests.factories.actions import make_action
from tests.factories.cases import acting, let_know, settled
from tests.factories.reminders import remind_everybody
from tests.integration.escalation.conftest import Group, Morning
from tests.pages import Page, Pages

Browse = Callable[[User], Pages]
LIST = "/escalations"


def overdue(app: Flask, group: Group) -> str:
    """An action due on Friday 20 November, of a case the owner's agency knows. Returns its path."""
    with app.app_context():
        let_know(group.case, group.owner.agency_uid or "")
        action = make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 20))
        return f"/actions/{action.uid}"


def opened(page: Page) -> str:
    (path,) = [href for words, href in page.links.items() if words.startswith("X-2026-")]
    return path


def test_from_a_reminder_to_the_steering_group(
    app: Flask, group: Group, browse: Browse, morning: Morning, mailbox: Mailbox
) -> None:
    path = overdue(app, group)
    assert "No step is due" in browse(group.coordinator).get(LIST).text
    assert morning(11, 20) == 0, "due today is not overdue"
    assert morning(11, 21) == 0, "a Saturday"
    assert morning(11, 23) == 1
    assert morning(11, 23) == 0, "once, however often it looks"
    remind_everybody(app)
    mailbox.deliver()
    assert {str(mail["To"]) for mail in mailbox.mails} >= {"sorcha@example.org", "spoc@example.org"}
    page = browse(group.owner).get(path)
    assert page.table_rows("Escalations")[0]["State"] == "Going on"
    escalation = opened(page)
    page = browse(group.owner).get(escalation)
    assert "Owner and contact reminded: reminder" in page.text
    assert "Next step" not in page.summary(), "what comes next is for those who run the month"

    assert morning(11, 27) == 0, "five working days"
    home = browse(group.coordinator).get("/")
    assert "1 escalation to press" in home.text
    page = browse(group.coordinator).get(LIST)
    assert page.table_rows()[0]["Next step"] == "Team manager since 27 Nov 2026"
    page = browse(group.coordinator).get(escalation).submit("Draft the letter")
    assert page.heading == "Letter"
    assert "relies on your agency for action A-2026-0001. It was due on 20 November 2026." in page.text
    assert page.submit("Save and read once more", body=" ").errors() == {"body": "Enter the letter"}
    body = page.form_data("Save and read once more")["body"]
    wrong = page.submit("Save and read once more", body=f"{body}\nIt is about ROBIN Fernsby.")
    assert wrong.errors() == {"body": "Take the name out: write the reference in its place"}
    assert "It is about ROBIN Fernsby." in wrong.form_data("Save and read once more")["body"], "nothing typed is lost"
    unaddressed = page.submit("Save and read once more")
    assert unaddressed.submit("Send the letter").errors() == {"": "Say first whom the letter is for"}
    to = next(option["value"] for option in page.soup.select("select[name=to_user_uid] option") if "Ivo" in option.text)
    page = page.submit("Save and read once more", to_user_uid=to)
    assert page.status == 200
    assert (page.heading, page.summary()["To"]) == ("Read and send the letter", "Ivo Lund")
    again = browse(group.coordinator).get(page.path)
    before = len(mailbox.mails)
    page = page.submit("Send the letter")
    assert page.flash == "Letter sent"
    again.submit("Send the letter")  # the same page in another tab
    mailbox.deliver()
    told = [str(mail["To"]) for mail in mailbox.mails[before:]]
    assert sorted(told) == ["ivo@example.org", "spoc@example.org"]
    assert "Robin" not in "".join(mail.as_string() for mail in mailbox.mails)

    page = browse(group.colleague).get(escalation)
    assert "Dear colleague" in page.follow("Letter of 27 November 2026 to Ivo Lund").text, (
        "it reads what was sent to it"
    )
    page = page.follow("Answer").submit("Save", text="A worker is off sick; by 11 December")
    assert "Answered" in page.text
    assert morning(12, 4) == 0
    page = browse(group.chair).get(escalation)
    assert page.summary()["Next step"].startswith("Head of service, due 4 December 2026"), "ten days, answered or not"
    page = browse(group.coordinator).get(escalation).submit("Draft the letter")
    assert "It was raised with a reminder on 23 November 2026 and with the team manager on 27 November" in page.text
    page = page.submit("Save and read once more", to_name="The head of the service")
    assert "The chair sends this" in page.text
    assert "Head of service" in browse(group.chair).get(LIST).text
    page = browse(group.chair).get(page.path).submit("Send the letter")
    assert page.summary()["Taken so far"] == "Head of service"
    assert morning(12, 14) == 0
    page = browse(group.coordinator).get(escalation)
    assert page.summary()["Next step"].startswith("Steering group, due 14 December 2026")

    assert browse(group.outsider).get(escalation, status=404).status == 404
    assert browse(group.elsewhere).get(escalation, status=404).status == 404
    assert browse(group.provider).get(escalation, status=403).status == 403
    with app.app_context(), acting(group.owner) as actor:
        action = actions.get_action(actor, path.rsplit("/", 1)[1])
        actions.apply_step(actor=actor, action=action, step="DONE", what_was_done="He goes twice a week")
    page = browse(group.coordinator).get(escalation).submit("Draft the letter").submit("Save and read once more")
    assert "settled since" in browse(group.chair).get(page.path).submit("Send the letter").errors()[""]
    morning(12, 15)
    page = browse(group.coordinator).get(escalation)
    assert page.select(".govuk-tag")[0] == "Ended"
    assert "Settled: what it was about was done" in page.text
    assert "X-2026-0001" in browse(group.coordinator).get(f"{LIST}?show=ENDED").text
    with app.app_context(), acting_as(the_system()):
        assert not verify().findings


def test_stopped_with_a_reason_it_never_goes_on_by_itself(
    app: Flask, group: Group, browse: Browse, morning: Morning, mailbox: Mailbox
) -> None:
    path = overdue(app, group)
    morning(11, 30)
    escalation = opened(browse(group.coordinator).get(path))
    page = browse(group.coordinator).get(escalation).follow("Stop for now").submit("Save", reason="")
    assert page.errors() == {"reason": "Enter why it is stopped"}
    page = page.submit("Save", reason="The owner is in hospital", until="3/12/2026")
    assert "Stopped for now" in page.text
    assert "in hospital" not in browse(group.owner).get(escalation).text, "between those who run the month"
    for day in (1, 2, 3, 4, 7, 8, 9):
        morning(12, day)
    page = browse(group.coordinator).get(escalation)
    assert page.select(".govuk-tag")[0] == "Stopped for now"
    remind_everybody(app)
    mailbox.deliver()
    (mail,) = [mail for mail in mailbox.to(group.coordinator.email) if "waits" in mail["Subject"]]
    assert "X-2026-0001: OVERDUE, action A-2026-0001, to look at again on 3 December 2026" in mail.get_content()
    assert "hospital" not in mail.get_content()
    assert browse(group.coordinator).get(f"{escalation}/go-on").submit("Save", reason=" ").errors() == {
        "reason": "Enter why it goes on"
    }
    page = page.follow("Let it go on").submit("Save", reason="She is back")
    assert page.summary()["Next step"].startswith("Head of service, due")
    assert "The owner is in hospital" in page.text
    refused = page.follow("Resolve").submit("Save", outcome="Enough")
    assert "it is still there and would come back" in refused.errors()[""]
    page = (
        browse(group.coordinator)
        .get(escalation)
        .follow("Take it further")
        .submit("Save", level="E4", reason="They disagree")
    )
    assert page.summary()["Next step"].startswith("Professional disagreement")
    page = page.follow("Write down where it went").submit("Save", where="", text="")
    assert page.errors() == {"where": "Enter to whom it went", "text": "Enter what was told, and what was said"}
    page = page.submit("Save", where="Safeguarding partnership", text="Under the resolution policy")
    assert page.summary()["Taken so far"] == "Professional disagreement"
    with app.app_context(), acting_as(the_system()):
        kinds = db.session.scalars(select(EscalationStep.kind).order_by(EscalationStep.position)).all()
    assert kinds == ["OPENED", "PAUSED", "RESUMED", "RAISED", "WRITTEN"]


@pytest.mark.one_database
def test_opened_by_hand_and_danger_says_whom_to_call(app: Flask, group: Group, browse: Browse) -> None:
    case = f"/cases/{group.case.uid}"
    page = browse(group.coordinator).get(case).follow("Open an escalation")
    assert page.submit("Open").errors() == {
        "trigger": "Select what it is about",
        "reason": "Enter what has to be decided, and why it cannot be decided here",
    }
    agency = next(one["value"] for one in page.soup.select("select[name=agency_uid] option") if "Youth" in one.text)
    told = {"trigger": "DANGER", "reason": "He was followed home", "agency_uid": agency}
    first, second = page.submit("Open", told), page.submit("Open", told)
    assert first.path == second.path, "sent twice it is one"
    assert "Call 999 now" in first.text
    assert "MASH" in first.text
    other = page.submit("Open", told | {"reason": "Something else"})
    assert other.errors() == {"trigger": "Take X-2026-0001 further: it is open about the same"}
    assert "Call 999 now" in first.follow("Write down where it went").text
    page = (
        browse(group.coordinator)
        .get(f"{LIST}/new")
        .submit("Open", trigger="BLOCKAGE", reason="Data is not shared", agency_uid="")
    )
    assert page.summary()["Agency"] == "The group itself"
    page = page.follow("Resolve").submit("Save", outcome="The strategic group decided")
    assert page.select(".govuk-tag")[0] == "Ended"
    assert "followed home" not in browse(group.owner).get(first.path).text
    assert browse(group.colleague).get(page.path, status=404).status == 404


def test_somebody_locked_out_of_the_case_hears_and_sees_nothing(
    app: Flask, group: Group, browse: Browse, morning: Morning, mailbox: Mailbox
) -> None:
    overdue(app, group)
    with app.app_context():
        with acting(group.coordinator) as actor:
            case = cases.case_for_change(actor, group.case.uid)
            for user in (group.chair, group.spoc):
                cases.lock_out(actor=actor, case=case, user_uid=user.uid, reason="A relative")
        with acting_as(the_system()):
            assert db.session.scalars(select(Escalation)).all() == []
    morning(12, 4)
    path = opened(browse(group.coordinator).get(LIST))
    remind_everybody(app)
    mailbox.deliver()
    assert mailbox.to(group.chair.email) == []
    assert mailbox.to("spoc@example.org") == []
    assert len(mailbox.to("sorcha@example.org")) == 1
    for user in (group.chair, group.spoc):
        pages = browse(user)
        assert "X-2026-0001" not in pages.get(LIST).text
        assert pages.get(path, status=404).status == 404


def test_closing_a_case_asks_what_becomes_of_what_somebody_opened(app: Flask, group: Group) -> None:
    with app.app_context(), acting(group.chair) as actor:
        case = cases.case_for_change(actor, group.case.uid)
        row = escalation.open_escalation(
            actor=actor, case=case, trigger="DISAGREEMENT", reason="They see no risk at home"
        )
        checklist = settled(actor, case)
        checklist = replace(checklist, fates={**checklist.fates, row.uid: ("RESOLVED", "")})
        with pytest.raises(Refused, match="Enter what came of it"):
            cases.close_case(actor=actor, case=case, reason_code="ASSURED_OTHER_PLAN", note="CPP", checklist=checklist)
        checklist = replace(checklist, fates={**checklist.fates, row.uid: ("RESOLVED", "Both agree now")})
        cases.close_case(actor=actor, case=case, reason_code="ASSURED_OTHER_PLAN", note="CPP", checklist=checklist)
        assert row.ended_on is not None
