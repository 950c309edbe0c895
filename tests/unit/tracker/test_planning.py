"""What a row of the sheet would do to its action."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.features.tracker.importing import planning
from app.features.tracker.importing.planning import Plan, plan
from app.features.tracker.importing.sheet import Line, returned
from app.features.tracker.template import RowKey, row_key, stamp
from app.kernel.errors import Refused
from app.kernel.references import new_uid
from app.platform.workbook.reading import NoValue, Row, Sheet

EXPORT = new_uid()
CHOICES = {
    "status": {
        "Proposed": "PROPOSED", "Accepted": "ACCEPTED", "In progress": "IN_PROGRESS", "Done": "DONE",
        "Not done": "NOT_DONE_REASON", "Replaced": "SUPERSEDED", "Transferred": "TRANSFERRED",
    },
    "not_done_reason": {"The person declined": "PERSON_DECLINED", "No capacity": "CAPACITY"},
    "priority": {"Normal": "NORMAL", "High": "HIGH"},
    "category": {"Mentoring": "MENTOR"},
}  # fmt: skip


@dataclass
class Now:
    """An accepted action, due on 20 November 2026."""

    uid: str = "a" * 26
    reference: str = "A-2026-0001"
    ver: int = 3
    due_on: date = date(2026, 11, 20)
    proposed_on: date = date(2026, 11, 1)
    priority: str = "NORMAL"
    category: str = "MENTOR"
    accepted_on: date | None = date(2026, 11, 1)
    started_on: date | None = None
    done_on: date | None = None
    verified_on: date | None = None
    not_done_on: date | None = None
    not_done_reason: str | None = None
    superseded_on: date | None = None
    transferred_on: date | None = None
    ended_on: date | None = None


ACCEPTED = Now()
DONE = Now(done_on=date(2026, 11, 19), ended_on=date(2026, 11, 19))
AS_EXPORTED: dict[str, Any] = {
    "reference": "A-2026-0001",
    "due_on": "20/11/2026",
    "priority": "Normal",
    "accepted_on": 46327,
}


def planned(now: Now | None = ACCEPTED, *, key: RowKey | None = None, **cells: Any) -> Plan:
    status = "ACCEPTED" if now is None or now.done_on is None else "DONE"
    return plan(Line(5, key or RowKey("A-2026-0001", 3, status), AS_EXPORTED | cells), now, CHOICES)


@pytest.mark.parametrize(
    ("cells", "steps"),
    [
        ({"status": "in progress"}, [("IN_PROGRESS", {"note": None})]),
        ({"progress": "He came"}, [("NOTE", {"text": "He came"})]),
        ({"evidence": 2291}, [("EVIDENCE", {"evidence": "2291"})]),
        ({"status": "Replaced", "progress": "By A-2"}, [("SUPERSEDED", {"text": "By A-2"})]),
        (
            {"done_on": "19/11/26", "progress": "He came", "evidence": "CL-1"},
            [("DONE", {"what_was_done": "He came", "done_on": date(2026, 11, 19), "evidence": "CL-1"})],
        ),
        (
            {"not_done_reason": "no capacity", "progress": "Nobody there", "evidence": "CL-1"},
            [
                ("EVIDENCE", {"evidence": "CL-1"}),
                ("NOT_DONE_REASON", {"reason_code": "CAPACITY", "text": "Nobody there"}),
            ],
        ),
    ],
)
def test_what_is_filled_in_becomes_steps(cells: dict[str, Any], steps: list[Any]) -> None:
    made = planned(**cells)
    assert (made.why, [(str(step), fields) for step, fields in made.steps]) == ([], steps)


def test_it_says_what_would_change_in_words() -> None:
    made = planned(done_on="19/11/26", progress="He came")
    assert made.changes == [
        ("Recorded status", "Accepted", "Done"),
        ("Progress to add", "", "He came"),
        ("Done on", "", "19 November 2026"),
    ]


def test_what_was_not_touched_changes_nothing() -> None:
    assert planned().is_unchanged
    assert planned(status="ACCEPTED").is_unchanged
    assert planned(None).is_unchanged
    assert planned(DONE, status="Done", done_on="19/11/2026").is_unchanged
    later = Now(ver=9, started_on=date(2026, 11, 2), due_on=date(2026, 12, 1))
    assert planned(later, status="Accepted").is_unchanged  # somebody else went on: this sheet says nothing new


@pytest.mark.parametrize(
    ("now", "cells", "why"),
    [
        (None, {"progress": "x"}, planning.UNKNOWN),
        (Now(ver=4), {"progress": "x"}, planning.MEANWHILE),
        (Now(ver=4, started_on=date(2026, 11, 2)), {"status": "Done"}, planning.MEANWHILE),
        (Now(), {"reference": "A-2026-0002", "progress": "x"}, planning.MIXED),
        (Now(), {"due_on": "1/12/2026"}, planning.NOT_TO_FILL),
        (Now(), {"due_on": "soon", "progress": "x"}, planning.NOT_TO_FILL),
        (Now(), {"priority": "High"}, planning.NOT_TO_FILL),
        (Now(), {"status": "Proposed"}, planning.BACKWARDS),
        (Now(), {"status": "transferred"}, planning.ELSEWHERE),
        (Now(), {"status": "Overdue"}, "Choose a status"),
        (Now(), {"status": "In progress", "done_on": "19/11/26"}, planning.NOT_DONE_YET),
        (Now(), {"status": "Done", "not_done_reason": "CAPACITY"}, planning.NOT_NOT_DONE),
        (Now(), {"done_on": "19/11/26", "not_done_reason": "CAPACITY"}, planning.BOTH),
        (DONE, {"done_on": "18/11/26"}, planning.ENDED_ALREADY),
        (Now(), {"done_on": "31/11/26"}, "day first"),
        (Now(), {"progress": NoValue.FORMULA}, "formula"),
        (Now(), {"progress": "x" * 20_001}, "Shorten"),
    ],
)
def test_what_is_refused_says_why(now: Now | None, cells: dict[str, Any], why: str) -> None:
    made = planned(now, **cells)
    assert made.steps == []
    assert any(why in one for one in made.why), made.why


def test_a_row_without_its_key_is_refused() -> None:
    made = plan(Line(9, None, {"reference": "A-2026-0001", "progress": "x"}), Now(), CHOICES)
    assert made.why == [planning.NO_KEY]


HEAD = {
    1: "My own", 2: " recorded  STATUS ", 3: stamp(EXPORT), 4: "Reference", 5: "Owner",
    11: "Progress to add", 12: "Done on", 13: "Evidence reference", 14: "Why not done",
}  # fmt: skip
KEYED = row_key(RowKey("A-2026-0001", 3, "ACCEPTED"))


def test_columns_and_rows_are_found_wherever_they_stand() -> None:
    rows: list[Any] = [
        Sheet("Copied"), Row(2, {1: "For Priya"}), Row(9, HEAD),
        Row(10, {1: NoValue.FORMULA, 2: "Done", 3: KEYED, 4: "A-2026-0001", 5: "Me"}),
        Row(11, {1: "Total", 5: 1}), Row(12, {4: "A-2026-0009"}),
    ]  # fmt: skip
    mark, lines = returned(rows)
    assert mark == (1, EXPORT)
    assert lines == [
        Line(10, RowKey("A-2026-0001", 3, "ACCEPTED"), {"status": "Done", "reference": "A-2026-0001"}),
        Line(12, None, {"reference": "A-2026-0009"}),
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "a file that Concord made"),
        ([Sheet("Actions"), Row(4, {1: "Reference", 2: "Recorded status"})], "a file that Concord made"),
        ([Sheet("Actions"), Row(4, HEAD | {6: "Recorded  status"})], "Keep one column “Recorded status”"),
        ([Sheet("Actions"), Row(4, HEAD | {6: stamp(EXPORT)})], "Keep one hidden column"),
        ([Sheet("Actions"), Row(4, HEAD | {11: "Progress"})], "Put back the heading “Progress to add”"),
        ([Sheet("A"), Row(4, HEAD), Sheet("B"), Row(4, {3: stamp(new_uid())})], "one export at a time"),
    ],
)
def test_another_template_is_refused(rows: list[Any], says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        returned(rows)
    assert refused.value.field == "file"
