"""An open meeting in the browser: two who take notes, a connection that drops, the room's screen, keys alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.features.accounts.demonstration import list_accounts
from app.features.accounts.interface import actor_for
from app.features.meetings import interface as meetings
from app.kernel.clock import today
from app.platform.access import Role, acting_as, system_actor
from app.platform.database import db
from tests.browser.checks import NARROW, faults_of
from tests.browser.conftest import Site

SOON = 9_000
"""Milliseconds in which what one types is on the page of the other."""


@pytest.fixture
def meeting(site: Site) -> tuple[str, list[str]]:
    """The uids of today's meeting, which is open, and of the items that are still to be heard."""
    with site.app.app_context():
        with acting_as(system_actor("sign-in", frozenset())):
            chair = next(actor_for(user) for role, user in list_accounts() if role == Role.CHAIR)
        assert chair is not None
        with acting_as(chair) as actor:
            held = next(one for one in meetings.list_meetings(actor) if one.held_on == today())
            if held.opened_at is None:
                meetings.build_agenda(actor=actor, meeting=held)
                meetings.open_meeting(actor=actor, meeting=held, chair_uid=actor.user_uid, confidentiality_read=True)
                db.session.commit()
            items = [
                one for one in meetings.list_items(actor, held) if one.heard_at is None and one.deferred_at is None
            ]
            return held.uid, [one.uid for one in items]


def summary(page: Page) -> str:
    return page.get_by_label("Summary of what was said").input_value()


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Saved \d\d:\d\d:\d\d"), timeout=SOON)


def test_two_take_notes_at_once_and_a_connection_drops(
    open_page: Callable[..., Page], problems: list[str], meeting: tuple[str, list[str]]
) -> None:
    path = f"/meetings/items/{meeting[1][0]}"
    first, second = open_page(Role.COORD), open_page(Role.ADMIN)
    for page in (first, second):
        page.goto(path)
    # different boxes
    first.get_by_label("What the person said").fill("Rather boxing than football.")
    second.get_by_label("Summary of what was said").fill("He is back at school.")
    saved(first)
    saved(second)
    expect(first.get_by_label("Summary of what was said")).to_have_value("He is back at school.", timeout=SOON)
    expect(first.locator("[data-by='summary']")).to_contain_text("Draft, last written by")
    # the same box in the same moment
    for page, words in ((first, " Mother agrees."), (second, " College has a place.")):
        page.get_by_label("Summary of what was said").press("End")
        page.keyboard.insert_text(words)
    first.locator("h1").click()
    second.locator("h1").click()
    for page in (first, second):
        expect(page.get_by_label("Summary of what was said")).to_have_value(
            re.compile(r"He is back at school\..*(Mother agrees.*College|College has a place.*Mother)"), timeout=SOON
        )
    # no connection for a while
    assert problems == []
    first.context.set_offline(True)
    first.get_by_label("Summary of what was said").press("End")
    first.keyboard.insert_text(" Said while it was away.")
    expect(first.get_by_role("alert")).to_contain_text("There is no connection", timeout=SOON)
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator("[data-saved]")).to_contain_text("Not saved yet")
    assert "Said while it was away." in summary(first)
    second.get_by_label("What the person said").press("End")
    second.keyboard.insert_text(" And cooking.")
    saved(second)
    first.context.set_offline(False)
    expect(first.locator("[data-offline]")).to_be_hidden(timeout=SOON)
    expect(second.get_by_label("Summary of what was said")).to_have_value(re.compile("while it was away"), timeout=SOON)
    expect(first.get_by_label("What the person said")).to_have_value(re.compile("And cooking"), timeout=SOON)
    problems.clear()  # the browser tells of every request that found no connection
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator(".govuk-notification-banner")).to_contain_text("saved")
    assert "Mother agrees" in summary(first)
    expect(second.locator("[data-recorded]")).to_contain_text("Heard", timeout=SOON)
    assert first.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0], "nothing stays on the device"
    for page in (first, second):
        assert faults_of(page, problems) == []


def test_one_item_by_keyboard_alone_and_the_rooms_screen_follows(
    open_page: Callable[..., Page], problems: list[str], meeting: tuple[str, list[str]]
) -> None:
    meeting_uid, items = meeting
    chair, room = open_page(Role.CHAIR), open_page(Role.COORD)
    room.goto(f"/meetings/{meeting_uid}/projector")
    chair.goto(f"/meetings/items/{items[1]}")
    reference = chair.locator("h1").inner_text().split(":")[0]
    chair.get_by_role("button", name="Start this item").click()
    expect(room.locator(".concord-projector")).to_contain_text(reference, timeout=SOON)
    keys = Keys(chair)
    keys.press("b")
    expect(chair.get_by_role("button", name="Show again")).to_be_visible()
    expect(chair.locator("h1")).to_be_hidden()
    expect(room.locator(".concord-projector")).not_to_contain_text(reference, timeout=SOON)
    keys.press("b")
    expect(chair.locator("h1")).to_be_visible()
    expect(room.locator(".concord-projector")).to_contain_text(reference, timeout=SOON)
    keys.press("?")
    expect(chair.get_by_role("dialog", name="Keys of this page")).to_be_visible()
    keys.press("Escape")

    keys.pressed = 0
    keys.press("t")
    keys.type("Heard from all.")
    keys.press("Escape", "a")
    keys.type("Ring the school")
    keys.press("Tab", "ArrowDown", "Tab", "c", "Escape", "s")
    keys.type("They wait for him after school")
    keys.press("Tab", "ArrowDown", "Tab")
    keys.type("Una Manager")
    keys.press("Escape", "d", "k")
    with chair.expect_navigation():
        keys.press("Control+Enter")
    assert keys.pressed <= 25
    recorded = chair.locator("[data-recorded]")
    for words in ("Keep open", "Ring the school", "They wait for him after school"):
        expect(recorded).to_contain_text(words)
        expect(room.locator(".concord-projector")).to_contain_text(words, timeout=SOON)
    with chair.expect_navigation():
        keys.press("n")
    expect(room.locator(".concord-projector")).not_to_contain_text(reference, timeout=SOON)
    keys.press("?")
    chair.get_by_role("button", name="Turn single keys off").click()
    expect(chair.locator(".govuk-notification-banner")).to_contain_text("Single keys are off")
    place = chair.url
    keys.press("n", "p")
    assert chair.url == place
    chair.set_viewport_size({"width": NARROW, "height": 700})
    assert faults_of(chair, problems) == []
    assert faults_of(room, problems) == []


class Keys:
    """Presses keys and counts them; words that are typed do not count."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
