"""A notification's month, by mouse and keyboard: told, accepted, heard, decided, done, and in the spreadsheet."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
from flask import Flask
from playwright.sync_api import Page

from app.platform.access import Role
from app.platform.workbook import unlocked
from tests.browser.checks import faults_of
from tests.browser.conftest import Site
from tests.browser.filling import WORRY, choose, fill_in, heading, press, start_notification
from tests.browser.stage import MOMENT
from tests.factories.tracker import write_files

ACTION = "Walk home with him on Fridays"
REASON = "He should not wait another month."
DONE = "Walked with him twice, and nobody was waiting."
MOST_PAGES = 10


def test_the_month(open_page: Callable[..., Page], problems: list[str], tmp_path: Path, site: Site) -> None:
    notifier, coordinator, chair = open_page(Role.PRACTITIONER), open_page(Role.COORD), open_page(Role.CHAIR)

    reference = notify(notifier)
    assert faults_of(notifier, problems) == []

    accept(coordinator, reference)
    coordinator.goto("/meetings/")
    meeting = coordinator.get_by_role("link", name=f"{MOMENT.day} December 2026").first
    meeting.click()
    press(coordinator, "Build the agenda")

    chair.goto(coordinator.url)
    chair.get_by_role("link", name=re.compile("^Agree to hear it")).first.click()
    chair.get_by_label("Reason").fill(REASON)
    chair.locator("main form button[type=submit]").first.click()
    chair.goto(coordinator.url)
    open_the_meeting(chair)
    hear(chair, owner=name_of(notifier))

    do_action(notifier)
    export(coordinator, tmp_path, site.app)

    notifier.goto("/notifications")
    notifier.get_by_role("link", name=re.compile(reference)).first.click()
    assert "Accepted" in notifier.locator("main").inner_text()
    assert problems == []


def notify(page: Page) -> str:
    """Send a notification, from the home page. Returns its reference."""
    page.goto("/")
    page.locator("a[href='/notifications/new']").first.click()
    start_notification(page)
    pages = 1 + fill_in(page)
    press(page, "Send notification")
    assert heading(page) == "Notification sent"
    assert pages + 2 <= MOST_PAGES
    return page.locator(".govuk-panel strong").inner_text()


def accept(page: Page, reference: str) -> None:
    page.goto("/notifications/triage")
    page.get_by_role("link", name=reference).click()
    page.get_by_label("What happens now").select_option("ACCEPT_FULL")
    press(page, "Decide and answer the notifier")
    assert reference in page.locator(".govuk-notification-banner").inner_text()


def open_the_meeting(page: Page) -> None:
    page.get_by_role("link", name="Open the meeting").click()
    page.locator("input[name=confidentiality_read]").check()
    page.get_by_label(name_of(page)).check()
    press(page, "Open the meeting")


def hear(page: Page, owner: str) -> None:
    """Look through the items with the keyboard, and decide the one that was told of."""
    with page.expect_navigation():  # keys answer once the page's script is there
        page.locator("#agenda th a").first.click()
    for _item in range(20):
        if "Merriweather" in page.locator("main").inner_text():
            break
        with page.expect_navigation():
            page.keyboard.press("n")
    page.get_by_label("What the person said").fill("He would like somebody to walk with him.")
    page.get_by_label("Summary of what was said").fill("He is followed on Fridays.")
    go_to(page, "d")
    page.get_by_label("Decision", exact=True).first.select_option("ACTIONS_AGREED")
    go_to(page, "a")
    page.get_by_label("What is to be done").fill(ACTION)
    page.get_by_label("How we will know it is done").fill("He says so.")
    page.get_by_label("Kind", exact=True).select_option("CONTACT_ENGAGE")
    page.get_by_label("Owner", exact=True).select_option(label=owner)
    page.keyboard.press("Control+Enter")
    page.locator(".govuk-notification-banner").wait_for()
    assert ACTION in page.locator("main").inner_text()


def go_to(page: Page, key: str) -> None:
    """Leave the field, then go to a part of the item by its key."""
    page.keyboard.press("Escape")
    page.keyboard.press(key)


def name_of(page: Page) -> str:
    return page.locator(".concord-bar__who a").inner_text().strip()


def do_action(page: Page) -> None:
    page.goto("/actions")
    page.get_by_role("link", name=re.compile(r"A-2026-\d{4}")).first.wait_for()
    page.locator("tr", has_text=ACTION).get_by_role("link").first.click()
    press(page, "Accept")  # nobody of the agency was there to accept it
    page.get_by_role("button", name="Mark as done").click()
    page.get_by_label("What was done").fill(DONE)
    page.locator("main form button[type=submit]").first.click()
    assert "Done" in page.locator("main").inner_text()


def export(page: Page, folder: Path, app: Flask) -> None:
    page.goto("/actions/tracker")
    page.get_by_role("button", name="Export to a spreadsheet").click()
    page.get_by_label("With names and texts").check()
    page.locator("[name=recipient]").fill("The team leaders")
    page.locator("[name=recipient_uid]").select_option(index=1)
    page.locator("[name=gateway]").select_option("VITAL")
    page.locator("[name=reason]").fill("For the meeting of team leaders")
    press(page, "Make the file")
    page.get_by_text("Waiting").wait_for()
    assert write_files(app) == 1
    page.get_by_role("button", name="Download the file").wait_for()  # the page found out by itself
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the file").click()
    assert "Merriweather" not in started.value.suggested_filename
    file = folder / "tracker.xlsx"
    started.value.save_as(file)
    press(page, "Show the password")
    book = openpyxl.load_workbook(io.BytesIO(unlocked(file.read_bytes(), page.locator("main code").inner_text())))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(ACTION in cell for cell in cells)


def test_notifying_without_scripts(open_page: Callable[..., Page], problems: list[str]) -> None:
    page = open_page(Role.NOTIFIER, java_script_enabled=False)
    start_notification(page)
    fill_in_with_two_parts(page)
    fill_in(page)
    assert page.get_by_text(WORRY).count()
    assert page.get_by_text("Alleged to have caused harm").count()
    press(page, "Send notification")
    assert heading(page) == "Notification sent"
    assert problems == []


def fill_in_with_two_parts(page: Page) -> None:
    """Add a second part in the violence where the form has room for one, keeping the first."""
    page.goto(re.sub(r"part/.*", "part/concern", page.url))
    choose(page, "role_in_violence-0-role", "HARMED")
    choose(page, "role_in_violence-0-status", "REPORTED")
    press(page, "Add another part")
    assert page.locator("[name='role_in_violence-0-status']").first.input_value() == "REPORTED"
    choose(page, "role_in_violence-1-role", "ALLEGED_CAUSE")
    choose(page, "role_in_violence-1-status", "REPORTED")
    choose(page, "notification_reason", "POSSESSION_WEAPON")
    choose(page, "harm_types", "ATT_HOM")
    press(page, "Save and continue")
