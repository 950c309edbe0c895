"""Fields keep what was typed, refuse what cannot be, and never fail on odd input."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.kernel import clock
from app.web.fields import (
    Checkbox,
    Checkboxes,
    DateParts,
    Email,
    NearDate,
    Number,
    Password,
    Radios,
    Select,
    TextArea,
    TextField,
    choice,
    choices,
)
from app.web.forms import Form

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def posted(app: Flask, field: Any, **values: Any) -> Any:
    """The bound field `x` of a form of that one field after `values` are posted (double underscore for a hyphen)."""
    form_class = type("F", (Form,), {"x": field, "other": TextField("Other")})
    data: MultiDict[str, Any] = MultiDict()
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            data.add(name.replace("__", "-"), one)
    with app.test_request_context(method="POST", data=data), clock.at(NOON):
        form = form_class()
        form.validate()
        form.x.html = BeautifulSoup(str(form.x()), "html.parser")
        return form.x


def test_text_is_stripped_and_kept_as_typed_otherwise(tiny: Flask) -> None:
    name = "\u2067 مثال\u200f O’Neill-Żak \u2069"
    assert posted(tiny, TextField("Name"), x=f"  {name}\x00\x07  ").data == name.strip()


def test_lines_survive_in_a_text_area_and_become_spaces_in_a_line(tiny: Flask) -> None:
    assert posted(tiny, TextArea("Notes"), x="a\r\nb\tc\rd").data == "a\nb\tc\nd"
    assert posted(tiny, TextField("Name"), x="a\r\nb").data == "a b"


def test_a_text_area_shows_lines_without_indenting_them(tiny: Flask) -> None:
    for field in (TextArea("Notes"), TextArea("Notes", count=True)):
        assert posted(tiny, field, x="one\n  two\nthree").html.textarea.text.strip("\n") == "one\n  two\nthree"


def test_too_long_is_refused_and_not_cut(tiny: Flask) -> None:
    field = posted(tiny, TextField("Name", max_length=5), x="abcdef")
    assert field.errors == ["Enter 5 characters or fewer for “Name”. You entered 6"]
    assert field.html.input["value"] == "abcdef"


def test_nothing_given_is_refused_with_the_message_of_the_field(tiny: Flask) -> None:
    assert posted(tiny, TextField("Name", required="Enter a name"), x="   ").errors == ["Enter a name"]
    assert posted(tiny, TextField("Name", required="Enter a name"), x="\u200b \ufeff\u2060").errors == ["Enter a name"]
    assert posted(tiny, TextField("Name"), x="\u200dé\u0301").data == "\u200dé\u0301"
    assert posted(tiny, TextField("Name")).errors == []


def test_no_html_required_since_messages_come_from_the_server(tiny: Flask) -> None:
    assert not posted(tiny, TextField("Name", required="Enter a name")).html.input.has_attr("required")


def test_markup_in_values_labels_and_hints_is_escaped(tiny: Flask) -> None:
    bad = "<svg onload=1>"
    for field in (
        TextField(bad, hint=bad),
        TextArea(bad, hint=bad, count=True),
        Radios(bad, hint=bad, choices=[choice(bad, bad, hint=bad)]),
        Select(bad, choices=[choice(bad, bad, group=bad)]),
        DateParts(bad, hint=bad),
    ):
        html = posted(tiny, field, x=bad, x__day=bad).html
        assert html.svg is None


@pytest.mark.parametrize(
    "typed",
    [
        *["", "a", "@b.org", "a@b", "a b@c.org", "a@.org", "a@b.org."],
        *["a,b@c.org", "a@b@c.org", "a@[127.0.0.1]", "é@c.org", "a@é.org", "<a@b.org>", "a@b.org;c@d.org", "a:b@c.org"],
    ],
)
def test_an_email_address_must_look_like_one(tiny: Flask, typed: str) -> None:
    assert posted(tiny, Email("Email", required="Enter an email address"), x=typed).errors


@pytest.mark.parametrize("typed", ["o'brien@a.gov.uk", "a.b+c@x-y.example", "1@2.org"])
def test_an_ordinary_email_address_is_taken(tiny: Flask, typed: str) -> None:
    field = posted(tiny, Email("Email"), x=typed)
    assert (field.data, field.errors) == (typed, [])


def test_an_email_address_is_kept_in_lower_case(tiny: Flask) -> None:
    field = posted(tiny, Email("Email"), x=" Sam@Example.ORG ")
    assert (field.data, field.errors) == ("sam@example.org", [])


def test_a_password_is_neither_stripped_nor_shown(tiny: Flask) -> None:
    field = posted(tiny, Password("Password"), x=" two words ")
    assert field.data == " two words "
    assert "two words" not in str(field.html)


@pytest.mark.parametrize(
    ("typed", "data", "errors"),
    [
        ("7", 7, []),
        ("1,000", 1000, []),
        ("", None, []),
        ("seven", None, ["Enter a whole number for “Count”"]),
        ("9" * 5000, None, ["Enter a whole number for “Count”"]),
        ("٣", None, ["Enter a whole number for “Count”"]),
    ],
)
def test_numbers(tiny: Flask, typed: str, data: int | None, errors: list[str]) -> None:
    field = posted(tiny, Number("Count"), x=typed)
    assert (field.data, field.errors) == (data, errors)
    if errors and len(typed) < 10:
        assert field.html.input["value"] == typed


def test_numbers_out_of_range_and_with_decimals(tiny: Flask) -> None:
    assert posted(tiny, Number("Count", least=1, most=9), x="10").errors == [
        "Enter a number between 1 and 9 for “Count”"
    ]
    assert posted(tiny, Number("Cost", decimals=2), x="1.50").data == Decimal("1.50")
    for typed in ("1.505", "NaN", "1e400", "Infinity"):
        assert posted(tiny, Number("Cost", decimals=2), x=typed).errors


def test_one_of_a_list(tiny: Flask) -> None:
    for kind in (Radios, Select):
        assert posted(tiny, kind("Band", choices=choices({"H": "High"})), x="H").data == "H"
        assert posted(tiny, kind("Band", choices=choices({"H": "High"}))).data is None
        wrong = posted(tiny, kind("Band", choices=choices({"H": "High"})), x="Z")
        assert wrong.errors == ["Select an option from the list for “Band”"]
        empty = posted(tiny, kind("Band", choices=lambda: choices({"H": "High"}), required="Select a band"), x="")
        assert empty.errors == ["Select a band"]


def test_groups_of_a_list_are_shown(tiny: Flask) -> None:
    field = Select("Agency", choices=[choice("1", "Housing", group="Council"), choice("2", "Police")])
    html = posted(tiny, field, x="2").html
    assert html.optgroup["label"] == "Council"
    assert html.find("option", selected=True)["value"] == "2"
    assert html.find("option")["value"] == ""


def test_a_revealed_field_is_inside_its_option_with_its_lines_intact(tiny: Flask) -> None:
    html = posted(
        tiny, Radios("Kind", choices=[choice("O", "Other")], reveals={"O": "other"}), x="O", other="typed"
    ).html
    assert html.select_one(".govuk-radios__conditional input")["value"] == "typed"


def test_check_boxes(tiny: Flask) -> None:
    options = [choice("A", "One"), choice("B", "Two"), choice("N", "None", exclusive=True)]
    assert posted(tiny, Checkboxes("Which", choices=options), x=["B", "A"]).data == ["A", "B"]
    assert posted(tiny, Checkboxes("Which", choices=options), x=["A", "N"]).errors
    assert posted(tiny, Checkboxes("Which", choices=options), x=["Z"]).errors
    assert posted(tiny, Checkboxes("Which", choices=options, required="Select which")).errors == ["Select which"]
    assert posted(tiny, Checkbox("Sure", required="Select the box")).errors == ["Select the box"]
    assert posted(tiny, Checkbox("Sure"), x="y").data is True


@pytest.mark.parametrize(
    ("parts", "data"),
    [
        (("2", "11", "2026"), date(2026, 11, 2)),
        ((" 02", "November", "2026"), date(2026, 11, 2)),
        (("2", "sept", "2026"), date(2026, 9, 2)),
        (("", "", ""), None),
    ],
)
def test_a_date_in_three_boxes(tiny: Flask, parts: tuple[str, str, str], data: date | None) -> None:
    field = posted(tiny, DateParts("Day"), x__day=parts[0], x__month=parts[1], x__year=parts[2])
    assert (field.data, field.errors) == (data, [])


@pytest.mark.parametrize(
    ("parts", "error", "target"),
    [
        (("31", "2", "2026"), "Enter a real date for “Day”", "x-day"),
        (("1", "13", "2026"), "Enter a real date for “Day”", "x-month"),
        (("1", "x", "0"), "Enter a real date for “Day”", "x-month"),
        (("1", "1", "26"), "Enter a year of 4 numbers, like 2026, for “Day”", "x-year"),
        (("1", "", ""), "Enter a month and a year for “Day”", "x-month"),
        (("٣", "1", "2026"), "Enter a real date for “Day”", "x-day"),
        (("9" * 5000, "1", "2026"), "Enter a real date for “Day”", "x-day"),
        (("-1", "1", "2026"), "Enter a real date for “Day”", "x-day"),
    ],
)
def test_an_odd_date_is_an_error_at_the_box_and_is_kept(
    tiny: Flask, parts: tuple[str, str, str], error: str, target: str
) -> None:
    field = posted(tiny, DateParts("Day", required="Enter a day"), x__day=parts[0], x__month=parts[1], x__year=parts[2])
    assert field.errors == [error]
    assert field.error_target == target
    assert [box.get("value", "") for box in field.html.find_all("input")] == [part[:20] for part in parts]
    assert "govuk-input--error" in field.html.find(id=target)["class"]


def test_missing_and_repeated_date_parts_do_not_fail(tiny: Flask) -> None:
    assert posted(tiny, DateParts("Day", required="Enter a day")).errors == ["Enter a day"]
    assert posted(tiny, DateParts("Day"), x__day="1").errors == ["Enter a month and a year for “Day”"]
    assert posted(tiny, DateParts("Day"), x=["1", "2"], x__day=["1", "2"], x__month="1", x__year="2026").data == date(
        2026, 1, 1
    )


def test_a_posted_blank_date_replaces_the_one_there_was(tiny: Flask) -> None:
    form_class = type("F", (Form,), {"x": DateParts("Day")})
    with tiny.test_request_context(method="POST", data={"x-day": "", "x-month": "", "x-year": ""}):
        assert form_class(data={"x": date(2026, 1, 1)}).x.data is None
    with tiny.test_request_context():
        html = BeautifulSoup(str(form_class(data={"x": date(2026, 1, 31)}).x()), "html.parser")
    assert [box["value"] for box in html.find_all("input")] == ["31", "1", "2026"]


def test_dates_on_the_wrong_side(tiny: Flask) -> None:
    assert posted(tiny, DateParts("Born", birthday=True), x__day="3", x__month="11", x__year="2026").errors == [
        "Enter a date that is today or in the past for “Born”"
    ]
    assert posted(tiny, DateParts("Born", birthday=True), x__day="1", x__month="1", x__year="1850").errors
    assert posted(tiny, NearDate("Due", future=True), x="1/11/2026").errors == [
        "Enter a date that is today or in the future for “Due”"
    ]
    assert posted(tiny, NearDate("Due", future=True), x="2/11/2062").errors == [
        "Enter a date on or before 31 December 2036 for “Due”"
    ]
    assert posted(tiny, NearDate("Evidence", past=True), x="2/11/0226").errors == [
        "Enter a date on or after 1 January 1900 for “Evidence”"
    ]
    assert posted(tiny, NearDate("Due", future=True), x="2/11/2026").errors == []
    late = NearDate("Due", latest=date(2026, 12, 1))
    assert posted(tiny, late, x="2/12/2026").errors == ["Enter a date on or before 1 December 2026 for “Due”"]


@pytest.mark.parametrize("typed", ["2/11/2026", "2 November 2026", "2026-11-02", "02.11.2026"])
def test_a_near_date_is_read_as_people_write_it(tiny: Flask, typed: str) -> None:
    assert posted(tiny, NearDate("Due"), x=typed).data == date(2026, 11, 2)


@pytest.mark.parametrize("typed", ["soon", "31/2/2026", "1/2", "1/2/26", "1/2/2026/1", "9" * 3000])
def test_an_odd_near_date_is_an_error_and_is_kept(tiny: Flask, typed: str) -> None:
    field = posted(tiny, NearDate("Due", required="Enter a date"), x=typed)
    assert field.errors == ["Enter a real date, like 2/11/2026, for “Due”"]
    assert field.html.input["value"] == typed[:40]
