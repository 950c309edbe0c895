"""Two months of the police list, row by row, as a careful coordinator would have them."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.models import Case, CaseEntry
from app.features.police_list import queries
from app.features.police_list.jobs import forget
from app.features.police_list.models import Extract, Piece, Row
from app.features.subjects.models import Person, Subject
from app.kernel.clock import LONDON, today
from app.platform import audit
from app.platform.access import acting_as
from app.platform.database import db
from app.platform.vault import open_all
from config import REPOSITORY
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.police_list import upload, work
from tests.integration.police_list.conftest import Browse, Group
from tests.pages import Page

MONTH = REPOSITORY.parent / "shared" / "data" / "month"
SEPTEMBER, OCTOBER = "svapp-extract-2026-09.csv", "svapp-extract-2026-10.csv"
NAMES = {"TURNING": "TURNING_25", "TURNED": "TURNED_25"}
pytestmark = pytest.mark.skipif(not MONTH.is_dir(), reason="the month lies beside the repository")


def test_two_months_row_by_row(app: Flask, group: Group, browse: Browse, clock: Clock) -> None:
    truth: dict[str, Any] = json.loads((MONTH / "truth.json").read_text(encoding="utf-8"))
    clock.set(datetime(2026, 9, 25, 9, tzinfo=LONDON))
    officer, coordinator = browse(group.officer), browse(group.coordinator)
    data = (MONTH / SEPTEMBER).read_bytes()
    page = upload(officer, data)
    assert page.heading == "List V-2026-0001"
    with app.app_context(), acting_as(the_system()):
        assert db.session.scalar(select(Case.uid)) is None, "nothing becomes a case before a person accepts"
        _as_it_should_be("O-A09", rows_of("V-2026-0001"), truth["police_list"][SEPTEMBER])
        assert db.session.scalars(select(Piece).where(Piece.kind == "FILE")).all() == [], "the file is gone once read"
    again = upload(coordinator, data)
    assert "loaded before: nothing was added" in again.flash
    accept_new_people(coordinator.get(page.path))
    with app.app_context(), acting_as(the_system()):
        _roles_apart(truth["police_list"][SEPTEMBER])
        people = {row.ref: row.subject_uid for row in rows_of("V-2026-0001") if row.subject_uid}
    clock.set(datetime(2026, 10, 30, 9, tzinfo=LONDON))
    assert work(app, forget) == 18, "whoever was not accepted is forgotten after thirty days"
    coordinator = browse(group.coordinator)
    page = upload(coordinator, (MONTH / OCTOBER).read_bytes())
    with app.app_context(), acting_as(the_system()):
        rows = rows_of("V-2026-0002")
        _as_it_should_be("O-A10", rows, truth["police_list"][OCTOBER])
        assert {heading for row in rows for heading in row.unknown} == {"assoc_degree"}
        _differs_as_it_should(rows, truth["police_list_difference"])
        _matches(rows, people, truth)
    page = page.follow("What differs from last month")
    gone = page.table_rows("Rows that are not on the list any more")
    assert len(gone) == len(truth["police_list_difference"]["gone_needing_review"])
    assert {row["Review"] for row in gone} == {"13 November 2026"}
    clock.set(datetime(2026, 12, 1, 9, tzinfo=LONDON))
    work(app, forget)
    with app.app_context(), acting_as(the_system()):
        left = db.session.scalars(select(Row)).all()
        assert {row.state for row in left} == {"ACCEPTED"}
        assert not any(row.unknown for row in left)
        assert audit.verify().findings == []


def rows_of(reference: str) -> list[Row]:
    extract = db.session.scalars(select(Extract).where(Extract.reference == reference)).one()
    rows = list(queries.rows_of(extract.uid))
    open_all(rows)
    return rows


def accept_new_people(page: Page) -> None:
    """A screenful at a time: fill in, look, save. What looks like somebody held is accepted as somebody else: the
    months of the truth know no such pair among those that can be accepted."""
    while True:
        page = page.pages.get(f"{page.path.split('?')[0]}?show=ready")
        if "No rows here" in page.text:
            return
        names = [one["name"] for one in page.soup.select("select[name^=row-]")]
        page = page.submit("Save the decisions", dict.fromkeys(map(str, names), "NEW"))
        for uid in page.soup.select(".govuk-error-message"):
            assert "may be the same person" in uid.get_text()


def _as_it_should_be(prefix: str, rows: list[Row], truth: dict[str, Any]) -> None:
    listed = {one["record_id"]: one for one in truth["listed"]}
    assert Counter(row.disposition.lower() for row in rows) == truth["by_disposition"]
    for row in rows:
        key = f"{prefix}-{row.number:03}"
        wanted = listed.get(key)
        if wanted is None:
            assert row.disposition == "ACCEPT", key
            continue
        assert row.disposition.lower() == wanted["disposition"], key
        if wanted["rule"]:
            assert row.rule == wanted["rule"], key
        if row.cells:
            assert {NAMES.get(flag, flag) for flag in row.flags} == set(wanted["flags"]), key
            assert (
                not wanted.get("reads_as") or wanted["reads_as"] == f"{row.cells['forenames']} {row.cells['surname']}"
            )
        else:
            assert row.disposition in ("DISCARD", "DUPLICATE", "OTHER_AREA") or row.rule == "5.3", key
            assert not row.ref or row.rule == "5.3"


def _roles_apart(truth: dict[str, Any]) -> None:
    roles = Counter(tuple(sorted(case.roles)) for case in db.session.scalars(select(Case)))
    wanted = truth["role_mapping_of_accept_rows"]
    assert roles == {
        ("HARMED",): wanted["harmed_only"],
        ("ALLEGED_CAUSE",): wanted["alleged_cause_intelligence_only"],
        ("ALLEGED_CAUSE", "HARMED"): wanted["both"],
    }
    entries = db.session.scalars(select(CaseEntry)).all()
    told = [entry.details for entry in entries if entry.kind == "ROLE"]
    assert {one["status"] for one in told if one["role"] == "ALLEGED_CAUSE"} == {"INTELLIGENCE"}
    assert {case.band_rank for case in db.session.scalars(select(Case))} == {0}, "a score is never a level of concern"
    assert "MEDIUM" not in str([dict(entry.details) for entry in entries])


def _differs_as_it_should(rows: list[Row], truth: dict[str, Any]) -> None:
    kept = {row.ref: row for row in rows if row.change}
    (extract,) = db.session.scalars(select(Extract).where(Extract.reference == "V-2026-0002"))
    counts = extract.counts
    for change, name in (("NEW", "new"), ("SCORE", "score_moved_only"), ("SAME", "unchanged")):
        found = {ref for ref, row in kept.items() if row.change == change}
        assert found <= set(truth[name])
        assert counts[f"change:{change}"] == len(truth[name])
    changed = {one["svapp_ref"]: one["fields"] for one in truth["changed"]}
    fields = {ref: [code for code, _was, _is in row.changes] for ref, row in kept.items() if row.change == "CHANGED"}
    assert fields == {ref: changed[ref] for ref in fields}
    assert set(changed) - set(fields) == {"SVA-26-00656"}, "another area's, and not kept"
    assert counts["change:CHANGED"] == len(changed)
    assert [ref for ref, row in kept.items() if row.change == "LOST"] == ["SVA-26-01126"]
    assert [row.ref for row in rows if "REKEYED" in row.flags] == [one["new_ref"] for one in truth["rekeyed"]]
    assert counts["gone"] == len(truth["gone"])
    gone = db.session.scalars(select(Row).where(Row.gone_uid == extract.uid)).all()
    assert sorted(row.ref for row in gone) == truth["gone_needing_review"]
    for case in db.session.scalars(select(Case).where(Case.uid.in_([row.case_uid for row in gone]))):
        assert case.closed_on is None
        assert case.review_on is not None
        assert case.review_on > today()


def _matches(rows: list[Row], people: dict[str, str], truth: dict[str, Any]) -> None:
    """Each row ready to accept that is about somebody accepted in September knows that person; the truth agrees."""
    person_of = {one: cluster["person"] for cluster in truth["same_person_clusters"] for one in cluster["record_ids"]}
    september = {row.ref: f"O-A09-{row.number:03}" for row in rows_of("V-2026-0001")}
    for row in rows:
        if row.disposition != "ACCEPT" or row.ref not in people:
            continue
        assert row.known_uid == people[row.ref]
        assert person_of[f"O-A10-{row.number:03}"] == person_of[september[row.ref]]
    assert isinstance(db.session.scalars(select(Subject)).first(), Person)
