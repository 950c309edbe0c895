"""A page that nobody touches is covered, and nothing typed on it is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.features.accounts.models import WebSession
from app.platform.access import Role
from app.platform.database import db
from tests.browser.checks import faults_of
from tests.browser.conftest import Site, sign_in
from tests.browser.filling import WORRY, heading, press, start_notification

IDLE = 15 * 60
WARNED = IDLE - 60


@pytest.fixture
def writing(open_page: Callable[..., Page]) -> Page:
    """Somebody writes a notification, in a browser whose clock can be moved."""
    page = open_page(Role.PRACTITIONER)
    start_notification(page)
    page.goto(page.url.replace("part/safety", "part/worries"))
    page.clock.install()
    page.reload()
    page.get_by_label("What are you worried about?").fill(WORRY)
    return page


def time_passes(page: Page, seconds: int) -> None:
    page.clock.fast_forward(seconds * 1000)


def test_a_warning_comes_first_and_staying_keeps_everything(writing: Page) -> None:
    time_passes(writing, WARNED)
    warning = writing.get_by_role("dialog", name="You will be signed out soon")
    expect(warning).to_be_visible()
    writing.keyboard.press("Escape")
    expect(warning).to_be_visible()
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    time_passes(writing, WARNED - 120)
    expect(warning).to_be_hidden()
    assert writing.get_by_label("What are you worried about?").input_value() == WORRY


def test_a_covered_page_is_carried_on_after_signing_in_in_another_tab(site: Site, writing: Page) -> None:
    time_passes(writing, IDLE + 1)
    cover = writing.get_by_role("dialog", name="This page is covered")
    expect(cover).to_be_visible()
    expect(writing.get_by_text(WORRY)).to_be_hidden()
    run_out(site)

    cover.get_by_role("button", name="Carry on").click()
    expect(cover.get_by_role("status")).to_contain_text("not signed in yet")

    with writing.context.expect_page() as opened:
        cover.get_by_role("link", name="Sign in (opens in a new tab)").click()
    other = opened.value
    sign_in(other, Role.PRACTITIONER)
    other.close()

    cover.get_by_role("button", name="Carry on").click()
    expect(cover).to_be_hidden()
    field = writing.get_by_label("What are you worried about?")
    expect(field).to_be_visible()
    assert field.input_value() == WORRY
    press(writing, "Save and come back later")
    assert heading(writing) == "Your notification"
    writing.goto(writing.url + "/part/worries")
    assert writing.get_by_label("What are you worried about?").input_value() == WORRY


def test_a_covered_page_is_not_shown_to_somebody_else(site: Site, writing: Page) -> None:
    time_passes(writing, IDLE + 1)
    run_out(site)
    other = writing.context.new_page()
    sign_in(other, Role.AUDITOR)
    writing.get_by_role("button", name="Carry on").click()
    writing.wait_for_url(lambda url: "/notifications/" not in url)
    expect(writing.get_by_text(WORRY)).to_have_count(0)


def test_what_was_sent_too_late_is_offered_back(
    site: Site, open_page: Callable[..., Page], problems: list[str]
) -> None:
    """Where nothing covered the page, what is sent after the time is kept and offered after signing in."""
    page = open_page(Role.PRACTITIONER)
    start_notification(page)
    page.goto(page.url.replace("part/safety", "part/worries"))
    page.get_by_label("What are you worried about?").fill(WORRY)
    run_out(site)
    press(page, "Save and come back later")
    assert "/account/sign-in" in page.url
    sign_in(page, Role.PRACTITIONER)
    assert WORRY in page.locator("main").inner_text()
    assert faults_of(page, problems) == []


def run_out(site: Site) -> None:
    """Nobody has done anything on the server's side for long enough."""
    with site.app.app_context():
        for session in db.session.query(WebSession).filter(WebSession.ended_at.is_(None)):
            session.seen_at -= timedelta(seconds=IDLE + 60)
        db.session.commit()
