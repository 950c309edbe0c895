"""Every page that links lead to, as every role: it answers, and a browser, an accessibility checker and a phone of
320 px find nothing wrong with it."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page

from app.platform.access import Role
from app.web.access_matrix import lines
from tests.browser.checks import NARROW, OF_WIDTH, faults_of, with_axe_in
from tests.browser.conftest import DESKTOP, Site, sign_in
from tests.browser.stage import MOMENT, alone, opened, prepared, prepared_month, served
from tests.browser.waiting import leave_waiting
from tests.conftest import RUN_FOLDER
from tests.crawl import crawl, endpoint_of
from tests.pages import Pages

EXAMPLES = 60
"""Records of one kind that are opened in search of links that only some of them have."""
NO_PAGE = {
    "healthz": "words for a supervisor",
    "readyz": "words for a supervisor",
    "accounts.status": "JSON for the page's script",
    "meetings.live": "JSON for the page's script",
    "places.shapes": "JSON for the map's script; the tests of places read it",
    "meetings.projector_now": "a part of the projector's page",
    "tracker.file": "a spreadsheet; the month's test opens it",
    "notifications.blank": "a spreadsheet; the tests of notifications fill it in",
}
BEFORE_SIGNING_IN = {  # seen in test_coming_in
    "accounts.enrol",
    "accounts.forgotten",
    "accounts.invitation",
    "accounts.link_sent",
    "accounts.new_passphrase",
    "accounts.not_admitted",
    "accounts.recovery_code",
    "accounts.reset",
    "accounts.second_factor",
    "accounts.sign_in",
    "accounts.signed_out",
}
WITHOUT_LINK = {
    "accounts.parked": "offered only after a session ran out; seen in test_idle",
    "accounts.passphrase": "the demonstration's people have none; seen in test_coming_in",
    "accounts.recovery_codes": "the demonstration's people have none; seen in test_coming_in",
    "actions.together_with": "comes after selecting in a list; seen in the tests of actions",
    "diary.feed": "read by calendar programs, by its secret address; seen in the tests of the diary",
    "escalation.check": "comes after saving a letter; seen in the tests of the ladder",
    "minutes.back": "while the chair has a draft; seen in the tests of minutes",
    "outcomes.said": "comes after sending; seen in the tests of outcomes",
    "outcomes.say": "opened with a link that is shown once; seen in the tests of outcomes",
    "places.begin": "while no round is under way; seen in the tests of places",
    "risk.draft": "while no other version is drafted; seen in the tests of risk",
    "notifications.sent": "comes once, after sending; the month's test sees it",
}
CHAIR_ONLY = {
    "meetings.late": "the chair agrees to hear late cases (PR-10)",
    "notifications.late": "the chair agrees to hear late cases (PR-10)",
    "governance.refuse_disclosure": "the chair or the data protection officer refuses (PR-31)",
}
HEARS_ALL = {"meetings.shared", "meetings.shared_item"}
"""For members of another group; whoever runs the month has the agenda."""
NO_LETTER = {"escalation.sent"}
"""A letter to an agency comes after weeks; seen in the tests of the ladder."""
NOTHING_THERE = {
    Role.PRACTITIONER: NO_LETTER,
    Role.SPOC: NO_LETTER,
    Role.EIT: NO_LETTER,
    Role.AUDITOR: {"governance.contest"},  # sees that there is one, never what it says
    Role.ADMIN: HEARS_ALL,
    Role.CHAIR: HEARS_ALL,
    Role.COORD: HEARS_ALL,
    Role.COMMISSIONER: {"outcomes.changes", "referrals.linked"},  # sees the catalogue, and no case
}

SEEN_BY = {
    Role.NOTIFIER: 1,
    Role.PRACTITIONER: 2,
    Role.COORD: 5,
    Role.PROV_LEAD: 1,
    Role.COMMISSIONER: 1,
    Role.ANALYST: 1,
    Role.AUDITOR: 1,
    Role.SYSADMIN: 2,
}
"""One role of each kind, in whose place a browser looks at every page, and in how many shares. CHAIR sees what COORD
sees and what is hers alone."""
FULLEST = (Role.PRACTITIONER, Role.COORD, Role.PROV_LEAD)
"""What they are shown holds every part of a page; axe looks at the pages of others where these have none."""
SHARES = [(role, share) for role, shares in SEEN_BY.items() for share in range(shares)]


@pytest.fixture(scope="module")
def site(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with time_machine.travel(MOMENT):
        month = prepared(run_folder, "waiting", prepared_month(run_folder), leave_waiting)
    with opened(run_folder, tmp_path_factory.mktemp("site") / "instance", month) as app, served(app) as address:
        yield Site(app, address)


def expected_of(app: Flask, role: Role) -> set[str]:
    """The endpoints that links should lead somebody of a role to."""
    without = {*NO_PAGE, *BEFORE_SIGNING_IN, *WITHOUT_LINK, *(CHAIR_ONLY if role is not Role.CHAIR else ())}
    routes = {line.endpoint for line in lines(app) if "GET" in line.methods and line.admits(role)}
    return routes - without - NOTHING_THERE.get(role, set())


def reached(site: Site, page: Page, role: Role) -> dict[str, str]:
    """An address for each endpoint, by following links as whoever is signed in on the page. They are looked for once
    in a run: every process has a copy of the same month. What COORD came by is tried first by the others."""
    folder = Path(os.environ[RUN_FOLDER])
    kept, guide = (folder / f"reached-{one}.json" for one in (role, Role.COORD))
    with alone(folder, kept.name):
        if not kept.exists():
            client = site.app.test_client()
            cookie = next(one for one in page.context.cookies() if one.get("name") == "concord")
            client.set_cookie("concord", cookie["value"])
            ways = json.loads(guide.read_text())["ways"] if guide.exists() else []
            kept.write_text(json.dumps(found_by_links(Pages(client), expected_of(site.app, role), set(ways))))
    found: dict[str, str] = json.loads(kept.read_text())["found"]
    return found


def found_by_links(pages: Pages, wanted: set[str], first: set[str]) -> dict[str, Any]:
    """`found`: an address for each endpoint; `ways`: the addresses that led there."""
    found: dict[str, str] = {}
    came_from: dict[str, str] = {}
    for _endpoint, page in crawl(pages, most=EXAMPLES, skip=NO_PAGE, files=True, first=first, came_from=came_from):
        assert (page.status, page.response.mimetype) == (200, "text/html"), page.path
        found.setdefault(str(endpoint_of(pages.client.application, page.path)), page.path)
        if wanted <= found.keys():
            break
    ways: set[str] = set()
    left = list(found.values())
    while left:
        path = left.pop()
        if path not in ways:
            ways.add(path)
            left.append(came_from.get(path, path))
    return {"found": found, "ways": sorted(ways)}


@pytest.mark.parametrize("role", list(Role))
def test_links_lead_everywhere(site: Site, page: Page, role: Role) -> None:
    sign_in(page, role)
    missing = sorted(expected_of(site.app, role) - reached(site, page, role).keys())
    assert not missing, ", ".join(missing)


@pytest.mark.parametrize(("role", "share"), SHARES)
def test_pages(site: Site, open_page: Callable[..., Page], problems: list[str], role: Role, share: int) -> None:
    page = with_axe_in(open_page(role))
    found = sorted(reached(site, page, role).items())[share :: SEEN_BY[role]]
    alike = set().union(*(expected_of(site.app, one) for one in FULLEST)) if role not in FULLEST else set()
    look_at(page, [path for endpoint, path in found if endpoint not in alike], problems)
    look_at(page, [path for endpoint, path in found if endpoint in alike], problems, with_axe=False)


def test_pages_of_the_chair(site: Site, open_page: Callable[..., Page], problems: list[str]) -> None:
    page = with_axe_in(open_page(Role.CHAIR))
    own = expected_of(site.app, Role.CHAIR) - expected_of(site.app, Role.COORD)
    found = reached(site, page, Role.CHAIR)
    look_at(page, [path for endpoint, path in found.items() if endpoint in own], problems)


def test_the_chart_of_a_network_is_walked_through_by_keyboard(site: Site, open_page: Callable[..., Page]) -> None:
    """Arrows move from person to person and along links, and each is said; the library adds no style of its own."""
    page = open_page(Role.COORD)
    page.goto("/networks")
    page.get_by_role("link", name="Network W-2026-0001").click()
    page.get_by_role("link", name="See the chart").click()
    stage, said = page.locator(".concord-net__stage"), page.locator(".concord-net__said")
    last = page.locator(".concord-net__svg [data-uid]").count()
    stage.focus()
    for key, number in (("ArrowDown", "1 "), ("ArrowDown", "2 "), ("ArrowUp", "1 "), ("End", f"{last} ")):
        page.keyboard.press(key)
        assert said.inner_text().startswith(number), key
    assert "Linked to" in said.inner_text()
    assert page.locator("style").count() == 0
    page.emulate_media(media="print")
    assert page.locator(".concord-net__svg").is_visible()
    assert not stage.is_visible()


def look_at(page: Page, addresses: list[str], problems: list[str], *, with_axe: bool = True) -> None:
    wrong = []
    problems.clear()
    for path in addresses:
        page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
        page.goto(path)
        wrong += [f"{path}: {fault}" for fault in faults_of(page, problems, with_axe=with_axe)]
        page.set_viewport_size({"width": NARROW, "height": DESKTOP["height"]})
        wrong += [
            f"{path} at {NARROW}: {fault}" for fault in faults_of(page, problems, with_axe=with_axe, standards=OF_WIDTH)
        ]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
