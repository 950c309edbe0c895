"""Seeking, giving, judging and lapsing, through commands and pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.kernel.clock import today
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.platform.access import Role, acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_user, the_system
from tests.factories.actions import give, judge, make_assurance
from tests.factories.cases import acting, settled, shut_out
from tests.integration.actions.conftest import THURSDAY, Group
from tests.pages import Pages

Browse = Callable[[User], Pages]


@pytest.fixture
def sought(app: Flask, group: Group) -> Assurance:
    with app.app_context():
        return make_assurance(group.coordinator, group.case, group.owner)


@pytest.fixture
def given(app: Flask, group: Group, sought: Assurance) -> Assurance:
    with app.app_context():
        return give(group.owner, sought)


def path(row: Assurance, step: str = "") -> str:
    return f"/assurance/{row.uid}{'/' if step else ''}{step}"


def band(app: Flask, group: Group, level: str) -> None:
    with app.app_context(), acting(group.chair) as actor:
        case = cases.case_for_change(actor, group.case.uid)
        cases.set_bands(actor=actor, case=case, harmed=level, reason="The group agreed")


GIVE = {
    "level": "REASONABLE",
    "statement": "A worker walks with him",
    "evidence-0-kind": "VISIT",
    "evidence-0-on": "18/11/2026",
    "would_change_our_mind": "He is seen alone",
    "authority": "y",
}
ACCEPT = {
    "result": "ACCEPTED",
    "level_accepted": "REASONABLE",
    "confidence": "M",
    "confidence_why": "The school says the same",
    "review_on": "17/12/2026",
}


@pytest.mark.one_database
def test_none_is_asked_for_on_a_case_that_is_closed(app: Flask, group: Group, browse: Browse) -> None:
    form = browse(group.coordinator).get(f"/assurance/new/{group.case.uid}")
    with app.app_context(), acting(group.coordinator) as actor:
        case = cases.case_for_change(actor, group.case.uid)
        checklist = settled(actor, case)
        cases.close_case(
            actor=actor, case=case, reason_code="ASSURED_OTHER_PLAN", note="Protection plan", checklist=checklist
        )
        db.session.commit()
    page = form.submit(
        "Ask for assurance",
        {
            "risk_statement": "He is attacked on the way to school",
            "axis": "HARMED",
            "risk_factors": ["BG_FEAR"],
            "kind": "SAFETY_PLAN_SHARED",
            "agency_uid": group.owner.agency_uid,
            "asked_user_uid": group.owner.uid,
            "due_on": "26/11/2026",
        },
    )
    assert list(page.errors().values()) == ["Open the case again before changing it"]


def test_from_asked_for_to_accepted(app: Flask, group: Group, browse: Browse) -> None:
    form = browse(group.coordinator).get(f"/assurance/new/{group.case.uid}")
    assert form.submit("Ask for assurance").errors() == {
        "risk_statement": "Enter the risk in one sentence",
        "axis": "Select which kind of risk it is",
        "other_factor": "Select the risk factors it comes from",
        "kind": "Select what is to be assured",
        "agency_uid": "Select the agency asked",
        "due_on": "Enter a date by which it is due",
    }
    fields = {
        "risk_statement": "He is attacked on the way to school",
        "axis": "HARMED",
        "risk_factors": ["BG_FEAR"],
        "kind": "SAFETY_PLAN_SHARED",
        "agency_uid": group.owner.agency_uid,
        "asked_user_uid": group.owner.uid,
        "due_on": "26/11/2026",
    }
    page, again = form.submit("Ask for assurance", fields), form.submit("Ask for assurance", fields)
    assert page.path == again.path
    assert page.flash == "Assurance asked for"
    assert page.summary()["Manager"] == "Sorcha Brannigan"
    owner = browse(group.owner)
    assert "He is attacked" in owner.get("/assurance").text
    form = owner.get(page.path).follow("Give assurance")
    page, again = form.submit("Give assurance", GIVE), form.submit("Give assurance", GIVE)
    assert page.path == again.path
    assert page.flash == "Assurance given"
    changed = form.submit("Give assurance", GIVE, would_change_our_mind="He is followed")  # Back, and other words
    assert list(changed.errors().values()) == ["Check the assurance: it has been given already"]
    assert "He is followed" in changed.text
    assert "He is attacked" not in owner.get("/assurance").text
    chair = browse(group.chair)
    form = chair.get("/assurance/waiting").follow("S-2026-0001").follow("Judge")
    assert "A worker walks with him" in form.text
    page, again = form.submit("Save judgement", ACCEPT), form.submit("Save judgement", ACCEPT)
    assert page.path == again.path
    assert page.flash == "Judgement recorded"
    changed = form.submit("Save judgement", ACCEPT, confidence_why="Nobody has seen him")
    assert list(changed.errors().values()) == ["Check the assurance: it has been judged already"]
    assert page.summary()["Review on"] == "17 December 2026"
    with app.app_context():
        names = list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.seq)))
        assert [names.count(f"assurance.{one}") for one in ("sought", "given", "judged")] == [1, 1, 1]


@pytest.mark.parametrize("level", ["LIMITED", "NONE"])
@pytest.mark.parametrize("result", ["ACCEPTED", "ACCEPTED_TIME_LIMITED"])
def test_limited_or_no_assurance_is_not_accepted(
    group: Group, sought: Assurance, browse: Browse, level: str, result: str
) -> None:
    """PR-36, through the page and past it."""
    app = browse(group.chair).client.application
    with app.app_context():
        evidence: dict[str, Any] = {"evidence": [assurance.Evidence("NONE")]} if level == "NONE" else {}
        row = give(group.owner, sought, level, **evidence)
        with pytest.raises(Refused) as refused:
            judge(group.chair, row, result)
        assert refused.value.rule == "PR-36"
    page = browse(group.chair).get(path(row, "judge")).submit("Save judgement", ACCEPT | {"result": result})
    assert page.errors()["result"].startswith("Choose not accepted")
    page = page.submit("Save judgement", result="REJECTED_ACTION_NEEDED", level_accepted=None, review_on="", reason="")
    assert page.errors() == {"reason": "Enter why it is not accepted"}
    page = page.submit("Save judgement", reason="No plan for the journey home")
    assert "Not accepted, action needed" in page.text


def test_a_level_that_cannot_be_accepted_is_not_offered(group: Group, given: Assurance, browse: Browse) -> None:
    page = browse(group.chair).get(path(given, "judge"))
    assert page.soup.select_one("input[name=level_accepted][value=LIMITED]") is None
    page = page.pages.post(
        path(given, "judge"), ACCEPT | {"level_accepted": "LIMITED", "csrf_token": page.form_data()["csrf_token"]}
    )
    assert "level_accepted" in page.errors()


def test_the_agency_that_gives_does_not_accept(app: Flask, group: Group, given: Assurance, browse: Browse) -> None:
    """PR-38: a chair who works for the agency asked."""
    with app.app_context():
        own_chair = make_user(Role.CHAIR, agency_uid=group.owner.agency_uid)
        with pytest.raises(Refused) as refused:
            judge(own_chair, given)
        assert refused.value.rule == "PR-38"
    page = browse(own_chair).get(path(given, "judge")).submit("Save judgement", ACCEPT)
    assert page.errors()["result"].startswith("Ask a chair of another agency")
    page = page.submit("Save judgement", result="REJECTED_ACTION_NEEDED", reason="We can do better")
    assert page.flash == "Judgement recorded"


def test_only_a_chair_judges(app: Flask, group: Group, given: Assurance, browse: Browse) -> None:
    with app.app_context():
        for user in (group.coordinator, group.owner):
            with pytest.raises(NotPermitted):
                judge(user, given)
    for user in (group.coordinator, group.owner, group.spoc):
        browse(user).get(path(given, "judge"), status=403)


def test_more_than_was_given_cannot_be_accepted(app: Flask, group: Group, given: Assurance) -> None:
    with app.app_context(), pytest.raises(Refused) as refused:
        judge(group.chair, given, level_accepted="SUBSTANTIAL")
    assert refused.value.field == "level_accepted"


@pytest.mark.parametrize(("level", "days"), [("RED", 28), ("AMBER", 56), ("GREEN", 56), (None, 56)])
def test_how_long_it_holds_follows_the_level_of_concern(
    app: Flask, group: Group, given: Assurance, level: str | None, days: int
) -> None:
    if level:
        band(app, group, level)
    with app.app_context():
        with pytest.raises(Refused) as refused:
            judge(group.chair, given, review_on=today() + timedelta(days=days + 1))
        assert refused.value.field == "review_on"
        assert judge(group.chair, given, review_on=today() + timedelta(days=days)).result == "ACCEPTED"


def test_it_lapses_by_its_date_and_is_owed_again(
    app: Flask, group: Group, given: Assurance, browse: Browse, clock: Clock
) -> None:
    """PR-37: what was judged stays as it was judged; giving it again is a row of its own."""
    with app.app_context():
        judge(group.chair, given, review_on=date(2026, 12, 10))
    clock.set(THURSDAY + timedelta(days=21))  # 10 December
    owner = browse(group.owner)
    assert "Nothing here" in owner.get("/assurance").text
    assert given.reference in owner.get("/assurance/lapsing").text
    with app.app_context(), acting(group.coordinator) as actor:
        assert assurance.cases_with_assurance_due(actor, today()) == set()
        assert assurance.cases_with_assurance_due(actor, date(2026, 12, 11)) == {group.case.uid}
    clock.set(THURSDAY + timedelta(days=22))
    owner = browse(group.owner)
    assert "Lapsed" in owner.get("/assurance").follow(given.reference).text
    form = owner.get(path(given, "give"))
    fields = GIVE | {"statement": "Still walking with him", "evidence-0-on": "10/12/2026"}
    page, again = form.submit("Give assurance", fields), form.submit("Give assurance", fields)
    assert page.summary()["Gives again"] == given.reference
    assert again.summary()["Given again as"] == page.heading.removeprefix("Assurance ")
    assert "Nothing here" in owner.get("/assurance").text
    with app.app_context(), acting(group.coordinator) as actor:
        rows = assurance.list_for_case(actor, group.case.uid)
        assert sorted(assurance.assurance_status(row, today()) for row in rows) == ["GIVEN", "LAPSED"]
        assert assurance.cases_with_assurance_due(actor, today()) == set()


@pytest.mark.one_database
def test_something_happened_so_it_no_longer_holds(app: Flask, group: Group, given: Assurance, browse: Browse) -> None:
    """PR-39: on that axis only."""
    with app.app_context():
        judge(group.chair, given)
        other = judge(
            group.chair, give(group.spoc, make_assurance(group.coordinator, group.case, group.spoc, axis="CAUSE"))
        )
    browse(group.owner).get(path(given, "void"), status=403)
    form = browse(group.coordinator).get(path(given)).follow("Something happened")
    page, again = form.submit("Save", reason="Stabbed on Friday"), form.submit("Save", reason="Stabbed on Friday")
    assert page.path == again.path
    assert form.submit("Save", reason="And threatened").errors() == {
        "reason": "Look at the assurance again: nothing accepted about this kind of risk holds now"
    }
    assert "Lapsed" in page.text
    assert page.summary()["What happened"] == "Stabbed on Friday"
    with app.app_context(), acting(group.owner) as actor:
        assert [row.uid for row in assurance.list_asked_of_my_agency(actor)] == [given.uid]
        assert assurance.assurance_status(assurance.get_assurance(actor, other.uid), today()) == "ACCEPTED"


def test_what_was_never_given_can_only_be_rejected_once_it_is_due(
    app: Flask, group: Group, sought: Assurance, browse: Browse, clock: Clock
) -> None:
    with app.app_context():
        for result in ("ACCEPTED", "REJECTED_ACTION_NEEDED"):
            with pytest.raises(Refused):
                judge(group.chair, sought, result)
    clock.set(THURSDAY + timedelta(days=8))
    page = browse(group.chair).get(path(sought)).follow("Judge")
    assert "Nothing has been given" in page.text
    page = page.submit("Save judgement", result="REJECTED_ACTION_NEEDED", review_on="17/12/2026")
    assert page.flash == "Judgement recorded"
    with app.app_context(), acting(group.owner) as actor:
        row = assurance.get_assurance(actor, sought.uid)
        assert row.level_given == "NOT_RETURNED"
        assert [one.uid for one in assurance.list_asked_of_my_agency(actor)] == [sought.uid]


@pytest.mark.one_database
def test_old_evidence_is_flagged_but_taken(app: Flask, group: Group, sought: Assurance, browse: Browse) -> None:
    form = browse(group.owner).get(path(sought, "give"))
    page = form.submit("Give assurance", GIVE | {"evidence-0-on": "21/10/2026"})
    assert page.errors() == {
        "nothing_newer": "Enter newer evidence, or select that there is nothing newer: the newest is 29 days old"
    }
    page = page.submit("Give assurance", nothing_newer="y")
    assert "The newest is 29 days old. It is out of date after 28 days." in page.text
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "assurance.given")).one()
        assert '"stale":true' in entry.facts


@pytest.mark.parametrize("step", ["", "give"])
def test_others_find_nothing(app: Flask, group: Group, sought: Assurance, browse: Browse, step: str) -> None:
    for user in (group.outsider, group.elsewhere):
        browse(user).get(path(sought, step), status=404)
    for user in (group.provider, group.notifier):
        browse(user).get(path(sought, step), status=403)
    browse(group.coordinator).get(path(sought, "give"), status=404)
    with app.app_context(), acting(group.coordinator) as actor, pytest.raises(NotFound):
        assurance.give_assurance(
            actor=actor,
            assurance=assurance.get_assurance(actor, sought.uid),
            level="SUBSTANTIAL",
            statement="On their behalf",
            evidence=[assurance.Evidence("VISIT", today())],
            would_change_our_mind="Anything",
        )
    with app.app_context():
        shut_out(group.case, group.owner.agency_uid or "")
    browse(group.owner).get(path(sought, step), status=404)


def test_faults_are_said_at_their_field(app: Flask, group: Group) -> None:
    with app.app_context():
        for fault, field in (
            ({"axis": "TEA"}, "axis"),
            ({"kind": "TEA"}, "kind"),
            ({"risk_statement": "One.\nTwo."}, "risk_statement"),
            ({"risk_factors": ["TEA"]}, "risk_factors"),
            ({"due_on": today() - timedelta(days=1)}, "due_on"),
        ):
            with pytest.raises(Refused) as refused:
                make_assurance(group.coordinator, group.case, group.owner, **fault)
            assert refused.value.field == field
        with pytest.raises(Refused) as refused:
            make_assurance(group.coordinator, group.case, agency_uid=group.elsewhere.agency_uid)
        assert refused.value.field == "agency_uid"


@pytest.mark.one_database
def test_the_case_page_shows_it(app: Flask, group: Group, given: Assurance, browse: Browse) -> None:
    page = browse(group.coordinator).get(f"/cases/{group.case.uid}")
    (row,) = page.table_rows("Assurance about this case")
    assert row["Assurance"].startswith(given.reference)
    assert row["Status"] == "To be judged"
    assert "Ask for assurance" in page.links
    assert "Ask for assurance" not in browse(group.owner).get(f"/cases/{group.case.uid}").links


def test_a_provider_sees_none_of_it(app: Flask, group: Group, sought: Assurance) -> None:
    with app.app_context(), acting(group.provider) as actor:
        assert assurance.list_for_case(actor, group.case.uid) == []
    with app.app_context(), acting_as(the_system()) as actor:
        assert len(assurance.list_for_case(actor, group.case.uid)) == 1
