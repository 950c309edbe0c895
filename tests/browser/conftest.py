"""A real browser against a real server, both on this machine, in the demonstration's month."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from app.platform.access import ROLE_NAMES, Role
from tests.browser.stage import MOMENT, opened, prepared_month, served

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws no window of its own, which takes a fifth of the time."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
STARTED = time.monotonic()

WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
"""Notes what the content policy blocks, from before the page's first script."""


@dataclass(frozen=True)
class Site:
    """The application, and the address at which it answers."""

    app: Flask
    address: str


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("Install Chromium, or run ./scripts/test --quick")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The month, served while a module's tests run. What one test changes there, the module's others see."""
    with time_machine.travel(MOMENT):
        prepared_month(run_folder)
    with opened(run_folder, tmp_path_factory.mktemp("site") / "instance") as app, served(app) as address:
        yield Site(app, address)


@pytest.fixture(autouse=True)
def on_the_day(site: Site) -> Iterator[None]:
    """It is MOMENT, and time goes on from there, from one test to the next."""
    with time_machine.travel(MOMENT + timedelta(seconds=time.monotonic() - STARTED), tick=True):
        yield


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, site: Site) -> Iterator[NewContext]:
    """`new_context(**options)`: a fresh profile, with addresses relative to the site's."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        chosen = {"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "Europe/London"} | options
        context = browser.new_context(base_url=site.address, **chosen)
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def problems() -> list[str]:
    """What the browser complained of: console messages, errors of scripts, requests that failed."""
    return []


@pytest.fixture
def open_page(new_context: NewContext, problems: list[str]) -> Callable[..., Page]:
    """`open_page(role)`: a page in a profile of its own, somebody with that role signed in; None: nobody."""

    def make(role: Role | None = None, **options: Any) -> Page:
        page = new_context(**options).new_page()
        listen(page, problems)
        if role is not None:
            sign_in(page, role)
        return page

    return make


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


def listen(page: Page, problems: list[str]) -> None:
    page.on("console", lambda message: _note_message(message, problems))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: _note_failure(request, problems))


def _note_message(message: ConsoleMessage, problems: list[str]) -> None:
    """Chromium reports every sign-out: it did as it was told."""
    if not message.text.startswith("Clear-Site-Data header on"):
        problems.append(f"{message.type}: {message.text}")


def _note_failure(request: Request, problems: list[str]) -> None:
    """What the browser gave up because it went on to another page, or made a download of, is no failure."""
    if "ERR_ABORTED" not in (request.failure or ""):
        problems.append(f"not loaded: {request.url} {request.failure}")


def sign_in(page: Page, role: Role) -> None:
    """Press the demonstration's button of the first person with that role."""
    page.goto("/account/sign-in")
    of_role = page.locator(".concord-people__role", has_text=re.compile(rf"^\s*{ROLE_NAMES[role]}\s*$"))
    page.locator(".concord-people__button").filter(has=of_role).click()
    page.wait_for_url(lambda url: "/account/sign-in" not in url)
