"""The fuller month, where it lies beside the repository: agencies answer, two take notes, one decides, minutes."""

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
import time_machine
from playwright.sync_api import Page, expect

from app.features.accounts.interface import start_session
from app.features.accounts.models import User
from app.features.demonstration.cast import body_of, cast_of
from app.features.demonstration.commands import load_demonstration
from app.features.demonstration.month import SHARED, read_month
from app.features.demonstration.replay import Memory
from app.features.demonstration.returning import answers_for
from app.features.meetings import interface as meetings
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.browser.checks import faults_of
from tests.browser.conftest import Site
from tests.browser.filling import press
from tests.browser.stage import served
from tests.browser.test_month import go_to, name_of, open_the_meeting
from tests.conftest import close, prepared_template, settings_for
from tests.factories.accounts import the_system

pytestmark = pytest.mark.skipif(not (SHARED / "agency-returns.jsonl").is_file(), reason="the fuller month is not here")
ASKED = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
IN_TIME = datetime(2026, 11, 12, 10, 0, tzinfo=UTC)
TOO_LATE = datetime(2026, 11, 13, 15, 0, tzinfo=UTC)
MEETING = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
ISSUED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SCHOOL, INCLUSION, NURSE, REFUSES = "O-R002", "O-R003", "O-R006", "O-R027"
"""Returns of the files: two that contradict each other, one that knows nothing, one that is refused."""
SOON = 9_000


@pytest.fixture(scope="module")
def loaded(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Memory]]:
    """The month up to the day on which agencies are asked."""
    from app import create_app

    folder = tmp_path_factory.mktemp("fuller") / "instance"
    shutil.copytree(prepared_template(run_folder, "sqlite"), folder)
    app = create_app(settings_for(folder))
    with time_machine.travel(ASKED.replace(minute=0)), app.app_context():
        memory = load_demonstration(folder=SHARED, still_open_today=False)
        db.session.remove()
    try:
        with served(app) as address:
            yield Site(app, address), memory
    finally:
        close(app)


@pytest.fixture(scope="module")
def site(loaded: tuple[Site, Memory]) -> Site:
    return loaded[0]


@pytest.fixture(autouse=True)
def on_the_day() -> None:
    """Each part of this test says when it is."""


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=True):
        yield


def records() -> dict[str, dict[str, Any]]:
    lines = (SHARED / "agency-returns.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["record_id"]: row for row in map(json.loads, lines)}


def sign_in_as(page: Page, user_uid: str, site: Site) -> Page:
    """The sign-in page has one person of each role; here particular people answer."""
    with site.app.app_context(), acting_as(the_system()):
        token = start_session(db.session.get_one(User, user_uid))
        db.session.commit()
    cookie = site.app.session_interface.cookie  # type: ignore[attr-defined]
    page.context.add_cookies([{"name": cookie, "value": token, "url": site.address}])
    return page


def test_the_fuller_month(
    open_page: Callable[..., Page], problems: list[str], loaded: tuple[Site, Memory], tmp_path: Path
) -> None:
    site, memory = loaded
    every, cast = records(), cast_of(read_month(SHARED))
    chosen = {one: every[one] for one in (SCHOOL, INCLUSION, NURSE, REFUSES)}
    meeting_uid = the_meeting(site, memory, cast.coordinator)

    def agency(record_id: str) -> Page:
        page = sign_in_as(open_page(), memory.users[answers_for(chosen[record_id], cast)], site)
        page.goto("/returns")
        return page

    with at(ASKED):
        ask(open_page(Role.COORD), meeting_uid, [pair_of(one, memory) for one in chosen.values()])
    with at(IN_TIME):
        give(agency(SCHOOL), chosen[SCHOOL])
        page = agency(NURSE)
        page.locator("main tbody a").first.click()
        press(page, "Not known to us")
        page = agency(REFUSES)
        page.locator("main tbody a").first.click()
        page.get_by_role("link", name="Cannot share").click()
        page.locator("[name=cannot_share_reason]").fill(chosen[REFUSES]["cannot_share_reason"])
        press(page, "Answer")
        expect(page.locator("main")).to_contain_text("Cannot share")
    with at(TOO_LATE):
        page = agency(INCLUSION)
        give(page, chosen[INCLUSION])
        expect(page.locator("main")).to_contain_text("late")

    with at(MEETING):
        coordinator, helper, chair = open_page(Role.COORD), open_page(Role.ADMIN), open_page(Role.CHAIR)
        coordinator.goto(f"/meetings/{meeting_uid}/requests")
        states = coordinator.locator("#ask .govuk-tag").all_inner_texts()
        assert sorted(states) == ["Cannot share", "Not known", "Returned", "Returned late"]
        assert faults_of(coordinator, problems) == []
        coordinator.goto(f"/meetings/{meeting_uid}")
        press(coordinator, "Build the agenda")
        chair.goto(coordinator.url)
        open_the_meeting(chair)
        item = hear(site, memory, meeting_uid, chosen, (coordinator, helper, chair))
        for other in items_of(site, memory, cast.coordinator, meeting_uid) - {item}:
            with site.app.app_context(), acting_as(memory.actors[cast.coordinator]) as actor:
                meetings.defer_item(actor=actor, item=meetings.get_item(actor, other), reason="No time was left")
                db.session.commit()
        coordinator.goto(f"/meetings/{meeting_uid}")
        coordinator.get_by_role("link", name="Close the meeting").click()
        press(coordinator, "Close the meeting")
        coordinator.goto(f"/meetings/{meeting_uid}/minutes")
        press(coordinator, "Send to the chair")
        chair.goto(f"/meetings/{meeting_uid}/minutes")
        press(chair, "Approve the minutes")
        nurse = agency(NURSE)
        assert title_of(site, memory, cast.coordinator, item) not in nurse.locator("main").inner_text(), "PR-40"
        assert problems == []
        for page in (coordinator, helper, chair):
            page.close()  # an open item goes on asking after its session has ended

    with at(ISSUED):
        coordinator = open_page(Role.COORD)
        coordinator.goto(f"/meetings/{meeting_uid}/minutes/issue")
        press(coordinator, "Issue the minutes")
        school = agency(SCHOOL)
        school.goto(f"/meetings/{meeting_uid}/minutes")
        assert "He is back at school." in school.locator("main").inner_text()
        assert faults_of(school, problems) == []
        check_document(school, tmp_path / "minutes.docx")
    assert problems == []


def the_meeting(site: Site, memory: Memory, coordinator: str) -> str:
    with site.app.app_context(), acting_as(memory.actors[coordinator]) as actor:
        every = meetings.list_meetings(actor)
        return next(one.uid for one in every if one.held_on == date(2026, 11, 19) and not one.extraordinary)


def items_of(site: Site, memory: Memory, coordinator: str, meeting_uid: str) -> set[str]:
    with site.app.app_context(), acting_as(memory.actors[coordinator]) as actor:
        return {one.uid for one in meetings.list_items(actor, meetings.get_meeting(actor, meeting_uid))}


def title_of(site: Site, memory: Memory, coordinator: str, item_uid: str) -> str:
    with site.app.app_context(), acting_as(memory.actors[coordinator]) as actor:
        return meetings.get_item(actor, item_uid).case.subject.title


def pair_of(record: dict[str, Any], memory: Memory) -> str:
    case_uid = next(memory.cases[uid] for uid in record["about_record_ids"] if uid in memory.cases)
    return f"{case_uid}.{memory.agencies[body_of(record['agency'])]}"


def ask(page: Page, meeting_uid: str, pairs: list[str]) -> None:
    """Tick four boxes and no other, and press once."""
    page.goto(f"/meetings/{meeting_uid}/requests")
    page.evaluate("document.querySelectorAll('input[name=ask]').forEach((box) => { box.checked = false; })")
    for pair in pairs:
        page.locator(f"input[name=ask][value='{pair}']").check()
    press(page, "Send the requests that are ticked")
    expect(page.locator(".govuk-notification-banner")).to_contain_text(f"{len(pairs)} requests sent")


def give(page: Page, record: dict[str, Any]) -> None:
    """The form of an agency, with what the files say it returned."""
    page.locator("main tbody a").first.click()
    press(page, "Answer")
    page.locator(f"input[name=known][value='{record['known']}']").check()
    for name in ("worker", "strengths", "unmet_need", "what_we_are_doing"):
        page.locator(f"[name={name}]").fill(record[name] or "")
    page.locator("[name=gateway]").select_option(record["gateway"])
    page.locator("[name=necessity]").fill("They plan together how he comes home safely.")
    press(page, "Return")
    expect(page.locator("main")).to_contain_text("Returned")


def hear(
    site: Site, memory: Memory, meeting_uid: str, chosen: dict[str, dict[str, Any]], pages: tuple[Page, Page, Page]
) -> str:
    """Two write at once, the chair reads both sides of the contradiction and decides. Returns the uid of the item."""
    coordinator, helper, chair = pages
    case_uid = pair_of(chosen[SCHOOL], memory).split(".")[0]
    cast = cast_of(read_month(SHARED))
    with site.app.app_context(), acting_as(memory.actors[cast.coordinator]) as actor:
        item = next(one for one in meetings.items_of_case(actor, case_uid) if one.meeting_uid == meeting_uid).uid
    for page in pages:
        page.goto(f"/meetings/items/{item}")
    said = chair.locator(".concord-voices").inner_text()
    assert "94%" in said
    assert "71%" in said
    coordinator.get_by_label("Summary of what was said").fill("He is back at school.")
    helper.get_by_label("What the person said").fill("Rather boxing than football.")
    for page in pages[:2]:
        expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Saved \d\d:\d\d:\d\d"), timeout=SOON)
    expect(chair.get_by_label("What the person said")).to_have_value("Rather boxing than football.", timeout=SOON)
    expect(chair.get_by_label("Summary of what was said")).to_have_value("He is back at school.", timeout=SOON)
    go_to(chair, "a")
    chair.get_by_label("What is to be done").fill("Walk home with him on Fridays")
    chair.get_by_label("How we will know it is done").fill("He says so.")
    chair.get_by_label("Kind", exact=True).select_option("CONTACT_ENGAGE")
    chair.get_by_label("Owner", exact=True).select_option(label=name_of(helper))
    with chair.expect_navigation():
        chair.keyboard.press("Control+Enter")
    expect(chair.locator("[data-recorded]")).to_contain_text("Walk home with him on Fridays")
    return item


def check_document(page: Page, file: Path) -> None:
    with page.expect_download() as started:
        press(page, "Download as a Word document")
    started.value.save_as(file)
    read = docx.Document(io.BytesIO(file.read_bytes()))
    headings = [one.text for one in read.paragraphs if one.style and str(one.style.name).startswith("Heading")]
    assert headings[0] == "Minutes of 19 November 2026"
    assert {"Actions", "What agencies told the group"} <= set(headings)
    tables = {table.rows[0].cells[0].text: table for table in read.tables}
    assert "Walk home with him on Fridays" in tables["Reference"].rows[1].cells[1].text
    told = " ".join(row.cells[1].text for row in tables["Agency"].rows)
    assert "94%" in told
    assert "71%" in told
    assert read.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
