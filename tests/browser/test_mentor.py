"""A mentor's work on a phone of 320 px: accept, plan six sessions, record three, raise an alert, enter outcomes.

Presses on links and buttons are counted; answers chosen or typed in a form are not."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Locator, Page

from app.features.accounts.demonstration import list_accounts
from app.features.accounts.interface import actor_for
from app.features.cases import interface as cases
from app.features.interventions import interface as interventions
from app.features.referrals import interface as referrals
from app.platform.access import Role, acting_as, system_actor
from app.platform.database import db
from tests.browser.checks import NARROW, faults_of
from tests.browser.conftest import Site
from tests.browser.filling import heading
from tests.browser.stage import MOMENT, opened, prepared_month, served

PHONE = {"viewport": {"width": NARROW, "height": 640}, "has_touch": True, "is_mobile": True}
NAME = "Wren"
SERVICE = "I03"
MOST = {"accept": 2, "plan six": 3, "record three": 10, "alert": 2, "outcomes": 2}
"""Presses from the home page; planning goes on from the page on which the person was accepted."""
THIRD_WEEK = MOMENT + timedelta(days=15)


@pytest.fixture(scope="module")
def site(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The month, with somebody referred who waits for an answer."""
    with time_machine.travel(MOMENT):
        month = prepared_month(run_folder)
    with opened(run_folder, tmp_path_factory.mktemp("mentor") / "instance", month) as app, served(app) as address:
        with time_machine.travel(MOMENT - timedelta(hours=1)):
            refer(app)
        yield Site(app, address)


def refer(app: Flask) -> None:
    with app.app_context():
        with acting_as(system_actor("sign-in", frozenset())):
            actors = {role: actor_for(user) for role, user in list_accounts()}
        coordinator, worker = actors[Role.COORD], actors[Role.PROV_WORKER]
        assert coordinator is not None
        assert worker is not None
        with acting_as(coordinator) as actor:
            case = next(one for one in reversed(cases.list_cases(actor)) if one.subject_kind == "PERSON")
            service = next(one for one in interventions.list_catalogue(actor) if one.code == SERVICE)
            referral = referrals.link_person(
                actor=actor, case=case, intervention_uid=service.uid, reason="Asks for somebody to talk to"
            )
            referrals.offer(actor=actor, referral=referral, consent="GIVEN")
            referrals.refer(
                actor=actor,
                referral=referral,
                agency_uid=worker.agency_uid or "",
                first_name=NAME,
                risk_summary="Meet in the afternoon.",
                outcomes=["O4", "O8"],
            )
            db.session.commit()


class Hand:
    """Presses on a page, counted by what they are for; after each nothing is wrong with what is seen."""

    def __init__(self, page: Page, problems: list[str]) -> None:
        self.page, self.problems = page, problems
        self.presses: dict[str, int] = {}
        self.doing = ""

    def begin(self, doing: str, *, at_home: bool = True) -> None:
        self.doing = doing
        if at_home:
            self.page.goto("/")

    def press(self, what: Locator) -> None:
        self.presses[self.doing] = self.presses.get(self.doing, 0) + 1
        with self.page.expect_navigation():
            what.click()
        assert faults_of(self.page, self.problems, with_axe=False) == []

    def link(self, name: str | re.Pattern[str]) -> None:
        self.press(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True))


def test_a_mentors_weeks(open_page: Callable[..., Page], problems: list[str]) -> None:
    first = Hand(open_page(Role.PROV_WORKER, **PHONE), problems)
    accept(first)
    plan_six(first)
    with time_machine.travel(THIRD_WEEK, tick=True):
        later = Hand(open_page(Role.PROV_WORKER, **PHONE), problems)
        record_three(later)
        raise_alert(later)
        enter_outcomes(later)
    presses = first.presses | later.presses
    assert [doing for doing, most in MOST.items() if presses[doing] > most] == [], presses


def accept(hand: Hand) -> None:
    hand.begin("accept")
    hand.link(re.compile(NAME))
    hand.button("Accept")
    assert "Accepted" in hand.page.locator("main").inner_text()


def plan_six(hand: Hand) -> None:
    """Weekly, beginning today. Who comes, how and who runs it is filled in already."""
    hand.begin("plan six", at_home=False)
    hand.link("Plan a session")
    page = hand.page
    page.get_by_label("Starts at").fill("16:30")
    page.get_by_label("Every week").check()
    page.get_by_label("How many sessions").fill("6")
    hand.button("Look over the days")
    assert page.locator("input[name=dates]:checked").count() == 6
    hand.button("Plan them")
    assert "6 sessions planned" in page.locator(".govuk-notification-banner").inner_text()


def record_three(hand: Hand) -> None:
    """Each from the one before; nothing waits then of what this mentor runs."""
    hand.begin("record three")
    hand.link(re.compile("to be recorded"))
    page = hand.page
    mine = page.get_by_role("row").filter(has_text=re.compile("Applegarth"))
    hand.press(mine.get_by_role("link").first)
    for number in range(3):
        if number:
            hand.link(re.compile("Record the next"))
        assert heading(page) == "Did it happen?"
        page.get_by_label("Yes, it happened").check()
        hand.button("Continue")
        hand.button("Everybody came")
        assert "Saved for 1" in page.locator(".govuk-notification-banner").inner_text()
    assert page.get_by_role("link", name=re.compile("Record the next")).count() == 0


def raise_alert(hand: Hand) -> None:
    hand.begin("alert")
    hand.link("Raise an alert")
    page = hand.page
    page.get_by_label("Who is it about?").select_option(label=f"{NAME}, Under-25s domestic abuse support programme")
    page.locator("input[name=kind]").first.check()
    hand.button("Send the alert")
    assert "The group has been told" in page.locator(".govuk-notification-banner").inner_text()


def enter_outcomes(hand: Hand) -> None:
    hand.begin("outcomes")
    page = hand.page
    hand.press(page.locator("#outcomes-due").get_by_role("link", name=re.compile(NAME)))
    page.locator("input[name=mode]").first.check()
    scores = page.locator("input[type=radio][name$=_score][value='4']")
    assert scores.count() == 2
    for place in range(2):
        scores.nth(place).check()
    hand.button("Save measures")
    assert "Measures saved" in page.locator(".govuk-notification-banner").inner_text()
