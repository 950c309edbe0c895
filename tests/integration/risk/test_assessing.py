"""A person's risk picture on its pages: levels set by judgement beside what is suggested, kept as they were made."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.risk import commands, queries
from app.features.risk.facts import known_of
from app.features.risk.jobs import look_for_quiet
from app.features.risk.suggesting import suggestion_for
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, let_know, make_case, settled
from tests.factories.governance import assess
from tests.pages import Page, Pages

SignIn = Callable[[User], Pages]
MOMENT = datetime(2026, 11, 19, 9, tzinfo=UTC)
TOLD = [
    {"code": "EV_WEAPON_POSS", "present": "Y", "grade": "A", "evidence": "Knife found", "last_seen": "2026-10-19"},
    {"code": "EV_SHARP_INJURY", "present": "Y", "grade": "A", "evidence": "Stitched", "last_seen": "2026-09-19"},
    {"code": "EV_MISSING", "present": "Y", "grade": "A", "evidence": "Police log", "last_seen": "2026-10-19"},
    {"code": "EV_MISSING", "present": "Y", "grade": "A", "evidence": "Police log", "last_seen": "2026-09-01"},
    {"code": "EV_DRUG_SUPPLY", "present": "Y", "grade": "C", "evidence": "Heard of it", "last_seen": "2026-07-19"},
    {"code": "BG_SUSPENSION", "present": "Y", "grade": "A", "evidence": "School", "last_seen": "2026-09-19"},
    {"code": "BG_SUSPENSION", "present": "Y", "grade": "A", "evidence": "School", "last_seen": "2026-06-19"},
    {"code": "BG_SEND_UNMET", "present": "Y", "grade": "A", "evidence": "Waits for a plan", "last_seen": "2026-08-19"},
    {"code": "BG_DA_EXPOSURE", "present": "Y", "grade": "B", "evidence": "Said so", "last_seen": "2026-08-19"},
    {"code": "BG_HARMFUL_PEERS", "present": "Y", "grade": "C", "evidence": "Seen with", "last_seen": "2026-10-19"},
    {"code": "EV_ROBBERY", "present": "N", "grade": "A", "evidence": "Asked"},
    {"code": "EV_WEAPON_USE", "present": "Y", "grade": "E", "evidence": "A rumour"},
    {"code": "EN_SEND", "present": "Y", "grade": "A", "evidence": "Known"},
]
"""The worked example of section 3.3, with what never counts beside it."""
FIGURES = ("28.87", "41.02", "27.25")


@pytest.fixture
def now(clock: Clock) -> None:
    clock.set(MOMENT)


@pytest.fixture
def sign_in(app: Flask, now: None) -> SignIn:
    def sign_in(user: User) -> Pages:
        return Pages(app.test_client()).sign_in(user)

    return sign_in


@pytest.fixture
def people(app: Flask, now: None) -> dict[str, User]:
    with app.app_context():
        agency = make_agency("The hub")
        return {
            role.name: make_user(role, agency_uid=agency)
            for role in (Role.COORD, Role.CHAIR, Role.ADMIN, Role.PRACTITIONER, Role.DPO)
        }


@pytest.fixture
def case(app: Flask, people: dict[str, User]) -> Case:
    with app.app_context():
        made = make_case(risk_factors=TOLD)
        let_know(made, people["PRACTITIONER"].agency_uid or "")
        return made


def judge(page: Page, **more: str) -> Page:
    values: dict[str, Any] = {
        "cause": "AMBER",
        "harmed": "RED",
        "exploited": "AMBER",
        "imminence": "SOON",
        "reason": "He has been hurt and may be again",
    }
    return page.submit("Make the assessment", **(values | more))


@pytest.mark.one_database
def test_three_axes_stand_side_by_side_and_explain_themselves(
    sign_in: SignIn, people: dict[str, User], case: Case
) -> None:
    """PR-16, PR-17, PR-58: never one total, strengths first, down to the row with who told it."""
    pages = sign_in(people["COORD"])
    page = pages.get(f"/cases/{case.uid}")
    assert page.text.index("What protects them") < page.text.index("Suggested today")
    picture = pages.get(f"/risk/cases/{case.uid}")
    for shown in (page, picture):
        assert all(f"{figure} of 100" in shown.text for figure in FIGURES)
        assert "97.14" not in shown.text, "they are never added up"
    assert "Had or carried a weapon" in picture.text
    assert "Knife found" in picture.text
    assert "1.25 (2)" in picture.text
    assert "A rumour" not in picture.text, "PR-48"
    assert "version 1" in picture.text


def test_figures_are_for_those_who_assess_alone(
    app: Flask, sign_in: SignIn, people: dict[str, User], case: Case
) -> None:
    """PR-34: everybody on the case sees levels and reasons, nobody else a number or a suggestion."""
    judge(sign_in(people["CHAIR"]).get(f"/risk/cases/{case.uid}/assess"))
    with app.app_context(), acting_as(the_system()) as actor:
        made = queries.list_assessments(actor, case.uid)[0]
    for role in ("PRACTITIONER", "ADMIN"):
        pages = sign_in(people[role])
        for path in (f"/cases/{case.uid}", f"/risk/cases/{case.uid}", f"/risk/assessments/{made.uid}"):
            page = pages.get(path)
            assert not [figure for figure in FIGURES if figure in page.text], path
            assert "uggested" not in page.text
            assert "Red" in page.text
            assert "Soon: within 28 days" in page.text
        assert "He has been hurt and may be again" in pages.get(f"/risk/assessments/{made.uid}").text
        pages.get(f"/risk/cases/{case.uid}/assess", status=403)
    sign_in(people["DPO"]).get(f"/risk/assessments/{made.uid}", status=403)


@pytest.mark.one_database
def test_a_person_sets_the_levels_and_says_why_they_differ(
    app: Flask, sign_in: SignIn, people: dict[str, User], case: Case
) -> None:
    """PR-15: nothing is chosen beforehand, and a level that differs from the suggestion has its reason."""
    page = sign_in(people["COORD"]).get(f"/risk/cases/{case.uid}/assess")
    assert not {"cause", "harmed", "exploited", "imminence"} & {
        name for name, value in page.form_data("Make the assessment").items() if value
    }
    assert page.submit("Make the assessment").errors() == {"cause": "Select green, amber or red"}
    page = judge(page, exploited="GREEN")
    assert page.errors() == {"reason_exploited": "Enter why it is green and not amber, as suggested"}
    assert page.form_data("Make the assessment")["reason"] == "He has been hurt and may be again", "kept as typed"
    page = judge(page, exploited="GREEN", reason_exploited="A trusted adult is with him every day")
    assert "Assessment made" in page.text
    with app.app_context(), acting_as(the_system()) as actor:
        row = cases.case_for_change(actor, case.uid)
        assert (row.band_cause, row.band_harmed, row.band_exploited) == ("AMBER", "RED", "GREEN")
        (made,) = queries.list_assessments(actor, case.uid)
        assert made.axes["EXPLOITED"]["reason"] == "A trusted adult is with him every day"
        assert row.review_on is not None
    assert "A trusted adult is with him every day" in page.text, "the reason stands with the level"
    (listed,) = page.table_rows("Assessments, the newest first")
    assert [listed[axis] for axis in ("May cause harm", "May be harmed", "May be being exploited")] == [
        "Amber",
        "Red",
        "Green",
    ]


def test_sent_twice_it_is_one_and_what_moved_on_is_not_overwritten(
    app: Flask, sign_in: SignIn, people: dict[str, User], case: Case
) -> None:
    one, other = (sign_in(people["COORD"]).get(f"/risk/cases/{case.uid}/assess") for _ in range(2))
    judge(one)
    judge(one)
    stale = judge(other, reason="Another view")
    assert stale.form_data("Make the assessment")["reason"] == "Another view"
    with app.app_context(), acting_as(the_system()) as actor:
        assert len(queries.list_assessments(actor, case.uid)) == 1
    judge(stale, reason="Another view")
    with app.app_context(), acting_as(the_system()) as actor:
        assert len(queries.list_assessments(actor, case.uid)) == 2


@pytest.mark.one_database
def test_an_old_assessment_keeps_its_figures_and_its_version(
    app: Flask, sign_in: SignIn, people: dict[str, User], case: Case, clock: Clock
) -> None:
    """PR-18: whatever is told, whatever time passes and whatever the model becomes."""
    judge(sign_in(people["COORD"]).get(f"/risk/cases/{case.uid}/assess"))
    with app.app_context():
        with acting_as(the_system()) as actor:
            made = queries.list_assessments(actor, case.uid)[0]
        with acting(people["COORD"]) as actor:
            row = cases.case_for_change(actor, case.uid)
            commands.add_factor(
                actor=actor, case=row, code="EV_ROBBED", evidence="Told his worker", grade="A", on=today()
            )
            draft = commands.draft_model(
                actor=actor, area_uid=row.area_uid, why="Robbery weighs more", valid_from=today() + timedelta(days=1)
            )
            commands.change_values(actor=actor, draft=draft, values={"weight.EV_WEAPON_POSS.CAUSE": Decimal(40)})
            commands.try_model(actor=actor, draft=draft)
        assess()
        for who in ("CHAIR", "DPO"):
            with acting(people[who]) as actor:
                commands.approve_model(actor=actor, draft=queries.get_model(actor, draft.uid))
    clock.advance(days=100)
    pages = sign_in(people["COORD"])
    then = pages.get(f"/risk/assessments/{made.uid}")
    assert all(f"{figure} of 100" in then.text for figure in FIGURES)
    assert "version 1" in then.text
    today_ = pages.get(f"/risk/cases/{case.uid}")
    assert "version 2" in today_.text
    assert "28.87 of 100" not in today_.text
    assert "Has run out" in today_.text, "PR-32: what was said to come soon says nothing after 28 days"
    assert "judge it again" in today_.text, "PR-32: the review day has come"
    clock.set(datetime(2027, 2, 27, 9, tzinfo=UTC) + timedelta(days=1))
    judge(
        sign_in(people["COORD"]).get(f"/risk/cases/{case.uid}/assess"),
        reason_cause="x",
        reason_harmed="y",
        reason_exploited="z",
    )
    with app.app_context(), acting_as(the_system()) as actor:
        newer = queries.list_assessments(actor, case.uid)[0]
        assert queries.get_model(actor, newer.model_uid).number == 2
    compared = sign_in(people["COORD"]).get(f"/risk/assessments/{newer.uid}")
    assert "28.87" in compared.text, "beside the one before"


def test_a_factor_has_evidence_and_is_no_forbidden_one(
    app: Flask, sign_in: SignIn, people: dict[str, User], case: Case
) -> None:
    """PR-10, PR-29: by the form, and by whatever else adds entries."""
    page = sign_in(people["COORD"]).get(f"/risk/cases/{case.uid}/factors/new")
    assert "Music somebody makes or likes" in page.text
    assert page.submit("Add the risk factor").errors() == {
        "code": "Select the risk factor",
        "evidence": "Enter how it is known",
        "grade": "Select how well it is known",
        "on": "Enter the day",
    }
    added = page.submit("Add the risk factor", code="EV_ROBBED", evidence="Told us", grade="A", on="18/11/2026")
    assert "Told us" in added.text
    page.submit("Add the risk factor", code="EV_ROBBED", evidence="Told us", grade="A", on="18/11/2026")
    with app.app_context(), acting(people["COORD"]) as actor:
        row = cases.case_for_change(actor, case.uid)
        entries = cases.list_entries(actor, case.uid)
        assert sum(one.details.get("code") == "EV_ROBBED" for one in entries) == 1, "sent twice, added once"
        drafts = [cases.EntryDraft("RISK_FACTOR", {"code": "MUSIC", "present": "Y"})]
        with pytest.raises(Refused, match="no evidence of risk") as told:
            cases.add_entries(actor=actor, case=row, drafts=drafts)
        assert told.value.rule == "PR-10"
        for given, field in (
            ({"code": "POSTCODE"}, "code"),
            ({"evidence": " "}, "evidence"),
            ({"grade": "E"}, "grade"),
        ):
            values: dict[str, Any] = {"code": "EV_ROBBED", "evidence": "Seen", "grade": "A", "on": today()} | given
            with pytest.raises(Refused) as refused:
                commands.add_factor(actor=actor, case=row, **values)
            assert refused.value.field == field


@pytest.mark.one_database
def test_an_allegation_that_came_to_nothing_opens_the_judgement_again(
    app: Flask, sign_in: SignIn, people: dict[str, User], clock: Clock
) -> None:
    """PR-32: it weighs nothing on what they may cause, and the case comes back within 10 working days."""
    source = "0" * 25 + "1"
    with app.app_context():
        made = make_case(risk_factors=[])
        with acting(people["COORD"]) as actor:
            row = cases.case_for_change(actor, made.uid)
            told = {"risk_factors": TOLD[:2], "role_in_violence": [{"role": "ALLEGED_CAUSE", "status": "ARRESTED"}]}
            drafts = cases.entries_from_answers("INDIVIDUAL", told, actor.agency_uid, source, MOMENT)
            cases.add_entries(actor=actor, case=row, drafts=drafts)
    pages = sign_in(people["CHAIR"])
    assert "May cause harm: 18.00" in pages.get(f"/risk/cases/{made.uid}").text
    judge(pages.get(f"/risk/cases/{made.uid}/assess"), reason_cause="a", reason_harmed="b", reason_exploited="c")
    page = pages.get(f"/risk/cases/{made.uid}/outcome")
    assert page.submit("Record the outcome").errors()["role_uid"] == "Select the allegation"
    with app.app_context(), acting_as(the_system()) as actor:
        uid = next(one.uid for one in cases.list_entries(actor, made.uid) if one.details.get("role") == "ALLEGED_CAUSE")
    clock.advance(minutes=1)
    page = page.submit("Record the outcome", role_uid=uid, became="NFA", on="18/11/2026", evidence="The officer wrote")
    assert "An allegation came to nothing since: judge it again" in page.text
    assert "May cause harm: 6.00" in page.text, "the wound is no allegation"
    assert "The allegation came to nothing" in page.text
    with app.app_context(), acting_as(the_system()) as actor:
        assert cases.case_for_change(actor, made.uid).review_on == date(2026, 12, 3)
    assert "No allegation stands" in pages.get(f"/risk/cases/{made.uid}/outcome").text


def test_nothing_for_twelve_months_proposes_closing_once(
    app: Flask, sign_in: SignIn, people: dict[str, User], case: Case, clock: Clock
) -> None:
    """PR-20, PR-23: once, unless something happens; the chair keeps it open with a dated reason."""
    with app.app_context(), acting(people["COORD"]) as actor:
        cases.accept_case(actor=actor, case=cases.case_for_change(actor, case.uid))
    look(app)
    assert not proposed(app, case), "something happened in the last twelve months"
    clock.set(datetime(2027, 11, 20, 9, tzinfo=UTC))
    for _night in range(2):
        look(app)
    assert proposed(app, case)
    with app.app_context():
        people = {role.name: make_user(role) for role in (Role.COORD, Role.CHAIR)}
    assert "No reason given" in sign_in(people["COORD"]).get("/risk/looking-back").text
    chair = sign_in(people["CHAIR"])
    page = chair.get(f"/risk/cases/{case.uid}")
    assert "Closing was proposed on 20 November 2027" in page.text
    assert "Keep the case open" in page.links
    kept = chair.get(f"/risk/cases/{case.uid}/keep").submit("Keep the case open", reason="He asked for it himself")
    assert "He asked for it himself" in kept.text
    clock.advance(days=30)
    look(app)
    assert not proposed(app, case), "not again and again"
    assert "He asked for it himself" in sign_in(people["COORD"]).get("/risk/looking-back").text
    clock.advance(days=340)
    look(app)
    assert proposed(app, case), "a reason does not last for ever"


def look(app: Flask) -> None:
    with app.app_context():
        look_for_quiet()
        db.session.commit()


def proposed(app: Flask, case: Case) -> bool:
    with app.app_context(), acting_as(the_system()) as actor:
        return cases.case_for_change(actor, case.uid).step_down_proposed_on is not None


def test_what_was_closed_below_the_threshold_is_looked_at_each_month(
    app: Flask, sign_in: SignIn, people: dict[str, User], case: Case
) -> None:
    """PR-33: against what had been suggested."""
    judge(sign_in(people["COORD"]).get(f"/risk/cases/{case.uid}/assess"))
    with app.app_context(), acting_as(the_system()) as actor:
        row = cases.case_for_change(actor, case.uid)
        cases.close_case(
            actor=actor, case=row, reason_code="THRESHOLD_NOT_MET", note="Below", checklist=settled(actor, row)
        )
        db.session.commit()
    page = sign_in(people["CHAIR"]).get("/risk/looking-back")
    assert case.reference in page.text
    assert "1 case suggested above green" in page.text
    assert "None in this month" in sign_in(people["CHAIR"]).get("/risk/looking-back?month=2026-10").text


@pytest.mark.one_database
def test_a_network_has_levels_and_no_score(app: Flask, sign_in: SignIn, people: dict[str, User]) -> None:
    """Neither networks nor places pass points to anybody (3.3)."""
    with app.app_context():
        network = make_case("NETWORK")
    pages = sign_in(people["COORD"])
    assert "Risk picture" not in pages.get(f"/cases/{network.uid}").text
    for path in ("", "/assess", "/factors/new", "/outcome"):
        pages.get(f"/risk/cases/{network.uid}{path}", status=404)
    with app.app_context(), acting(people["COORD"]) as actor:
        with pytest.raises(NotFound):
            queries.get_assessment(actor, network.uid)
        assert known_of(cases.list_entries(actor, network.uid)).facts == ()


@pytest.mark.parametrize(
    ("role", "bands"),
    [
        ("ALLEGED_CAUSE", ("RED", "GREEN", "GREEN")),
        ("HARMED", ("GREEN", "RED", "GREEN")),
        ("WITNESS", ("GREEN", "RED", "RED")),
        ("SIBLING_OF", ("GREEN", "GREEN", "GREEN")),
        ("BEREAVED", ("GREEN", "GREEN", "GREEN")),
    ],
)
@pytest.mark.one_database
def test_an_incident_speaks_of_the_part_somebody_had(
    app: Flask, people: dict[str, User], role: str, bands: tuple[str, ...]
) -> None:
    """PR-10, PR-16: nobody may cause harm because they saw it, and a brother or sister is no evidence of risk."""
    with app.app_context():
        made = make_case(incidents=[{"date": "2026-11-09", "type": "KNIFE", "role": role, "grade": "A"}])
        with acting(people["COORD"]) as actor:
            found = suggestion_for(actor, made, cases.list_entries(actor, made.uid))
            assert found is not None
            assert tuple(one.band for one in found[1].values()) == bands
