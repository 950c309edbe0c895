"""Headings and dates as police systems write them, and marks by which two months are compared."""

from datetime import UTC, date, datetime

import pytest

from app.features.police_list.domain import columns, values
from app.features.police_list.domain.columns import Column
from app.features.police_list.domain.marks import Change, Marks, compare, differing, identical
from app.kernel.clock import LONDON

COLUMNS = [
    Column("svapp_ref", "Reference of the row", "ref", True, False, ("ref",)),
    Column("nominal_ref", "Police record number", "text", False, True),
    Column("surname", "Family name", "name", True, True, ("last name",)),
    Column("dob", "Date of birth", "birthday", True, True),
    Column("home_postcode", "Home postcode", "text", False, True),
    Column("model_score", "Score", "model", False, False),
]
ROW = {"svapp_ref": "A1", "nominal_ref": "N1", "surname": "WIŚNIEWSKI", "dob": "2011-04-07", "model_score": "9"}


def test_headings_are_known_by_code_label_usual_name_and_what_an_area_said() -> None:
    headings = {1: "SVAPP-REF ", 2: "Last  Name", 3: "date_of_birth", 5: "ref", 6: "Born"}
    found = columns.matched(headings, COLUMNS)
    assert found == {1: "svapp_ref", 2: "surname", 3: "dob"}, "of two headings for one column the first is taken"
    assert columns.matched(headings, COLUMNS, {"born": "dob", "dateofbirth": ""}) == {
        1: "svapp_ref", 2: "surname", 6: "dob",
    }  # fmt: skip
    assert [one.code for one in columns.missing({1: "svapp_ref"}, COLUMNS)] == ["surname", "dob"]
    rows = [{1: "The list"}, {1: "of", 2: "October"}, headings, {1: "A1", 2: "X"}]
    assert columns.head_of(rows, COLUMNS) == 2
    assert columns.head_of([{1: "alone"}], COLUMNS) is None


@pytest.mark.parametrize(
    ("text", "on", "certain"),
    [
        ("2011-04-07", date(2011, 4, 7), True),
        ("20110407", date(2011, 4, 7), True),
        ("2011-04-07T23:30:00Z", date(2011, 4, 7), True),
        ("07/04/2011", date(2011, 4, 7), False),
        ("17/04/2011", date(2011, 4, 17), True),
        ("4.4.2011", date(2011, 4, 4), True),
        ("17-04-11", date(2011, 4, 17), True),
        ("7-Apr-2011", date(2011, 4, 7), True),
        ("07 April 98", date(1998, 4, 7), True),
        ("40640", date(2011, 4, 7), False),
        ("31/02/2010", None, False),
        ("2010-13-04", None, False),
        ("next Tuesday", None, False),
        ("", None, False),
    ],
)
def test_dates_as_police_systems_write_them(text: str, on: date | None, certain: bool) -> None:
    said = values.day(text, born=date(2026, 10, 29))
    assert (said.on, said.certain) == (on, certain)
    assert certain or said.why.split()[0] in ("Enter", "Confirm")


def test_the_moment_of_an_extract() -> None:
    assert values.moment("2026-10-29T05:30:00Z") == datetime(2026, 10, 29, 5, 30, tzinfo=UTC)
    assert values.moment("2026-10-29 05:30:00+01:00") == datetime(2026, 10, 29, 4, 30, tzinfo=UTC)
    assert values.moment("29-Oct-2026 05:30") == datetime(2026, 10, 29, 5, 30, tzinfo=LONDON)
    assert values.moment("2026-10-29") == datetime(2026, 10, 29, tzinfo=LONDON)
    assert values.moment("25:00 on Monday") is None
    assert values.tidy(" O\u200b’LEARY\u00a0 ") == "O’LEARY"


def marked(*rows: dict[str, str]) -> Marks:
    marks = Marks("00" * 16)
    for row in rows:
        mark = marks.of(row, COLUMNS)
        marks.marks.setdefault(mark.ref, mark)
    codes = [one.code for one in COLUMNS if one.compared] + ["model"]
    return Marks(marks.salt).read(marks.lines(codes), codes)


@pytest.mark.parametrize(
    ("now", "change", "fields"),
    [
        ({}, Change.SAME, ()),
        ({"svapp_ref": " a1 ", "surname": "wisniewski "}, Change.SAME, ()),
        ({"surname": "WI?NIEWSKI"}, Change.LOST, ("surname",)),
        ({"dob": "07-Apr-2011"}, Change.SAME, ()),
        ({"model_score": "99"}, Change.SCORE, ()),
        ({"home_postcode": "BA2 1AA"}, Change.CHANGED, ("home_postcode",)),
        ({"surname": "NOWAK", "model_score": "1"}, Change.CHANGED, ("surname",)),
        ({"svapp_ref": "A2"}, Change.NEW, ()),
    ],
)
def test_how_a_row_stands_to_last_month(now: dict[str, str], change: Change, fields: tuple[str, ...]) -> None:
    before = marked(ROW)
    difference = compare(before, before.of(ROW | now, COLUMNS), set())
    assert (difference.change, difference.fields) == (change, fields)


def test_references_that_changed_hands_are_seen() -> None:
    before = marked(ROW)
    gone = {one.fields["nominal_ref"] for one in before.marks.values()}
    assert compare(before, before.of(ROW | {"svapp_ref": "A2"}, COLUMNS), gone).rekeyed
    other = ROW | {"nominal_ref": "N2", "surname": "NOWAK", "dob": "2009-01-01"}
    assert compare(before, before.of(other, COLUMNS), set()).reused


def test_a_mark_says_nothing_without_its_salt() -> None:
    one, other = Marks("00" * 16), Marks("01" * 16)
    assert not {*one.of(ROW, COLUMNS).fields.values()} & {*other.of(ROW, COLUMNS).fields.values()} - {"-"}
    assert identical(one.of(ROW, COLUMNS), one.of(dict(ROW), COLUMNS))
    assert not identical(one.of(ROW, COLUMNS), one.of(ROW | {"model_score": "8"}, COLUMNS))
    assert differing(one.of(ROW, COLUMNS[:3]), one.of(ROW | {"dob": "2001-01-01"}, COLUMNS)) == [], (
        "a column that one of the two did not have is not compared"
    )
