"""Every page that links lead to, as every role, in a month with everything in it: what all pages have in common, how
many statements each asks of the database, and how forms speak when they are sent empty."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, event

from app.features.accounts.demonstration import list_accounts
from app.features.demonstration.commands import load_demonstration
from app.features.demonstration.month import OWN
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.web.headers import CONTENT_SECURITY_POLICY
from tests.conftest import close, prepared_template, settings_for
from tests.crawl import crawl
from tests.factories.accounts import the_system
from tests.month import People
from tests.pages import Element, Page, Pages, first, has_class, words

MOMENT = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
"""The morning of the second meeting: the first is minuted, its actions are under way, the next can be opened."""

MOST = 3
"""Pages of one kind that are opened."""

BUDGET = 14
BUDGETS = {
    "accounts.hand_over": 15,  # of somebody who has something of every kind in hand
    "actions.mine": 16,  # whoever runs the month and has none is sent on to the tracker: two pages
    "cases.case": 43,  # the police list, the risk picture, who else was in each incident, alerts, outcomes
    "cases.close": 15,  # the plans for an age limit are weighed
    "cases.whole_timeline": 25,  # alerts and outcomes have rows of it
    "forums.overview": 15,  # the people on lists are looked for in the index, which follows the audit first
    "incidents.incident": 15,  # where it was, and what was joined to it
    "meetings.item": 23,
    "meetings.left_out": 19,
    "meetings.meeting": 19,  # who on it should not meet whom
    "meetings.request_one": 19,
    "meetings.requests": 24,
    "minutes.minutes": 18,
    "minutes.versions": 15,
    "networks.add_link": 17,  # who may be shown of those told
    "networks.chart": 15,
    "networks.identify": 20,  # who is meant is searched for
    "networks.leave_out_link": 17,
    "networks.network": 25,
    "notifications.decide": 21,  # two statements bring the index of names up to date, one reads where a form came from
    "packs.item": 23,
    "packs.prepare": 29,  # the same
    "packs.printed": 21,
    "places.place": 22,  # detached work is counted on it
    "referrals.fits": 17,  # the catalogue with its years and contracts, places, quality, venues, and the case
    "referrals.gap_list": 15,  # the same, and the open cases
    "referrals.linked": 20,  # sessions, outcomes and alerts are on it
    "referrals.referral": 20,  # the same
    "reminders.mine": 22,  # every room that has something waiting is asked, governance for four things
    "reporting.home": 31,  # documents, contested records and audits of governance
}
"""Endpoints that may ask more of the database, and how much: the number may only go down."""

VERBS = frozenset({"Add", "Choose", "Enter", "Read", "Select"})
"""What a message about an empty field may begin with."""

FILLS_IN = (Role.NOTIFIER, Role.PRACTITIONER, Role.COORD, Role.CHAIR, Role.PROV_LEAD, Role.SYSADMIN)
ENDS_SOMETHING = frozenset({"accounts.sign_out", "accounts.leave", "minutes.sign"})


class Statements:
    """Counts the statements sent to the database."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, *_: object) -> None:
        self.count += 1


@pytest.fixture(scope="module")
def house(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The project's own month, loaded once for this file."""
    from app import create_app

    instance = tmp_path_factory.mktemp("house") / "instance"
    shutil.copytree(prepared_template(run_folder, "sqlite"), instance)
    with time_machine.travel(MOMENT, tick=False):
        app = create_app(settings_for(instance))
        app.testing = True
        with app.app_context():
            load_demonstration(folder=OWN)
        yield app
        close(app)


@pytest.fixture(scope="module")
def statements(house: Flask) -> Statements:
    with house.app_context():
        return Statements(db.engine)


def browser_of(app: Flask, role: Role) -> Pages:
    """A browser in which the demonstration's person of that role has signed in."""
    with app.app_context(), acting_as(the_system()):
        users = {one: user.uid for one, user in list_accounts()}
    return People(app, users={str(role): users[role]}).browser(str(role))


@pytest.mark.parametrize("role", list(Role))
def test_what_every_page_has(house: Flask, statements: Statements, role: Role) -> None:
    faults: list[str] = []
    asked: dict[str, int] = {}
    pages = browser_of(house, role)
    statements.count = 0
    for endpoint, page in crawl(pages, most=MOST, files=True):
        asked[endpoint] = max(asked.get(endpoint, 0), statements.count)
        if page.response.mimetype == "text/html":
            faults += [f"{endpoint} {page.path}: {fault}" for fault in faults_of(page)]
        statements.count = 0
    assert faults == []
    assert asked
    over = {name: number for name, number in asked.items() if number > BUDGETS.get(name, BUDGET)}
    assert over == {}


def faults_of(page: Page) -> Iterator[str]:
    headers, document = page.response.headers, page.document
    if page.status != 200:
        yield f"answers {page.status}"
    if not page.title.endswith(" – Concord") or len(page.title) < len("A – Concord"):
        yield f"title {page.title!r}"
    if len(document.xpath("//h1")) != 1 or not page.heading:
        yield "not one heading"
    markings = document.xpath(f"//*[{has_class('concord-marking')}]")
    if not markings or not all("OFFICIAL" in words(one) for one in markings):
        yield "no marking"
    if headers.get("Content-Security-Policy") != CONTENT_SECURITY_POLICY:
        yield "another content policy"
    if headers.get("Cache-Control") != "no-store":
        yield "may be kept by a cache"
    yield from (f"empty link {link.attrib}" for link in document.iter("a") if is_empty(link))
    if document.xpath("//*[@style] | //style | //script[not(@src)]"):
        yield "style or script within the page"
    attributes = {name for element in document.iter() for name in element.attrib}
    yield from (f"handler {name}" for name in attributes if re.fullmatch(r"on[a-z]+", name))


def is_empty(link: Element) -> bool:
    return not link.get("href") or not (words(link) or link.get("aria-label"))


@pytest.mark.parametrize("role", FILLS_IN)
def test_messages_of_empty_forms_begin_with_a_verb(house: Flask, role: Role) -> None:
    """Each form is sent with nothing in it but its token."""
    pages = browser_of(house, role)
    forms = [
        page.path
        for endpoint, page in crawl(pages, most=1)
        if endpoint not in ENDS_SOMETHING and own_form(page) is not None
    ]
    said: set[str] = set()
    for path in forms:
        page = pages.get(path, status=None)
        form = own_form(page) if page.status == 200 else None
        if form is not None:
            token = first(form, ".//input[@name='csrf_token']")
            assert token is not None, f"{path} has a form without a token"
            answer = pages.post(path, {"csrf_token": token.get("value")}, status=None)
            assert answer.status in (200, 409), (path, answer.status)
            said |= set(answer.errors().values())
    assert said, "forms of this role say nothing"
    assert {message for message in said if message.split(" ", 1)[0] not in VERBS} == set()


def own_form(page: Page) -> Element | None:
    """The form that a page posts to its own address."""
    posted = page.part.xpath(".//form[@method='post']")
    return next((one for one in posted if one.get("action") in (None, "", page.path)), None)
