"""The main job on real input: a month of the group from the first notification to the manager's spreadsheet.

Everything a person does is done through the pages, as that person, at the time they did it: 38 notifications sent by
their agencies, triage, the meeting as it was minuted, every step of every action, assurance given and judged, the
tracker exported on two days and counted. The month runs once for this file, on SQLite; ids are looked up in the
database where a person would point at a row.
"""

import contextlib
import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from app.features.actions.shown import status_label
from app.features.assurance.domain import STATUS_NAMES
from app.features.assurance.models import Assurance
from app.features.cases.models import Case
from app.features.meetings.models import AgendaItem
from app.features.notifications.models import Notification
from app.features.partnership import interface as partnership
from app.features.tracker.summing import GROUPS
from app.kernel.clock import LONDON
from app.platform import audit
from app.platform.access import Role, acting_as
from app.platform.calendar import working_days
from app.platform.database import db
from tests import minuted as reading
from tests.conftest import Clock, close, prepared_template, settings_for
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.tracker import file_of, write_files
from tests.minuted import Places
from tests.month import AREA, FOLDER, Month, People, Record, Sent, load_month, submit, triage
from tests.month_meeting import HeldByPages, form_value, hold_meeting
from tests.pages import Page, Pages

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the month is kept outside the project")

BEFORE = datetime(2026, 10, 1, 9, tzinfo=UTC)
CARRIED_OVER = datetime(2026, 10, 15, 9, tzinfo=LONDON)
MEETING = date(2026, 11, 19)
AFTER_THE_MEETING = datetime(2026, 11, 19, 17, 30, tzinfo=LONDON)
EXPORTS = (date(2026, 11, 27), date(2026, 12, 10))
JUDGES_ITSELF = "Chair of youth justice"
"""A chair who works for the agency that was asked: O-S05 was minuted as accepted by that agency."""
RUNS = {"Marianne Okell": Role.CHAIR, "Insp Tomos Redfearn": Role.CHAIR, "Priya Nandakumar": Role.ADMIN}
SAME = {"O-N013": "Wisniewski", "O-N033": "Wisniewski"}
"""Whose case the two that add to one are joined to."""
TELLS = {"DONE": "Action marked as done", "NOT_DONE_REASON": "Action marked as not done"}

Row = dict[str, Any]


@dataclass
class Played:
    """The month as it went: what the pages said, and the files they gave."""

    month: Month
    people: People
    sent: dict[str, Sent] = field(default_factory=dict)
    decided: dict[str, Page] = field(default_factory=dict)
    held: HeldByPages = field(default_factory=HeldByPages)
    judged: dict[str, list[Page]] = field(default_factory=dict)
    files: dict[date, bytes] = field(default_factory=dict)
    file_names: list[str] = field(default_factory=list)

    @property
    def app(self) -> Flask:
        return self.people.app

    def browser(self, name: str) -> Pages:
        """A browser in which that person has just signed in (a session ends after a while, and days pass here)."""
        return self.people.browser(name)

    @cached_property
    def places(self) -> Places:
        agencies = self.people.agencies
        return Places(
            agency=lambda one: agencies[one["agency_type"], one["name"]],
            agency_of_type=lambda kind: next(uid for (of, _name), uid in agencies.items() if of == kind),
            user=lambda name, _agency_uid: self.people.users.get(name),
        )

    def reference(self, record_id: str) -> str:
        reference = self.sent[record_id].reference
        assert reference, record_id
        return reference


# Who plays ----------------------------------------------------------------------------------------------------------


def make_people(app: Flask, month: Month) -> People:
    """The agencies with their agreements, and an account for everybody the month names."""
    people = People(app, coordinator="Priya Nandakumar", chair="Marianne Okell")
    minuted = month.meeting
    part: dict[str, tuple[str, str]] = {}
    for one in minuted["attendees"]:
        part[one["name"]] = (one["agency"]["agency_type"], one["agency"]["name"])
    for one in minuted["actions"]:
        part.setdefault(one["owner_person"], (one["owner_agency"]["agency_type"], one["owner_agency"]["name"]))
    for one in minuted["assurance"]:
        asked = one["asked_of"]
        part.setdefault(asked["manager"], (asked["agency_type"], asked["name"]))
    for record in month.notifications:
        part.setdefault(record.notifier, record.agency)
    part[JUDGES_ITSELF] = part["Winston Peart"]
    with app.app_context():
        for agency_type, name in sorted(month.agencies | set(part.values())):
            people.agencies[agency_type, name] = make_agency(name, area=AREA, agency_type=agency_type)
        for number, (name, agency) in enumerate(sorted(part.items())):
            role = Role.CHAIR if name == JUDGES_ITSELF else RUNS.get(name, Role.PRACTITIONER)
            user = make_user(
                role, agency_uid=people.agencies[agency], area=AREA, name=name, email=f"person{number}@month.example"
            )
            people.users[name] = user.uid
    return people


# What happens -------------------------------------------------------------------------------------------------------

Step = tuple[datetime, Callable[[], None]]


def steps(played: Played, clock: Clock) -> Iterator[Step]:
    month = played.month
    yield BEFORE + timedelta(hours=1), lambda: plan_meetings(played)
    for record in month.notifications:
        yield record.at, lambda record=record: send(played, record)  # type: ignore[misc]
        yield decided_at(record), lambda record=record: decide(played, record)  # type: ignore[misc]
    for action in reading.actions_under(month.meeting, None):
        yield CARRIED_OVER, lambda action=action: agree_of_group(played, action)  # type: ignore[misc]
    yield datetime(2026, 11, 16, 9, tzinfo=LONDON), lambda: build_agenda(played)
    yield datetime(2026, 11, 19, 13, 45, tzinfo=LONDON), lambda: meet(played, clock)
    for action in month.meeting["actions"]:
        for number, entry in enumerate(action["status_log"]):
            at = on_day(entry["on"], 11) + timedelta(minutes=number)
            yield at, lambda action=action, entry=entry: take_step(played, action, entry)  # type: ignore[misc]
    for asked in month.meeting["assurance"]:
        yield from steps_of_assurance(played, asked)
    yield datetime(2026, 11, 26, 9, tzinfo=LONDON), lambda: issue_minutes(played)
    for day in EXPORTS:
        yield datetime(day.year, day.month, day.day, 20, tzinfo=LONDON), lambda day=day: export(played, day)  # type: ignore[misc]


def on_day(day: str, hour: int) -> datetime:
    """On the day of the meeting, after it; otherwise at the hour."""
    found = date.fromisoformat(day)
    return AFTER_THE_MEETING if found == MEETING else datetime(found.year, found.month, found.day, hour, tzinfo=LONDON)


def decided_at(record: Record) -> datetime:
    """The morning of the next working day."""
    day = working_days().next_working_day(record.at.astimezone(LONDON).date())
    return datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)


def send(played: Played, record: Record) -> None:
    played.sent[record.id] = submit(played.browser(record.notifier), record)


def decide(played: Played, record: Record) -> None:
    if played.sent[record.id].reference is None:
        return
    expected = played.month.outcomes[record.id]
    page = triage(
        played.browser(played.people.coordinator),
        played.reference(record.id),
        expected["triage_outcome"],
        reason=expected["why"],
        same_as=SAME.get(record.id),
    )
    assert "decided" in page.flash, (record.id, page.text[:500])
    played.decided[record.id] = page


def agree_of_group(played: Played, action: Row) -> None:
    """An action that came over from an earlier meeting and is about no case of this month."""
    with played.app.app_context():
        terms = reading.action_terms(action, played.places)
    terms.pop("note")
    page = played.browser(played.people.coordinator).get("/actions/tracker").follow("Agree an action of the group")
    page = page.submit("Agree the action", {name: form_value(value) for name, value in terms.items()})
    assert page.flash == "Action agreed", (action["record_id"], page.errors())


def plan_meetings(played: Played) -> None:
    page = played.browser(played.people.coordinator).get("/meetings/series")
    forum = page.soup.select_one("select[name=forum_uid] option:-soup-contains('Serious Violence Operational')")
    assert forum is not None, page.text
    page = page.submit(
        forum_uid=str(forum["value"]),
        week_of_month="3",
        weekday="3",
        starts_at=played.month.meeting["start"],
        venue=played.month.meeting["venue"],
        valid_from="1/11/2026",
    )
    assert "meetings added to the calendar" in page.flash, page.errors()


def the_meeting(pages: Pages) -> Page:
    return pages.get("/meetings/").follow("19 November 2026")


def build_agenda(played: Played) -> None:
    page = the_meeting(played.browser(played.people.coordinator)).submit("Build the agenda")
    items = [row for row in page.table_rows("Agenda") if "Item" in row]  # a break is a row of one cell
    assert len(items) == len(played.month.meeting["items"]), page.text


def meet(played: Played, clock: Clock) -> None:
    meeting, people = played.month.meeting, played.people
    pages = played.browser(people.coordinator)
    meeting_uid = the_meeting(pages).path.rsplit("/", 1)[-1]

    def here(agency_uid: str, record_id: str) -> bool:
        return any(
            played.places.agency(one["agency"]) == agency_uid
            and one["attendance"] == "IN_PERSON"
            and (not invited_for or record_id in invited_for)
            for one, invited_for in reading.attendees(meeting)
        )

    played.held = hold_meeting(
        pages,
        clock,
        meeting,
        meeting_uid=meeting_uid,
        item_uids=item_uids(played, meeting_uid),
        places=played.places,
        here=here,
    )


def item_uids(played: Played, meeting_uid: str) -> dict[str, str]:
    """The agenda item of each minuted item: that of the case its first notification opened."""
    with played.app.app_context(), acting_as(the_system()):
        cases = {
            row.reference: row.case_uid for row in db.session.scalars(select(Notification)) if row.case_uid is not None
        }
        by_case = {
            row.case_uid: row.uid
            for row in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_uid == meeting_uid))
        }
    return {
        one["record_id"]: by_case[cases[played.reference(one["subject_record_ids"][0])]]
        for one in played.month.meeting["items"]
    }


def issue_minutes(played: Played) -> None:
    coordinator, chair = played.people.coordinator, played.month.meeting["chair"]
    the_meeting(played.browser(coordinator)).follow("Minutes").submit("Send to the chair")
    the_meeting(played.browser(chair)).follow("Minutes").submit("Approve the minutes")
    page = the_meeting(played.browser(coordinator)).follow("Minutes").follow("Issue the minutes")
    page = page.submit("Issue the minutes")
    assert "Issued 26 November 2026" in page.text


def take_step(played: Played, action: Row, entry: Row) -> None:
    """One entry of an action's log, by its owner on the action's page; confirmed by whoever runs the month."""
    status = entry["status"]
    if status == "DONE_VERIFIED":
        page = open_action(played, action, played.people.coordinator).follow("Confirm as done")
        assert page.submit("Save", verifier_name=action["completion_verified_by"]).flash == "Action confirmed as done"
        return
    if status == "PROPOSED":
        return
    page = open_action(played, action, action["owner_person"])
    if status == "ACCEPTED":
        if "Accept" in page.select("button"):  # otherwise the agency was there and said yes in the meeting
            assert page.submit("Accept").flash == "Action accepted"
    elif status == "IN_PROGRESS":
        assert page.follow("Start").submit("Save").flash == "Action started"
    elif status == "DONE":
        page = page.follow("Mark as done").submit("Save", what_was_done=action["measure_of_done"])
        assert page.flash == TELLS[status]
    else:
        assert status == "NOT_DONE_REASON", status
        code = action["not_done_reason"]
        page = page.follow("Mark as not done").submit("Save", reason_code=code, text="It could not be done.")
        assert page.flash == TELLS[status]


def open_action(played: Played, action: Row, name: str) -> Page:
    """The page of an action, found in the tracker by what is to be done."""
    page = played.browser(name).get("/actions/tracker")
    for row in page.main.select("tbody tr"):
        link = row.select_one("a")
        if link is not None and action["text"] in row.get_text(" ", strip=True):
            return page.follow(link.get_text(strip=True))
    raise AssertionError(f"{name} does not see {action['record_id']}")


# Assurance ----------------------------------------------------------------------------------------------------------


def steps_of_assurance(played: Played, asked: Row) -> Iterator[Step]:
    judge = (asked["accepted_by"] or "").split(" (", maxsplit=1)[0] or "Marianne Okell"
    if asked["given_on"] is None:
        yield on_day(asked["due"], 16), lambda: refuse_what_never_came(played, asked)
        return
    given_at = on_day(asked["given_on"], 15)
    yield given_at, lambda: give(played, asked)
    judged_at = given_at + timedelta(minutes=10)
    if given_at != AFTER_THE_MEETING:
        day = working_days().next_working_day(given_at.date())
        judged_at = datetime(day.year, day.month, day.day, 11, tzinfo=LONDON)
    if asked["record_id"] == "O-S05":
        yield judged_at, lambda: try_to_accept_what_may_not_be(played, asked)
    else:
        yield judged_at, lambda: judge_it(played, asked, judge)


def give(played: Played, asked: Row) -> None:
    page = open_assurance(played, asked, asked["asked_of"]["manager"])
    on = form_value(date.fromisoformat(asked["newest_evidence_date"]))
    pieces: dict[str, str] = {}
    for number, kind in enumerate(asked["evidence"]):
        named = {"kind": kind, "reference": "Held by the agency", "on": on}
        pieces |= {f"evidence-{number}-{name}": value for name, value in named.items()}
    page = page.pages.get(f"{page.path}/give").submit(
        "Give assurance",
        pieces,
        level=asked["level_given"],
        statement="Given in writing. The evidence named is held by the agency.",
        nothing_newer="y",
        would_change_our_mind=asked["what_would_change_our_mind"],
        authority="y",
    )
    assert page.flash == "Assurance given", (asked["record_id"], page.errors())


def judge_it(played: Played, asked: Row, judge: str) -> None:
    page = post_judgement(played, asked, judge, asked["level_accepted"])
    assert page.flash == "Judgement recorded", (asked["record_id"], page.errors())
    played.judged[asked["record_id"]] = [page]


def refuse_what_never_came(played: Played, asked: Row) -> None:
    page = open_assurance(played, asked, "Marianne Okell")
    page = page.pages.get(f"{page.path}/judge").submit(
        result=asked["result"],
        review_on=form_value(date.fromisoformat(asked["review_date"])),
        reason="Nothing was returned by the date it was due.",
    )
    assert page.flash == "Judgement recorded", page.errors()


def try_to_accept_what_may_not_be(played: Played, asked: Row) -> None:
    """LIMITED, accepted by the agency that gave it: as it was minuted, and each half of it by itself."""
    played.judged["O-S05"] = [
        played.browser("Sorcha Brannigan").get(f"{assurance_path(played, asked)}/judge", status=403),
        post_judgement(played, asked, JUDGES_ITSELF, "REASONABLE"),
        post_judgement(played, asked, "Marianne Okell", "LIMITED"),
        post_judgement(played, asked, "Marianne Okell", "REASONABLE"),
    ]


def post_judgement(played: Played, asked: Row, name: str, level: str) -> Page:
    page = played.browser(name).get(f"{assurance_path(played, asked)}/judge")
    return page.submit(
        result=asked["result"],
        level_accepted=level,
        confidence=asked["confidence"],
        confidence_why="Said by the agency, and confirmed by another",
        review_on=form_value(date.fromisoformat(asked["review_date"])),
    )


def open_assurance(played: Played, asked: Row, name: str) -> Page:
    return played.browser(name).get(assurance_path(played, asked))


def assurance_path(played: Played, asked: Row) -> str:
    with played.app.app_context(), acting_as(the_system()):
        rows = db.session.scalars(select(Assurance)).all()
        (uid,) = [row.uid for row in rows if row.risk_statement == asked["risk_statement"]]
    return f"/assurance/{uid}"


# The file -----------------------------------------------------------------------------------------------------------


def export(played: Played, day: date) -> None:
    page = played.browser(played.people.coordinator).get("/actions/tracker").follow("Export to a spreadsheet")
    page = page.submit(
        "Make the file",
        names="WITH",
        recipient="The managers of the partnership",
        recipient_uid=next(uid for (kind, _name), uid in played.people.agencies.items() if kind == "POL"),
        gateway="CDA115",
        reason="For the managers of the partnership",
    )
    assert write_files(played.app) == 1, page.errors()
    played.file_names.append(page.pages.get(f"{page.path}/file").response.headers["Content-Disposition"])
    played.files[day] = file_of(page)


def read_rows(data: bytes, name: str) -> list[Row]:
    """Rows below the head row, as mappings by column heading."""
    head, *body = ([cell.value for cell in row] for row in load_workbook(io.BytesIO(data))[name].iter_rows(min_row=4))
    titles = [str(title) for title in head]
    return [dict(zip(titles, row, strict=True)) for row in body]


def read_sheet(data: bytes, name: str) -> list[Row]:
    """Rows of the sheet's table as mappings by column heading."""
    sheet = load_workbook(io.BytesIO(data))[name]
    (table,) = sheet.tables.values()
    head, *body = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(head, row, strict=True)) for row in body]


@pytest.fixture(scope="module")
def played(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    month = load_month()
    instance = tmp_path_factory.mktemp("month") / "instance"
    shutil.copytree(prepared_template(run_folder, "sqlite"), instance)
    from app import create_app

    app = create_app(settings_for(instance))
    app.testing = True
    with contextlib.ExitStack() as stack:
        clock = Clock(stack)
        clock.set(BEFORE)
        found = Played(month, make_people(app, month))
        with app.app_context():
            ordered = sorted(steps(found, clock), key=lambda step: step[0])
        for at, step in ordered:
            clock.set(at)
            step()
        yield found
    close(app)


# What came of it ----------------------------------------------------------------------------------------------------


def test_everything_was_sent_and_what_lacks_something_was_refused_at_the_field(played: Played) -> None:
    assert len(played.sent) == played.month.truth["counts"]["notifications"] == 38
    refused = {record_id: set(sent.refused) for record_id, sent in played.sent.items() if sent.reference is None}
    assert refused == played.month.missing
    assert refused.keys() == {
        record_id
        for record_id, expected in played.month.outcomes.items()
        if expected["expected_state"] == "REJECTED_AT_SUBMISSION"
    }


def test_triage_came_out_as_a_careful_coordinator_would_have_it(played: Played) -> None:
    with played.app.app_context(), acting_as(the_system()):
        rows = {row.reference: row for row in db.session.scalars(select(Notification)) if row.reference}
        outcomes = Counter(row.triage_outcome for row in rows.values())
        expected = {code: n for code, n in played.month.truth["counts"]["by_triage_outcome"].items() if code != "NONE"}
        assert outcomes == expected
        assert {rows[played.reference(record_id)].late for record_id in played.month.truth["late_after_cutoff"]} == {
            True
        }
        joined = {rows[played.reference(record_id)].case_uid for record_id in ("O-N001", *SAME)}
        assert len(joined) == 1
        assert len(db.session.scalars(select(Case)).all()) == 22 + 1, "the items of the meeting, and one that came late"
    assert len(played.decided) == 35


def test_the_meeting_refused_what_the_minutes_have_wrong(played: Played) -> None:
    assert set(played.held.refused) == {"O-I18", "O-I19"}
    assert "lead_user_uid" in played.held.refused["O-I18"], "PR-03"
    assert "which plan holds the risk now" in str(played.held.refused["O-I19"]), "4.8"
    page = the_meeting(played.browser(played.people.chair)).follow("Minutes")
    assert len(page.select("section.concord-minuted")) == played.month.truth["counts"]["meeting_items"]


def test_limited_assurance_and_its_own_agency_are_refused(played: Played) -> None:
    """O-S05 breaks two rules at once; each is said by itself, and the assurance goes on waiting."""
    not_a_chair, own_agency, limited, more_than_given = played.judged["O-S05"]
    assert not_a_chair.status == 403
    assert own_agency.errors() == {
        "result": "Ask a chair of another agency to accept this: an agency cannot accept its own assurance"
    }, "PR-38"
    assert list(limited.errors()) == ["level_accepted"], "PR-36: the level is not offered"
    assert more_than_given.errors() == {
        "result": "Choose not accepted: limited assurance, or none, cannot be accepted"
    }, "PR-36"


@pytest.mark.parametrize("day", EXPORTS, ids=str)
def test_the_tracker_counts_as_expected(played: Played, day: date) -> None:
    (expected,) = [one for one in played.month.truth["tracker"] if one["as_at"] == day.isoformat()]
    rows = read_sheet(played.files[day], "Actions")
    assert len(rows) == expected["rows"]
    assert counted(played, rows, "Recorded status") == expected["by_agency_and_recorded_status"]
    assert counted(played, rows, "Status today") == expected["by_agency_and_shown_status"]
    texts = {action["text"]: action["record_id"] for action in played.month.meeting["actions"]}
    total = {name: sum(row[name] for row in read_rows(played.files[day], "Summary by agency")) for name in GROUPS}
    shown = Counter[str]()
    for counts in expected["by_agency_and_shown_status"].values():
        shown.update(counts)
    wanted = {name: sum(shown[status] for status in statuses) for name, statuses in GROUPS.items()}
    moot = not_needed(played.month.meeting["actions"], day)
    assert total == wanted | {"Circumstances changed": moot, "Not delivered": wanted["Not delivered"] - moot}
    late = {
        texts[row["Action"]]: row["Working days overdue"] for row in rows if row["Working days overdue"] is not None
    }
    assert late == {one["record_id"]: one["working_days_overdue"] for one in expected["overdue"]}
    due = {texts[row["Action"]]: row["Due"].date().isoformat() for row in rows}
    assert due == {action["record_id"]: action["due"] for action in played.month.meeting["actions"]}


def not_needed(actions: list[dict[str, Any]], day: date) -> int:
    """How many were not done by a day, because what they were for had changed."""
    return sum(
        action["not_done_reason"] == "RISK_CHANGED"
        and any(one["status"] == "NOT_DONE_REASON" and one["on"] <= day.isoformat() for one in action["status_log"])
        for action in actions
    )


def counted(played: Played, rows: list[Row], column: str) -> dict[str, dict[str, int]]:
    """Rows by type of agency and code of status."""
    types = {name: agency_type for agency_type, name in played.people.agencies}
    found: dict[str, Counter[str]] = {}
    with played.app.app_context():
        codes = {status_label(item.code): item.code for item in partnership.code_list("action_status")}
    for row in rows:
        found.setdefault(types[row["Agency"]], Counter())[codes[row[column]]] += 1
    return {kind: dict(counts) for kind, counts in found.items()}


def test_assurance_counts_as_far_as_the_rules_allow(played: Played) -> None:
    """As minuted, but for O-S05: the minutes accept LIMITED assurance (PR-36) by the agency that gave it (PR-38). Here
    nobody could, so that one is given and still to be judged on 10 December, where the minutes count it as accepted."""
    rows = read_sheet(played.files[EXPORTS[-1]], "Assurance")
    assert len(rows) == played.month.truth["counts"]["assurance"]
    types = {name: agency_type for agency_type, name in played.people.agencies}
    codes = {label: status.value for status, label in STATUS_NAMES.items()}
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(types[row["Agency asked"]], Counter())[codes[row["Status today"]]] += 1
    expected = played.month.truth["assurance_by_agency_and_result"] | {"YOT": {"GIVEN": 1}}
    assert {kind: dict(counts) for kind, counts in found.items()} == expected
    stale = {row["Risk"] for row in rows if row["Evidence out of date"] == "Yes"}
    by_id = {one["record_id"]: one["risk_statement"] for one in played.month.meeting["assurance"]}
    assert stale == {by_id["O-S06"]}


def test_the_files_are_marked_and_named_after_nobody(played: Played) -> None:
    assert [name.split("filename=")[-1].strip('"') for name in played.file_names] == [
        f"action-tracker-E-2026-{number:04d}.xlsx" for number in range(1, len(EXPORTS) + 1)
    ]
    for data in played.files.values():
        book = load_workbook(io.BytesIO(data))
        for sheet in book:
            assert any("OFFICIAL-SENSITIVE" in str(cell.value) for row in sheet.iter_rows(max_row=3) for cell in row)


def test_the_audit_of_the_month_holds(played: Played) -> None:
    with played.app.app_context(), acting_as(the_system()):
        report = audit.verify()
    assert report.findings == []
    assert report.entries > 1_000
