"""What people do to pages: two tabs, two presses, the back button, an address typed by hand."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.platform.access import Role
from tests.browser.conftest import Site
from tests.browser.filling import fill_in, heading, press, start_notification

OpenPage = Callable[..., Page]
WELL = "What is going well?"


def test_two_tabs_editing_one_draft(open_page: OpenPage) -> None:
    first = open_page(Role.PRACTITIONER)
    start_notification(first)
    first.goto(first.url.replace("part/safety", "part/worries"))
    second = first.context.new_page()
    second.goto(first.url)
    first.get_by_label(WELL).fill("Written first.")
    second.get_by_label(WELL).fill("Written second.")
    press(first, "Save and come back later")
    press(second, "Save and come back later")
    assert heading(second) == "Worries, strengths and what needs to happen"
    words = second.locator("main").inner_text()
    assert "Somebody else changed this while you were working" in words
    assert "What you typed is still in the form below" in words
    assert second.get_by_label(WELL).input_value() == "Written second."
    press(second, "Save and come back later")
    assert heading(second) == "Your notification"


def test_a_double_press_sends_one(open_page: OpenPage) -> None:
    page = open_page(Role.PRACTITIONER)
    start_notification(page)
    fill_in(page)
    before = count_sent(page)
    page.get_by_role("button", name="Send notification").dblclick()
    page.wait_for_url(re.compile("/sent$"))
    assert count_sent(page) == before + 1


def test_a_double_press_without_scripts_sends_one(open_page: OpenPage) -> None:
    page = open_page(Role.PRACTITIONER, java_script_enabled=False)
    start_notification(page)
    fill_in(page)
    before = count_sent(page)
    page.get_by_role("button", name="Send notification").dblclick(no_wait_after=True)
    page.wait_for_url(re.compile("/sent$"))
    assert count_sent(page) == before + 1


def test_going_back_after_sending_and_sending_again(open_page: OpenPage) -> None:
    page = open_page(Role.PRACTITIONER)
    start_notification(page)
    fill_in(page)
    before = count_sent(page)
    press(page, "Send notification")
    reference = page.locator(".govuk-panel strong").inner_text()
    page.go_back()
    if page.get_by_role("button", name="Send notification").count():
        press(page, "Send notification")
    assert page.locator(".govuk-panel strong").inner_text() == reference
    assert count_sent(page) == before + 1


def test_nothing_is_shown_after_signing_out(open_page: OpenPage) -> None:
    page = open_page(Role.COORD)
    page.goto("/cases")
    case = page.locator("main tbody a").first.inner_text()
    press(page, "Sign out")
    page.wait_for_url(re.compile("/account/signed-out"))
    page.go_back()
    expect(page.locator("main")).not_to_contain_text(case)
    assert heading(page) == "Sign in"


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.NOTIFIER, "/notifications/triage", 403),
        (Role.PRACTITIONER, "/audit", 403),
        (Role.ANALYST, "/cases", 403),
        (Role.SYSADMIN, "/actions/tracker/export", 403),
        (Role.COORD, "/cases/00000000000000000000000000", 404),
        (Role.COORD, "/nowhere", 404),
    ],
)
def test_an_address_that_is_not_theirs(open_page: OpenPage, role: Role, path: str, status: int) -> None:
    page = open_page(role)
    answer = page.goto(path)
    assert answer
    assert answer.status == status
    assert page.locator("h1").count() == 1
    assert page.get_by_role("link", name="Concord").count()


def test_a_case_another_agency_holds_is_not_there(site: Site, open_page: OpenPage) -> None:
    """Every case that the coordinator sees and a practitioner does not answers the practitioner 404."""
    coordinator, practitioner = open_page(Role.COORD), open_page(Role.PRACTITIONER)
    hidden = cases_on(coordinator) - cases_on(practitioner)
    assert hidden
    for path in hidden:
        answer = practitioner.goto(path)
        assert answer
        assert answer.status == 404


def cases_on(page: Page) -> set[str]:
    page.goto("/cases")
    links = page.locator("main a[href^='/cases/']").evaluate_all(
        "links => links.map((one) => one.getAttribute('href'))"
    )
    return {href for href in links if re.fullmatch(r"/cases/[0-9a-z]{26}", href)}


def count_sent(page: Page) -> int:
    """How many notifications the person on the page has sent."""
    shown = page.context.new_page()
    shown.goto("/notifications")
    found = shown.locator("main").get_by_text(re.compile(r"N-\d{4}-\d{4}")).count()
    shown.close()
    return found
