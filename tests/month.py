"""Drives a month of notifications through the web as the people who sent them, and triages them.

month = load_month()                              # skips the test when the material is not there
people = make_partnership_and_users(app, month)
for record in month.notifications:
    clock.set(record.at)
    sent = submit(people.browser(record.notifier), record)
    ...
    triage(people.browser(people.coordinator), sent.reference, outcome, reason="…")
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import pytest
from flask import Flask

from app.features.accounts.interface import start_session
from app.features.accounts.models import User
from app.features.notifications.questions import Kind, Question, questionnaire
from app.features.notifications.values import OTHER, flat, to_form
from app.features.subjects.interface import fold
from app.platform.access import Role, acting_as
from app.platform.database import db
from config import REPOSITORY
from tests.factories.accounts import make_agency, make_user, the_system
from tests.pages import Page, Pages

FOLDER = REPOSITORY.parent / "shared" / "data" / "month"
REFERENCE = re.compile(r"N-\d{4}-\d{4}")
AREA = "BNES"


@dataclass(frozen=True)
class Record:
    """A notification as an agency sent it."""

    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.data["record_id"])

    @property
    def kind(self) -> str:
        return str(self.data["subject_kind"])

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.data["submitted_at"])

    @property
    def notifier(self) -> str:
        return str(self.data["submitted_by"]["name"])

    @property
    def agency(self) -> tuple[str, str]:
        """Type and name."""
        sender = self.data["submitted_by_agency"]
        return str(sender["agency_type"]), str(sender["name"])


@dataclass(frozen=True)
class Month:
    notifications: tuple[Record, ...]
    truth: Mapping[str, Any]
    meeting: Mapping[str, Any]

    @cached_property
    def outcomes(self) -> dict[str, Mapping[str, Any]]:
        """What is expected of each notification, by record id."""
        return {one["record_id"]: one for one in self.truth["notification_outcomes"]}

    @cached_property
    def missing(self) -> dict[str, set[str]]:
        return {one["record_id"]: set(one["fields"]) for one in self.truth["missing_fields"]}

    @cached_property
    def agencies(self) -> set[tuple[str, str]]:
        """Type and name of every agency that sends something or is to be kept out of something."""
        senders = {record.agency for record in self.notifications}
        kept_out = {
            (entry["agency_type"], entry["agency_name"])
            for record in self.notifications
            for entry in record.data["do_not_share_with"]
        }
        return senders | kept_out


@cache
def load_month() -> Month:
    if not FOLDER.is_dir():
        pytest.skip("the month's material is not here")
    lines = (FOLDER / "notifications.jsonl").read_text(encoding="utf-8").splitlines()
    return Month(
        notifications=tuple(Record(json.loads(line)) for line in lines if line.strip()),
        truth=json.loads((FOLDER / "truth.json").read_text(encoding="utf-8")),
        meeting=json.loads((FOLDER / "meeting.json").read_text(encoding="utf-8")),
    )


@dataclass
class People:
    """The agencies and accounts of the month, by name."""

    app: Flask
    agencies: dict[tuple[str, str], str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    coordinator: str = "Coordinator of the month"
    chair: str = "Chair of the month"

    def browser(self, name: str) -> Pages:
        """A browser in which that person has just signed in."""
        pages = Pages(self.app.test_client())
        with self.app.app_context(), acting_as(the_system()):
            user = db.session.get(User, self.users[name])
            assert user is not None, name
            token = start_session(user)
            db.session.commit()
        pages.client.set_cookie(self.app.session_interface.cookie, token)  # type: ignore[attr-defined]
        return pages


def make_partnership_and_users(app: Flask, month: Month) -> People:
    """Every agency with an agreement, every notifier, a coordinator and a chair. Set the clock before the month."""
    people = People(app)
    with app.app_context():
        for agency_type, name in sorted(month.agencies):
            people.agencies[agency_type, name] = make_agency(name, area=AREA, agency_type=agency_type)
        host = make_agency("Host of the group", area=AREA, agency_type="LA_CS")
        for number, (name, agency) in enumerate(sorted({(one.notifier, one.agency) for one in month.notifications})):
            user = make_user(
                Role.PRACTITIONER,
                agency_uid=people.agencies[agency],
                area=AREA,
                name=name,
                email=f"notifier{number}@example.org",
            )
            people.users[name] = user.uid
        for name, role, email in (
            (people.coordinator, Role.COORD, "coordinator@example.org"),
            (people.chair, Role.CHAIR, "chair@example.org"),
        ):
            people.users[name] = make_user(role, agency_uid=host, area=AREA, name=name, email=email).uid
    return people


# Sending ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """What came of pressing send. Refused: the fields named, and no reference."""

    page: Page
    reference: str | None
    refused: frozenset[str] = frozenset()


def submit(pages: Pages, record: Record | Mapping[str, Any]) -> Sent:
    """Fill in the single-page form as `record` has it, check the answers and send."""
    data = record.data if isinstance(record, Record) else record
    page = open_draft(pages, str(data["subject_kind"]), data.get("immediate_danger") or "NO")
    page = pages.get(f"{draft_path(page)}/all")
    posted = page.form_data("Save and check") | form_fields(pages, data)
    if not data.get("immediate_danger"):
        posted.pop("immediate_danger", None)
    page = pages.post(page.path, posted)
    if page.errors():
        return Sent(page, None, frozenset(re.sub(r"-(?:day|month|year)$", "", name) for name in page.errors()))
    assert page.heading == "Check your answers", page.text[:400]
    page = page.submit("Send notification")
    found = REFERENCE.search(page.text)
    assert found, page.text[:400]
    return Sent(page, found.group(0))


def open_draft(pages: Pages, kind: str, danger: str) -> Page:
    """Answer the first page. What comes back is the stop page, or the first part of the form."""
    return pages.get("/notifications/new").submit("Continue", immediate_danger=danger, subject_kind=kind)


def draft_path(page: Page) -> str:
    return "/".join(page.path.split("/")[:3])


def form_fields(pages: Pages, data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the single-page form for a record, as a browser posts them."""
    questions = tuple(questionnaire(str(data["subject_kind"])).questions)
    agency_type = str(data["submitted_by_agency"]["agency_type"])
    with pages.client.application.app_context():
        shown = to_form(data, questions, agency_type)
    return wired(flat(questions), shown)


def wired(questions: Iterable[tuple[str, Question]], shown: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, question in questions:
        value = shown.get(name)
        wire = prefix + name
        if question.open_list:
            found[wire + OTHER] = shown.get(name + OTHER, "")
        if question.kind is Kind.REPEAT:
            for number, entry in enumerate(value or ()):
                found |= wired(flat(question.parts), entry, f"{wire}-{number}-")
        elif question.kind is Kind.DATE:
            parts = (value.day, value.month, value.year) if isinstance(value, date) else ("", "", "")
            found |= {f"{wire}-{part}": str(one) for part, one in zip(("day", "month", "year"), parts, strict=True)}
        elif question.kind is Kind.MANY:
            found[wire] = list(value or ())
        elif question.kind is Kind.TICK:
            found |= {wire: "y"} if value else {}
        elif isinstance(value, date):
            found[wire] = value.isoformat()
        elif isinstance(value, Decimal):
            found[wire] = format(value, "f")
        elif value is not None:
            found[wire] = str(value)
    return found


# Triage -------------------------------------------------------------------------------------------------------------


def triage(
    pages: Pages,
    reference: str,
    outcome: str,
    *,
    reason: str = "",
    answer: str = "",
    same_as: str | None = None,
    case_reference: str = "",
) -> Page:
    """Decide on the notification of that reference. `same_as` is the beginning of a person's name as the page offers
    it, "different" or "undecided"; left out, "different" where the page asks."""
    page = open_triage(pages, reference)
    fields: dict[str, Any] = {"outcome": outcome, "reason": reason, "answer": answer, "case_reference": case_reference}
    offered = likenesses(page)
    if offered:
        fields["same_as"] = offered[chosen(same_as, offered)]
    return page.submit("Decide and answer the notifier", fields)


def open_triage(pages: Pages, reference: str) -> Page:
    page = pages.get("/notifications/triage")
    while reference not in page.links:
        page = page.follow("Next")
    return page.follow(reference)


def likenesses(page: Page) -> dict[str, str]:
    """The people the page offers as the same: value by words, with "different" and "undecided"."""
    found: dict[str, str] = {}
    for box in page.soup.select("input[name=same_as]"):
        label = page.soup.select_one(f"label[for={box['id']}]")
        value = str(box["value"])
        words = label.get_text(" ", strip=True) if label else ""
        found[value if value in ("different", "undecided") else words] = value
    return found


def chosen(same_as: str | None, offered: Mapping[str, str]) -> str:
    if same_as is None:
        return "different"
    if same_as in offered:
        return same_as
    return next(words for words in offered if fold(same_as) in fold(words))
