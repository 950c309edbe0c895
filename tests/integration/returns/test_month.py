"""The returns of the fuller month, where it lies beside the repository: asked and answered through the pages, by the
agencies that answered them, and compared with what a careful coordinator would find."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.demonstration.cast import body_of, cast_of
from app.features.demonstration.commands import load_demonstration
from app.features.demonstration.month import SHARED, read_month
from app.features.demonstration.replay import Memory
from app.features.demonstration.returning import answer_of, answers_for
from app.features.returns import interface as returns
from app.features.returns.interface import State
from app.features.returns.models import AgencyReturn, InformationRequest
from app.platform import audit
from app.platform.access import acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.meetings import meeting_on
from tests.month import People
from tests.pages import Page, Pages

BEFORE = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
MEETING = date(2026, 11, 19)

pytestmark = [
    pytest.mark.skipif(not (SHARED / "agency-returns.jsonl").is_file(), reason="the fuller month is not here"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


def test_fifty_four_agencies_answers(app: Flask, clock: Clock) -> None:
    clock.set(BEFORE)
    with app.app_context():
        memory = load_demonstration(folder=SHARED, still_open_today=False)
        db.session.remove()
    month = read_month(SHARED)
    cast = cast_of(month)
    truth = json.loads((SHARED / "truth.json").read_text(encoding="utf-8"))["returns"]
    coordinator = cast.coordinator
    asked = {record["record_id"]: record for record in month.returns}

    clock.set(datetime.fromisoformat(month.returns[0]["requested_at"]))
    uids = ask(app, memory, coordinator, list(asked.values()))
    for record in sorted((one for one in asked.values() if one["returned_at"]), key=lambda one: one["returned_at"]):
        clock.set(datetime.fromisoformat(record["returned_at"]))
        answered = give(browser(app, memory, answers_for(record, cast)), uids[record["record_id"]], record, memory)
        assert answered.errors() == {}, (record["record_id"], answered.errors())

    clock.set(datetime(2026, 11, 18, 9, tzinfo=UTC))
    with app.app_context():
        states, late = standing(memory, uids)
        assert Counter(late.values())[True] == len(truth["late"])
        assert {one for one, is_late in late.items() if is_late} == set(truth["late"])
        assert {one for one, state in states.items() if state is State.NOT_KNOWN} == set(truth["nil"])
        assert {one for one, state in states.items() if state is State.CANNOT_SHARE} == set(truth["cannot_share"])
        assert {one for one, state in states.items() if state in returns.OWED} == set(truth["never_returned"])
        assert sum(one["asked"] for one in truth["by_case"].values()) == len(states)
        both_sides_of_a_contradiction_are_shown(memory, truth, asked, coordinator)
        what_is_withheld(memory, uids)
        findings = [one.where.split()[0] for one in audit.verify().findings]
        assert {"information_request", "agency_return"}.isdisjoint(findings)
    the_coordinators_page(browser(app, memory, coordinator), len(states))


def browser(app: Flask, memory: Memory, name: str) -> Pages:
    return People(app, users=memory.users).browser(name)


def meeting_path(app: Flask, memory: Memory, coordinator: str) -> str:
    with app.app_context(), acting_as(memory.actors[coordinator]) as actor:
        return f"/meetings/{meeting_on(actor, MEETING).uid}/requests"


def ask(app: Flask, memory: Memory, coordinator: str, records: list[Mapping[str, Any]]) -> dict[str, str]:
    """Tick exactly what the month asked; agencies without a column are asked one by one."""
    pages = browser(app, memory, coordinator)
    path = meeting_path(app, memory, coordinator)
    wanted = {record["record_id"]: pair_of(record, memory) for record in records}
    page = pages.get(path)
    boxes = {str(box["value"]) for box in page.soup.select("input[name=ask]")}
    chosen = [value for value in wanted.values() if value in boxes]
    page = page.submit("Send the requests that are ticked", ask=chosen)
    assert page.flash == f"{len(chosen)} requests sent"
    for value in wanted.values():
        if value not in boxes:
            case_uid, agency_uid = value.split(".")
            page = pages.get(f"{path}/one").submit("Ask", case_uid=case_uid, agency_uid=agency_uid)
            assert page.flash == "1 request sent", value
    with app.app_context(), acting_as(the_system()):
        rows = db.session.scalars(select(InformationRequest)).all()
        by_pair = {f"{row.case_uid}.{row.agency_uid}": row.uid for row in rows}
    return {record_id: by_pair[value] for record_id, value in wanted.items()}


def pair_of(record: Mapping[str, Any], memory: Memory) -> str:
    case_uid = next(memory.cases[uid] for uid in record["about_record_ids"] if uid in memory.cases)
    return f"{case_uid}.{memory.agencies[body_of(record['agency'])]}"


def give(pages: Pages, uid: str, record: Mapping[str, Any], memory: Memory) -> Page:
    """As its agency: one press, a reason, or the form."""
    page = pages.get(f"/returns/{uid}")
    if record["known"] == "NOT_KNOWN":
        return page.submit("Not known to us")
    if record["known"] == "CANNOT_SHARE":
        reason = record["cannot_share_reason"]
        return page.follow("Cannot share").submit("Answer", cannot_share_reason=reason)
    page = page.follow("Answer")
    with pages.client.application.app_context():
        answer = answer_of(record, memory.agencies)
    fields = dict(form_fields(answer))
    if len(answer.answers["key_dates"]) > 1:  # as if "Add another date" was pressed
        return pages.post(page.path, page.form_data("Return") | fields)
    return page.submit("Return", fields)


def form_fields(answer: returns.Answer) -> Iterator[tuple[str, Any]]:
    yield "known", answer.known
    yield "gateway", answer.gateway
    yield "restrictions", list(answer.restrictions)
    yield "kept_from", list(answer.kept_from)
    for name in (
        "worker", "worker_contact", "current_plan", "strengths", "voice", "unmet_need",
        "what_we_are_doing", "what_we_ask", "restrictions_note",
    ):  # fmt: skip
        yield name, answer.answers[name] or ""
    yield "last_seen", day(answer.answers["last_seen"])
    for number, one in enumerate(answer.answers["key_dates"]):
        yield f"key_dates-{number}-date", day(one["date"])
        yield f"key_dates-{number}-what", one["what"]
    for axis, view in answer.answers["risk_view"].items():
        yield f"risk_{axis.lower()}", str(view["score"])
        yield f"risk_{axis.lower()}_reason", view["reason"]


def day(text: str | None) -> str:
    return "/".join(str(int(part)) for part in reversed(text.split("-"))) if text else ""


def standing(memory: Memory, uids: Mapping[str, str]) -> tuple[dict[str, State], dict[str, bool]]:
    """State and lateness by record id."""
    with acting_as(the_system()) as actor:
        (meeting_uid,) = set(db.session.scalars(select(InformationRequest.meeting_uid)))
        cells = {cell.request_uid: cell for cell in returns.matrix(actor, meeting_uid).cells.values()}
    return (
        {record_id: cells[uid].state for record_id, uid in uids.items()},
        {record_id: cells[uid].late for record_id, uid in uids.items()},
    )


def both_sides_of_a_contradiction_are_shown(
    memory: Memory, truth: Mapping[str, Any], asked: Mapping[str, Mapping[str, Any]], coordinator: str
) -> None:
    """Neither overwrites the other: whoever chairs reads both side by side."""
    pairs = [one["records"] for one in truth["contradictions"] if all(record in asked for record in one["records"])]
    assert pairs
    for first, second in pairs:
        case_uid = pair_of(asked[first], memory).split(".")[0]
        with acting_as(memory.actors[coordinator]) as actor:
            told = {one.agency_uid: one for one in returns.said_about(actor, case_uid)}
        for record in (asked[first], asked[second]):
            said = told[memory.agencies[body_of(record["agency"])]]
            texts = [text for text in (record["unmet_need"], record["strengths"], record["what_we_are_doing"]) if text]
            assert all(any(text in words for _label, words in said.lines) for text in texts), record["record_id"]


def what_is_withheld(memory: Memory, uids: Mapping[str, str]) -> None:
    """Housing does not read what the refuge kept from it; clinical detail goes to nobody by their agency's type."""
    with acting_as(the_system()):
        kept = db.session.scalar(select(AgencyReturn).where(AgencyReturn.request_uid == uids["O-R025"]))
        clinical = db.session.scalar(select(AgencyReturn).where(AgencyReturn.request_uid == uids["O-R009"]))
        assert kept is not None
        assert clinical is not None
        assert len((kept.kept_from or "").split()) == 2
        assert clinical.audience == "  "


def the_coordinators_page(pages: Pages, asked: int) -> None:
    page = pages.get("/meetings/").follow("19 November 2026")
    page = pages.get(f"{page.path}/requests")
    assert f"{asked} questions asked" in page.text
    assert "1 overdue" in page.text
    assert page.table_rows("What each agency")
