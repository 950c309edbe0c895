"""Marked words are typed into every field that takes words, and looked for everywhere they must not be.

A canary is a word that occurs nowhere else. After the run none is found in the database (files or dump), the key
store, logs, mails, checkpoints, addresses, titles, flashes and file names; each is found on the pages of those who may
see it. The one exception: a mail is sent to an address, so its To header holds that address.
"""

import io
import logging
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import structlog
from flask import Flask, Response, request
from sqlalchemy import select

from app.features.notifications.offline.writing import blank_form
from app.features.notifications.questions import Kind, Question, questionnaire
from app.features.notifications.values import offered
from app.platform.access import Role
from app.platform.audit import write_checkpoint
from app.platform.audit.chain import AuditEntry
from app.platform.database import db
from tests.conftest import KINDS, Clock, Database, Mailbox
from tests.crawl import crawl
from tests.factories import offline
from tests.factories.accounts import make_agency, make_user
from tests.factories.governance import turn_on_police_list
from tests.factories.referrals import load_catalogue
from tests.factories.tracker import write_files
from tests.month import People, submit, triage
from tests.pages import Page, Pages, controls, has_class
from tests.postgresql import ADMIN

pytestmark = pytest.mark.parametrize("database", KINDS, indirect=True)

WORD = "zqcanary"
START = datetime(2026, 10, 20, 10, tzinfo=UTC)
MEETING = datetime(2026, 11, 19, 14, tzinfo=UTC)
SOON = "1/12/2026"
NOT_WORDS = frozenset({"hidden", "checkbox", "radio", "submit", "button", "password", "file"})

ADDRESS = re.compile(r'\b(?:href|action|formaction|src)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
FLASH = re.compile(r'class="[^"]*(?:notification-banner__content|moj-alert__content)(.*?)</div>', re.DOTALL)
SENT_IN_ADDRESS = re.compile(r'<form[^>]*method="get".*?</form>', re.DOTALL)
VALUE = re.compile(r'\bvalue="([^"]*)"')
"""With regular expressions: this looks at every answer, and a parser would take most of the time."""


class Canaries:
    """Makes the words and remembers where each was typed."""

    def __init__(self) -> None:
        self.typed: dict[str, str] = {}
        self.gone: dict[str, str] = {}
        """Words that nobody is shown any more, with the reason."""

    def __call__(self, where: str) -> str:
        word = f"Zqcanary{len(self.typed):03d}x"
        self.typed[word.lower()] = where
        return word

    def name(self, where: str) -> str:
        """A word without a number in it, for a field that takes none."""
        word = self(where).lower()
        spelt = word.removesuffix("x").translate(str.maketrans("0123456789", "bcdefghijk")) + "x"
        self.typed[spelt] = self.typed.pop(word)
        return spelt.capitalize()

    def give_up(self, where: str, why: str) -> None:
        """Nobody is shown what was typed at `where` (its beginning) any more. It must still not be found elsewhere."""
        self.gone |= {word: why for word, typed_at in self.typed.items() if typed_at.startswith(where)}

    def found_in(self, content: str) -> set[str]:
        return set(re.findall(rf"{WORD}[0-9b-k]+x", content.lower())) & self.typed.keys()


# Filling in forms ---------------------------------------------------------------------------------------------------


def fill(canaries: Canaries, page: Page, button: str | None = None, **known: Any) -> Page:
    """Press a button with a canary in every box for words that `known` does not fill, and the first of every choice.
    Dates and numbers that are not known are left as they are. What comes back has no errors."""
    data = dict(page.form_data(button)) | known
    for element in controls(page.form(button)):
        name = element.get("name")
        if not name or name in known or "disabled" in element.attrib:
            continue
        kind = "select" if element.tag == "select" else element.get("type", "text").lower()
        options = [one.get("value", "") for one in element.iter("option")]
        if kind == "radio":
            data.setdefault(name, element.get("value"))
        elif kind == "select":
            data[name] = data.get(name) or next((one for one in options if one), "")
        elif kind not in NOT_WORDS and not is_for_dates_or_numbers(element) and not data.get(name):
            data[name] = canaries(f"{page.path.split('/')[1]} {page.heading}: {name}")
    page = page.submit(button, {name: value for name, value in data.items() if value != ""})
    assert page.errors() == {}, (page.path, page.heading, page.errors())
    return page


def is_for_dates_or_numbers(element: Any) -> bool:
    dated = element.xpath(f"ancestor::*[{has_class('concord-date')}]")
    return element.get("inputmode") == "numeric" or "date" in element.get("class", "") or bool(dated)


def notification(canaries: Canaries, subject_kind: str, agency_type: str) -> dict[str, Any]:
    """A record with an answer to every question: a canary wherever words are taken."""
    record: dict[str, Any] = {
        question.name: answer(canaries, question, f"{subject_kind} {question.name}", agency_type)
        for question in questionnaire(subject_kind).questions
    }
    return record | {
        "subject_kind": subject_kind,
        "submitted_by_agency": {"agency_type": agency_type},
        "immediate_danger": "NO",
        "protective_factors_none": False,
        "risk_factors_none": False,
        "line_manager_agreed": True,
    }


LATER = frozenset({"expires_on", "to", "end"})
ANSWERS = {
    "dob": "2010-03-02",
    "dob_precision": "EXACT",
    "time": "15:30",
    "protected": False,
    "mash_referral_made": "MADE",
    "share_level": "A",
    "agency_type": "COUNCILLOR",
    "present": "Y",
    "urgency_view": "NEXT_MEETING",
    "lat": 51.38,
    "lon": -2.36,
}
"""Answers that are not words, and by name because what they mean decides what follows."""


def answer(canaries: Canaries, question: Question, where: str, agency_type: str) -> Any:
    if question.name in ANSWERS and not question.parts:
        return ANSWERS[question.name]
    codes = [code.code for code in offered(question, agency_type)] if question.codes else []
    match question.kind:
        case Kind.TEXT | Kind.LONG:
            return canaries(where)
        case Kind.LINES:
            return [canaries(where), canaries(where)]
        case Kind.ONE:
            return codes[0]
        case Kind.MANY:
            return [codes[0], *([canaries(where)] if question.open_list else [])]
        case Kind.DATE | Kind.DAY:
            later = question.name in LATER
            return "2026-12-30" if later else "2026-10-01"
        case Kind.NUMBER | Kind.DECIMAL:
            return 15
        case Kind.SCALE:
            return question.scale[0][0]
        case Kind.YES_NO:
            return True
        case Kind.TICK:
            return False
        case Kind.GROUP:
            return {part.name: answer(canaries, part, f"{where}.{part.name}", agency_type) for part in question.parts}
        case Kind.REPEAT:
            return [{part.name: answer(canaries, part, f"{where}.{part.name}", agency_type) for part in question.parts}]


# The run ------------------------------------------------------------------------------------------------------------


@dataclass
class Run:
    app: Flask
    clock: Clock
    mailbox: Mailbox
    caplog: pytest.LogCaptureFixture
    canaries: Canaries = field(default_factory=Canaries)
    users: dict[str, str] = field(default_factory=dict)
    outside: list[tuple[str, str]] = field(default_factory=list)
    """What an answer says outside its page: what it is, and its words."""
    log: io.StringIO = field(default_factory=io.StringIO)
    stderr: pytest.CaptureFixture[str] | None = None

    def browser(self, name: str) -> Pages:
        return People(self.app, users=self.users).browser(name)

    def fill(self, page: Page, button: str | None = None, **known: Any) -> Page:
        return fill(self.canaries, page, button, **known)

    def post(self, name: str, path: str, button: str | None = None, **known: Any) -> Page:
        """Open a page as somebody and fill in its form."""
        return self.fill(self.browser(name).get(path), button, **known)

    @cached_property
    def case_paths(self) -> list[str]:
        page = self.browser("coord").get("/cases")
        return [str(link["href"]) for link in page.main.select("tbody a")]

    def keep(self, response: Response) -> Response:
        """Remember what an answer says outside its page: addresses, titles, flashes, names of files."""
        self.outside.append(("address", request.full_path))
        self.outside.append(("place to go on to", response.location or ""))
        self.outside.append(("name of a file", response.headers.get("Content-Disposition", "")))
        self.outside.append(("header", repr([one for one in response.headers if one[0] != "Set-Cookie"])))
        if response.mimetype == "text/html":
            content = response.get_data(as_text=True)
            self.outside.extend(("address on a page", one) for one in ADDRESS.findall(content))
            self.outside.extend(("title", one) for one in TITLE.findall(content))
            self.outside.extend(("flash", one) for one in FLASH.findall(content))
            for form in SENT_IN_ADDRESS.findall(content):
                self.outside.extend(("value that goes into an address", one) for one in VALUE.findall(form))
        return response


@pytest.fixture
def run(
    app: Flask, clock: Clock, mailbox: Mailbox, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Run:
    clock.set(START)
    caplog.set_level(logging.INFO)
    found = Run(app, clock, mailbox, caplog)
    app.after_request(found.keep)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.WriteLoggerFactory(file=found.log),
    )
    with app.app_context():
        load_catalogue()
        turn_on_police_list()
        agencies = {
            kind: make_agency(f"Agency of type {kind}", agency_type=kind)
            for kind in ("EDU_SCH", "POL", "LA_CSC", "YOT", "LA_CS", "VCS_PROV", "LA_HOU")
        }
        for name, role, kind in (
            ("coord", Role.COORD, "LA_CS"),
            ("chair", Role.CHAIR, "POL"),
            ("school", Role.SPOC, "EDU_SCH"),
            ("housing", Role.PRACTITIONER, "LA_HOU"),
            ("provider", Role.PROV_LEAD, "VCS_PROV"),
            ("dpo", Role.DPO, "LA_CS"),
            ("sysadmin", Role.SYSADMIN, "LA_CS"),
        ):
            user = make_user(role, agency_uid=agencies[kind], name=f"Person {name}", email=f"{name}@canary.example")
            found.users[name] = user.uid
        found.users |= {f"agency {kind}": uid for kind, uid in agencies.items()}
    found.stderr = capfd
    return found


def test_marked_words_are_only_where_they_may_be(run: Run, database: Database) -> None:
    plan_meetings(run)
    notify(run)
    find_the_same(run)
    record_in_cases(run)
    act(run)
    assure(run)
    link(run)
    send_late(run)
    meet(run)
    invite(run)
    go_wrong(run)
    end_cases(run)
    run_out(run)
    run.mailbox.deliver()
    with run.app.app_context():
        write_checkpoint(database.settings.checkpoint_dir)
    shown = everything_shown(run)
    nothing_outside_pages(run)
    nothing_at_rest(run, database)
    missing = {
        word: where for word, where in run.canaries.typed.items() if word not in shown | run.canaries.gone.keys()
    }
    assert not missing, "\n".join(missing.values())
    assert len(run.canaries.typed) > 200


def notify(run: Run) -> None:
    school = run.browser("school")
    for kind in ("INDIVIDUAL", "NETWORK", "PLACE", "INDIVIDUAL"):
        with run.app.app_context():
            record = notification(run.canaries, kind, "EDU_SCH")
        sent = submit(school, record)
        assert sent.reference, (kind, sent.page.errors())
        page = school.get("/notifications").follow(sent.reference).follow("Add information")
        run.fill(page)
        outcome = {"INDIVIDUAL": "ACCEPT_FULL"}.get(kind, f"ACCEPT_{kind}")
        page = triage(
            run.browser("coord"),
            sent.reference,
            outcome,
            reason=run.canaries("triage reason"),
            answer=run.canaries("triage answer"),
        )
        assert "decided" in page.flash, page.errors()


def send_late(run: Run) -> None:
    """After nominations closed; the chair agrees to hear it this month."""
    run.clock.set(datetime(2026, 11, 10, 10, tzinfo=UTC))
    with run.app.app_context():
        record = notification(run.canaries, "INDIVIDUAL", "EDU_SCH")
    sent = submit(run.browser("school"), record)
    assert sent.reference, sent.page.errors()
    triage(run.browser("coord"), sent.reference, "ACCEPT_FULL")
    page = run.browser("chair").get("/notifications/decided").follow(sent.reference)
    run.post("chair", f"{page.path}/late")


def record_in_cases(run: Run) -> None:
    case = run.case_paths[0]
    run.post("coord", f"{case}/notes/new")
    run.post("coord", f"/risk{case}/assess", cause="RED", harmed="AMBER", exploited="GREEN", imminence="SOON")
    run.post("coord", f"/risk{case}/factors/new", grade="A", on="1/10/2026")
    run.post("coord", f"{case}/lead", agency_uid=run.users["agency YOT"], user_uid="")
    run.post("coord", f"{case}/agencies/share", agency_uid=run.users["agency LA_HOU"])
    run.post("school", f"{run.case_paths[-1]}/notes/new")
    run.post("coord", "/cases/search")
    run.canaries.give_up("cases Search", "what is searched for is not kept")


def find_the_same(run: Run) -> None:
    """A row of the police list that is keyed, a form that came on paper, two people joined and taken apart."""
    events = ("victim_events_12m", "suspect_events_12m", "knife_events_24m", "missing_12m")
    flags = {"role_victim": "1", "role_suspect": "0", "weapon_flag": "0", "ocg_flag": "0"}
    days = {"extract_at": "19/10/2026", "dob": "3/4/2010", "last_event_at": "1/10/2026", "expires_on": SOON}
    codes = {"area_code": "BNES", "handling_code": "P", "gsc": "OFFICIAL", "home_postcode": "BA2 1AA"}
    row = run.post("coord", "/police-list/key", **dict.fromkeys(events, "1"), **flags, **days, **codes)
    run.fill(row, "Save the decision", decision="REJECT", code="OTHER")
    keys = ("@agency", "@name", "@contact", "given_names", "family_name", "sex", "what_is_worrying")
    with run.app.app_context():
        said = {key: run.canaries(f"offline form: {key}") for key in keys}
        beside = run.canaries("offline form: over its own words")
        data = offline.fill(blank_form("INDIVIDUAL"), said, lambda book: book.worksheets[0].__setitem__("A6", beside))
    page = offline.upload(run.browser("coord"), data, run.users["agency EDU_SCH"], received_on="20/10/2026")
    assert page.heading.startswith("Form F-"), page.errors()
    coordinator = run.browser("coord")
    pages = [coordinator.get(path) for path in run.case_paths]
    one, other = [page for page in pages if "Compare with another person" in page.text][:2]
    pair = one.follow("Compare with another person").submit("Compare", reference=other.heading.split()[1])
    run.fill(pair, "Save", verdict="SAME")
    page = run.post("coord", f"{pair.path}/join", "Join the two records")
    run.fill(page.follow("Take the two apart"), "Take the two apart")


def agree(run: Run, category: str, **known: Any) -> str:
    """An action of the housing agency that was accepted, the only one of its kind. Returns its path."""
    uid = run.case_paths[0].rsplit("/", 1)[-1]
    terms = {"owner_agency_uid": run.users["agency LA_HOU"], "owner_uid": run.users["housing"], "due_on": SOON}
    page = run.post("coord", f"/actions/new/{uid}", category=category, **terms | known)
    run.browser("housing").get(page.path).submit("Accept")
    return page.path


def act(run: Run) -> None:
    done = agree(run, "CONTACT_ENGAGE")
    for name, step in (("housing", "start"), ("housing", "note"), ("housing", "done"), ("chair", "confirm")):
        run.post(name, f"{done}/{step}")
    run.post("housing", f"{agree(run, 'ASSESS', owner_uid='')}/not-done")
    run.post("housing", f"{agree(run, 'FAMILY')}/replace")
    handed_on = agree(run, "MENTOR", owner_name="Somebody")  # whose name is not shown once a colleague owns it
    run.post("housing", f"{handed_on}/colleague", owner_uid="")
    run.post("coord", f"{agree(run, 'ETE')}/transfer", agency_uid=run.users["agency POL"], owner_uid="")
    page = run.browser("coord").get("/actions/tracker/export")
    asked: dict[str, Any] = {"names": "WITH", "recipient_uid": run.users["agency POL"], "gateway": "CDA115"}
    reason, recipient = run.canaries("why the file is needed"), run.canaries("who receives the file")
    page = page.submit("Make the file", **asked, reason=reason, recipient=recipient)
    assert write_files(run.app) == 1
    assert page.pages.get(f"{page.path}/file").response.mimetype != "text/html"


def seek(run: Run) -> str:
    """Assurance that the housing agency gave. Returns its path."""
    uid = run.case_paths[0].rsplit("/", 1)[-1]
    asked = {"agency_uid": run.users["agency LA_HOU"], "asked_user_uid": "", "due_on": SOON}
    page = run.post("coord", f"/assurance/new/{uid}", **asked)
    given: dict[str, Any] = {"level": "REASONABLE", "authority": "y"}
    for number, kind in enumerate(("VISIT", "PLAN_DOC_REF")):
        given |= {f"evidence-{number}-kind": kind, f"evidence-{number}-on": "19/10/2026"}
    run.post("housing", f"{page.path}/give", **given)
    return page.path


def assure(run: Run) -> None:
    run.post("chair", f"{seek(run)}/judge", result="REJECTED_ACTION_NEEDED", review_on="10/11/2026")
    judged = {"result": "ACCEPTED", "level_accepted": "REASONABLE", "confidence": "H", "review_on": "10/11/2026"}
    accepted = seek(run)
    run.post("chair", f"{accepted}/judge", **judged)
    run.post("coord", f"{accepted}/void")


def refer(run: Run) -> str:
    """Somebody is referred to a provider. Returns the path of the link."""
    uid = run.case_paths[0].rsplit("/", 1)[-1]
    link = run.post("coord", f"/referrals/cases/{uid}/link").path
    run.post("coord", f"{link}/offer", consent="GIVEN")
    told = {"agency_uid": run.users["agency VCS_PROV"], "first_name": run.canaries.name("first name"), "outcomes": "O8"}
    run.post("coord", f"{link}/refer", **told)
    return link


def link(run: Run) -> None:
    run.post("provider", f"{refer(run)}/decline")
    taken = refer(run)
    for button in ("The provider accepted", "First contact made", "It has started"):
        run.browser("coord").get(taken).submit(button)
    run.post("provider", f"{taken}/end")


def plan_meetings(run: Run) -> None:
    terms = {"starts_at": "14:00", "venue": "Civic Centre", "weekday": "3", "week_of_month": "3", "interval": "1"}
    run.post("coord", "/meetings/series", **terms, valid_from="1/11/2026")


def meet(run: Run) -> None:
    run.clock.set(MEETING - timedelta(days=3))
    run.post("coord", "/meetings/extraordinary", held_on="17/11/2026", starts_at="10:30", venue="By video")
    page = run.browser("coord").get("/meetings/").follow("19 November 2026").submit("Build the agenda")
    meeting, items = page.path, [str(one["href"]) for one in page.main.select("#agenda tbody th a")]
    for name in ("person", "person"):
        run.post("coord", f"{meeting}/attendance/{name}", agency_uid=run.users["agency YOT"], attendance="DEPUTY")
    run.clock.set(MEETING)
    page = run.browser("coord").get(f"{meeting}/open")
    page.submit("Open the meeting", chair_uid=run.users["chair"], confidentiality_read="y")
    write_down(run, items[0])
    run.post("coord", f"{items[1]}/defer")
    for item in items[2:]:
        page = run.browser("coord").get(item)
        told = {"summary": run.canaries("item: summary"), "decisions-0-detail": run.canaries("item: why no decision")}
        saved = page.submit("Save", told | {"decisions-0-code": "NO_DECISION"})
        assert saved.errors() == {}
    page = run.browser("coord").get(f"{meeting}/close")
    page.submit("Close the meeting")
    run.browser("coord").get(f"{meeting}/minutes").submit("Send to the chair")
    run.browser("chair").get(f"{meeting}/minutes").submit("Approve the minutes")
    run.browser("coord").get(f"{meeting}/minutes/issue").submit("Issue the minutes")


def write_down(run: Run, item: str) -> None:
    """Everything that can be written on the screen of an item."""
    words_of = {
        name: run.canaries(f"item: {name}")
        for name in (
            "summary", "voice_heard", "conflict_name", "conflict_nature", "decisions-0-detail", "action_text",
            "action_measure_of_done", "action_owner_name", "assurance_risk_statement", "assurance_asked_name",
            "band_reason", "lead_name", "intervention_reason",
        )
    }  # fmt: skip
    run.canaries.give_up("cases Name who leads: name", "the meeting named another lead")
    page = run.browser("coord").get(f"{item}?open=intervention")
    options = [str(one.get("value", "")) for one in page.main.select("select[name=intervention_uid] option")]
    chosen = {
        "decisions-0-code": "KEEP_OPEN",
        "action_category": "MENTOR",
        "action_priority": "NORMAL",
        "action_owner_agency_uid": run.users["agency YOT"],
        "action_due_on": SOON,
        "assurance_axis": "HARMED",
        "assurance_kind": "PLAN_IN_PLACE",
        "assurance_agency_uid": run.users["agency YOT"],
        "assurance_due_on": SOON,
        "band_harmed": "GREEN",
        "lead_agency_uid": run.users["agency YOT"],
        "intervention_uid": next(one for one in options if one),
    }
    saved = page.submit("Save", words_of | chosen)
    assert saved.errors() == {}, saved.errors()


def invite(run: Run) -> None:
    email = f"{run.canaries('invitation: email')}@example.org"
    page = run.post(
        "coord",
        "/account/people/invite",
        email=email,
        agency_uid=run.users["agency YOT"],
        roles=["PRACTITIONER"],
    )
    uid = page.path.rsplit("/", 1)[-1]
    page = run.browser("coord").get(f"/account/people/{uid}/details")
    changed = {name: run.canaries(f"details: {name}") for name in ("name", "job_title", "phone")}
    page.submit("Save", changed)
    for name in ("name", "job_title", "phone"):
        run.canaries.give_up(f"account Invite somebody: {name}", "the details were changed")


def go_wrong(run: Run) -> None:
    """A fault while something is typed: it is logged, and what was typed is not."""
    run.app.config["PROPAGATE_EXCEPTIONS"] = False
    page = run.browser("coord").get(f"{run.case_paths[0]}/notes/new")
    with patch("app.features.cases.changes.commands.add_note", side_effect=RuntimeError("it broke")):
        page = page.submit("Add the note", text=run.canaries("lost in a fault"), status=None)
    assert page.status == 500
    assert "request.failed" in run.log.getvalue()
    run.canaries.give_up("lost in a fault", "the page says that nothing was saved")


def run_out(run: Run) -> None:
    """A session ends while somebody types: what they typed is kept for them."""
    page = run.browser("coord").get(f"{run.case_paths[0]}/notes/new")
    run.clock.advance(minutes=30)
    page.submit("Add the note", text=run.canaries("typed when the session ran out"))


def end_cases(run: Run) -> None:
    case, other = run.case_paths[0], run.case_paths[1]
    for step in ("step-down", "keep", "hold", "end-hold", "monitor"):
        run.post("coord", f"{case}/{step}")
    run.post("coord", f"{case}/close", reason_code="ASSURED_OTHER_PLAN")
    run.post("coord", f"{case}/reopen")
    run.post("coord", f"{other}/transfer", to="AREA")


# Looking ------------------------------------------------------------------------------------------------------------


def everything_shown(run: Run) -> set[str]:
    """The canaries on pages that somebody reaches by links."""
    found: set[str] = set()
    for name in ("coord", "chair", "school", "housing", "provider", "dpo"):
        for _endpoint, page in crawl(run.browser(name), most=15):
            found |= run.canaries.found_in(page.response.get_data(as_text=True))
    with run.app.app_context():
        reasons = db.session.scalars(select(AuditEntry.seq).where(AuditEntry.body.is_not(None))).all()
    officer = run.browser("dpo")
    for seq in reasons:
        found |= run.canaries.found_in(officer.get(f"/audit/{seq}").text)
    return found


def nothing_outside_pages(run: Run) -> None:
    assert {what for what, said in run.outside if WORD in said.lower()} == set()


def nothing_at_rest(run: Run, database: Database) -> None:
    held = dict(at_rest(run, database))
    assert len(held) > 4
    for name, content in held.items():
        lower = content.lower()
        assert WORD.encode() not in lower, name
        assert WORD.encode("utf-16-le") not in lower, name
        assert WORD not in name.lower()
    assert run.stderr is not None
    logged = "".join((run.log.getvalue(), run.caplog.text, *run.stderr.readouterr()))
    assert "request.failed" in logged
    assert "it broke" not in logged, "the words of a fault may be somebody's"
    assert WORD not in logged.lower()


def at_rest(run: Run, database: Database) -> Iterator[tuple[str, bytes]]:
    """Everything that is kept, by name: files of the instance, mails without their To header, a dump."""
    for file in database.settings.instance_dir.rglob("*"):
        if file.is_file() and file.suffix == ".eml":
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            del mail["To"]
            yield file.name, mail.as_bytes()
        elif file.is_file():
            yield str(file), file.read_bytes()
    if database.kind == "postgresql":
        yield "dump", dump(run.app)


def dump(app: Flask) -> bytes:
    """The whole database as `pg_dump` writes it."""
    with app.app_context():
        url = db.engine.url
    folder = Path(str(url.query["host"]))
    (program,) = folder.glob("site/*/pginstall*/bin/pg_dump")
    command = [str(program), "--host", str(folder), "--username", ADMIN, str(url.database)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert b"COPY" in done.stdout
    return done.stdout
