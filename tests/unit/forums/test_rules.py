"""Who leads, where a transfer stands, what was discussed twice, and how another group's list is read."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.forums.domain.leading import (
    Acknowledged,
    check_other,
    discussed_twice,
    lead_forum,
    suggest_lead,
)
from app.features.forums.domain.lists import MOST_ROWS, as_answers, decoded, read_list
from app.features.forums.domain.transfers import STEPS, Status, check_step, transfer_status
from app.features.subjects.matching import Relation, compare, identity_of
from app.kernel.errors import Refused

DAY = date(2026, 11, 19)
MONTH = Path(__file__).resolve().parents[4] / "shared/data/month"
HEAD = "record_id,ref,name,dob,lead_worker_role\n"


@dataclass
class Dates:
    sent_on: date | None = None
    acknowledge_by: date | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    declined_on: date | None = None
    withdrawn_on: date | None = None


# Leading


@pytest.mark.parametrize(
    ("roles", "leads"),
    [({}, "SVOG"), ({"EOG": "COPY"}, "SVOG"), ({"EOG": "LEAD"}, "EOG"), ({"MARAC": "LEAD", "EOG": "COPY"}, "OTHER")],
)
def test_exactly_one_group_leads(roles: dict[str, str], leads: str) -> None:
    assert lead_forum(roles) == leads


@pytest.mark.parametrize(
    ("bands", "forum"),
    [
        ((None, None, None), None),
        (("GREEN", "GREEN", "RED"), "EOG"),
        (("RED", "GREEN", "AMBER"), "SVOG"),
        (("GREEN", "AMBER", "AMBER"), "SVOG"),
        ((None, None, "GREEN"), "EOG"),
    ],
)
def test_the_usual_lead_follows_the_level_that_stands_out(bands: tuple[Any, Any, Any], forum: str | None) -> None:
    found = suggest_lead(*bands)
    assert (found.forum if found else None) == forum


def test_a_change_of_lead_needs_both() -> None:
    assert not Acknowledged(DAY, None).holds
    assert not Acknowledged(None, DAY).holds
    assert Acknowledged(DAY, DAY).holds


@pytest.mark.parametrize("code", [None, "", "SVOG", "NOBODY"])
def test_the_other_group_is_another(code: str | None) -> None:
    with pytest.raises(Refused):
        check_other(code, {"SVOG", "EOG"})


@pytest.mark.parametrize(
    ("ours", "theirs", "twice"),
    [
        ([(DAY, False)], [], None),
        ([(DAY, False)], [date(2026, 9, 19)], None),
        ([(DAY, False)], [date(2026, 9, 20)], True),
        ([(DAY, True)], [date(2026, 11, 1)], False),
        ([(date(2026, 1, 1), True), (DAY, False)], [date(2026, 12, 1)], True),
    ],
)
def test_discussed_twice_within_sixty_days(
    ours: list[tuple[date, bool]], theirs: list[date], twice: bool | None
) -> None:
    assert discussed_twice(ours, theirs, 60) is twice


# Transfers


@pytest.mark.parametrize(
    ("dates", "on", "status"),
    [
        (Dates(), DAY, Status.PROPOSED),
        (Dates(sent_on=DAY, acknowledge_by=DAY), DAY, Status.SENT),
        (Dates(sent_on=DAY, acknowledge_by=DAY), date(2026, 11, 20), Status.OVERDUE),
        (Dates(sent_on=DAY, acknowledge_by=DAY, acknowledged_on=DAY), date(2026, 12, 20), Status.ACKNOWLEDGED),
        (Dates(sent_on=DAY, acknowledged_on=DAY, accepted_on=DAY), DAY, Status.ACCEPTED),
        (Dates(sent_on=DAY, declined_on=DAY), DAY, Status.DECLINED),
        (Dates(withdrawn_on=DAY), DAY, Status.WITHDRAWN),
    ],
)
def test_where_a_transfer_stands(dates: Dates, on: date, status: Status) -> None:
    assert transfer_status(dates, on) is status


@given(st.sampled_from(sorted(STEPS)), st.sampled_from(list(Status)))
def test_a_transfer_takes_only_its_steps(step: str, status: Status) -> None:
    if status in STEPS[step]:
        check_step(step, status)
    else:
        with pytest.raises(Refused):
            check_step(step, status)
    assert Status.ACCEPTED not in STEPS[step], "what was accepted is over"


# Lists


def test_rows_that_cannot_be_read_do_not_stop_the_others() -> None:
    content = (
        HEAD + '1,E-1,"Prosser, Lilly May",02/10/2011,Social worker\n\n'
        "2,E-2,Saffron Tuck,31/02/2010,\n3,E-3,,01/01/2010,\n,E-4,Nobody,,\n1,E-5,Twice Told,,\n"
        f"6,E-6,{'x' * 201},,\n7,E-7,Dawid Lis,2009-04-04\n"
    )
    rows, problems = read_list(content.encode())
    assert [(row.record_id, row.dob) for row in rows] == [("1", date(2011, 10, 2)), ("7", date(2009, 4, 4))]
    assert [problem.line for problem in problems] == [4, 5, 6, 7, 8]
    assert all(not problem.message.endswith(".") for problem in problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_lists_as_spreadsheets_save_them(encoding: str, mark: str) -> None:
    text = (HEAD + "1,E-1,Zoë Müller,02/10/2011,Nurse\n").replace(",", mark).replace("\n", "\r\n")
    (row,), problems = read_list(text.encode(encoding))
    assert (row.name, problems) == ("Zoë Müller", [])
    assert decoded(text.encode(encoding)).startswith("record_id")


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"name;dob\nA;B", b"PK\x03\x04", (HEAD + "1,,A,,\n" * (MOST_ROWS + 1)).encode()]
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_list(content)
    assert refused.value.field == "file"


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    with suppress(Refused):
        rows, problems = read_list(HEAD.encode() + content)
        assert len(rows) + len(problems) <= content.count(b"\n") + content.count(b"\r") + 1


@pytest.mark.parametrize(
    ("name", "family", "given_names"),
    [
        ("Prosser, Lilly May", "Prosser", "Lilly May"),
        ("Dawid Lis", "Lis", "Dawid"),
        ("YUSUF, Hibo", "YUSUF", "Hibo"),
        ("Zabi", "Zabi", ""),
    ],
)
def test_names_in_either_order(name: str, family: str, given_names: str) -> None:
    answers = as_answers(name, None)
    assert (answers["family_name"], answers["given_names"]) == (family, given_names)


@pytest.mark.skipif(not MONTH.exists(), reason="the fictional month is kept outside the project")
def test_the_list_of_the_month_finds_whom_it_should() -> None:
    """Every person of the list that was notified is found, and of the others nobody is taken for them."""
    rows, problems = read_list((MONTH / "eog-list.csv").read_bytes())
    truth = json.loads((MONTH / "truth.json").read_text())["eog"]
    assert (len(rows), problems) == (14, [])
    told = dict(people_told())
    found: dict[str, set[str]] = {}
    for row in rows:
        listed = identity_of(as_answers(row.name, row.dob), on=DAY)
        for uid, answers in told.items():
            verdict = compare(listed, identity_of(answers, on=DAY))
            if verdict is not None and verdict.relation == Relation.SAME:
                found.setdefault(row.record_id, set()).add(uid)
    matches = {one["eog_record_id"]: set(one["records"]) for one in truth["matches"]}
    assert found.keys() == matches.keys()
    assert all(records <= matches[uid] for uid, records in found.items())


def people_told() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Everybody the month's notifications are about, members of networks too, by record."""
    for line in (MONTH / "notifications.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["subject_kind"] == "INDIVIDUAL":
            yield record["record_id"], record
        for member in record.get("members") or ():
            known = {name: member.get(name) for name in ("dob", "approx_age")}
            yield member["member_id"], as_answers(member["name"], None) | known
