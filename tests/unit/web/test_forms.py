"""Refusals at their field, writes undone, groups that repeat without scripts."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from sqlalchemy import text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.kernel.errors import NotFound, Refused, Stale
from app.platform.database import db
from app.web.fields import Hidden, Submit, TextField
from app.web.forms import STALE, Form, Group, Repeating


class Person(Group):
    name = TextField("Name", required="Enter a name")


class People(Form):
    title = TextField("Title", required="Enter a title")
    people = Repeating(Person, "People", item="Person", least=1, most=3)
    kept = Hidden()
    save = Submit("Save")


PAGE = (
    '{% extends "layout.html" %}{% from "kit/form.html" import repeating %}{% block heading %}H{% endblock %}'
    '{% block content %}<form method="post">{{ form.hidden_tag() }}'
    "{{ form.title }}{{ repeating(form.people) }}</form>{% endblock %}"
)


def test_a_refusal_becomes_the_error_of_its_field_and_the_code_goes_on(tiny: Flask) -> None:
    with tiny.test_request_context(method="POST", data={"title": "x", "people-0-name": "y"}):
        form = People()
        assert form.validate_on_submit()
        with form.catching():
            raise Refused("Choose another title", field="title")
        assert form.problems == [("Choose another title", "title")]
        with form.catching():
            raise Refused("Enter a longer name", field="people-0-name")
        assert ("Enter a longer name", "people-0-name") in form.problems
        with form.catching():
            raise Refused("Close the case first", field="nothing_of_this_form")
        assert form.problems[0] == ("Close the case first", None)
        with form.catching():
            raise Stale
        assert (STALE, None) in form.problems


def test_other_errors_are_not_caught(tiny: Flask) -> None:
    with tiny.test_request_context(method="POST"):
        form = People()
        with pytest.raises(NotFound), form.catching():
            raise NotFound


def test_what_a_refused_command_wrote_is_undone_and_what_came_before_stays(tiny: Flask) -> None:
    with tiny.test_request_context(method="POST"):
        form = People()
        db.session.connection().execute(text("CREATE TABLE t (x INTEGER)"))
        db.session.connection().execute(text("INSERT INTO t VALUES (1)"))
        with form.catching():
            db.session.connection().execute(text("INSERT INTO t VALUES (2)"))
            raise Refused("Enter less")
        with form.catching():
            db.session.connection().execute(text("INSERT INTO t VALUES (3)"))
        assert db.session.connection().execute(text("SELECT x FROM t ORDER BY x")).scalars().all() == [1, 3]
        db.session.rollback()


def test_returning_inside_the_block_keeps_the_writes(tiny: Flask) -> None:
    def view(form: Form) -> str:
        with form.catching():
            db.session.connection().execute(text("INSERT INTO t VALUES (1)"))
            return "done"
        return "again"

    with tiny.test_request_context(method="POST"):
        db.session.connection().execute(text("CREATE TABLE t (x INTEGER)"))
        assert view(People()) == "done"
        assert db.session.connection().execute(text("SELECT count(*) FROM t")).scalar() == 1
        db.session.rollback()


def test_values_leave_out_buttons_and_hidden_fields(tiny: Flask) -> None:
    with tiny.test_request_context(method="POST", data={"title": "T", "people-0-name": "A", "save": "1", "kept": "k"}):
        assert People().values == {"title": "T", "people": [{"name": "A"}]}


def test_add_another_keeps_what_was_typed_and_complains_of_nothing(tiny: Flask) -> None:
    with tiny.test_request_context(method="POST", data={"title": "", "people-0-name": "A", "people-add": "1"}):
        form = People()
        assert not form.validate_on_submit()
        assert len(form.people.data) == 2
        html = BeautifulSoup(render_template_string(PAGE, form=form), "html.parser")
    assert [box.get("value", "") for box in html.select(".concord-group input")] == ["A", ""]
    assert len(html.select("button[name=people-remove]")) == 2
    assert html.select_one(".govuk-error-summary") is None
    assert html.select("form[method=post] button")[0].get("name") is None, "Enter must not press Remove"


def test_remove_takes_out_the_one_asked_for(tiny: Flask) -> None:
    data = {"title": "T", "people-0-name": "A", "people-1-name": "B", "people-2-name": "C", "people-remove": "1"}
    with tiny.test_request_context(method="POST", data=data):
        form = People()
        assert not form.validate_on_submit()
        assert form.people.data == [{"name": "A"}, {"name": "C"}]
        assert [entry.form.name.name for entry in form.people.entries] == ["people-0-name", "people-1-name"]


@pytest.mark.parametrize("number", ["7", "-1", "x", "", "٣"])
def test_an_odd_number_to_remove_does_nothing(tiny: Flask, number: str) -> None:
    data = {"people-0-name": "A", "people-1-name": "B", "people-remove": number}
    with tiny.test_request_context(method="POST", data=data):
        form = People()
        assert not form.validate_on_submit()
        assert len(form.people.entries) == 2


def test_there_are_never_fewer_or_more_than_allowed(tiny: Flask) -> None:
    with tiny.test_request_context(method="POST", data={"people-0-name": "A", "people-remove": "0"}):
        form = People()
        form.validate_on_submit()
        assert len(form.people.entries) == 1
    many = {f"people-{number}-name": "A" for number in range(9)}
    with tiny.test_request_context(method="POST", data={**many, "people-add": "1"}):
        form = People()
        form.validate_on_submit()
        assert len(form.people.entries) == 3


def test_errors_are_listed_in_the_order_of_the_page_and_link_to_the_boxes(tiny: Flask) -> None:
    with tiny.test_request_context(method="POST", data={"people-0-name": "A", "people-1-name": " "}):
        form = People()
        assert not form.validate_on_submit()
        assert form.problems == [("Enter a title", "title"), ("Enter a name", "people-1-name")]
        html = BeautifulSoup(render_template_string(PAGE, form=form), "html.parser")
    assert html.select("title")[0].text == "Error: H – Concord"
    for link in html.select(".govuk-error-summary a"):
        assert html.find(id=link["href"][1:]) is not None


def test_a_row_found_stale_at_the_end_of_the_block_is_an_error_of_the_form(tiny: Flask) -> None:
    class Base(DeclarativeBase):
        pass

    class Row(Base):
        __tablename__ = "row"
        id: Mapped[int] = mapped_column(primary_key=True)
        ver: Mapped[int] = mapped_column()
        x: Mapped[int]
        __mapper_args__ = {"version_id_col": ver}

    with tiny.test_request_context(method="POST"):
        Base.metadata.create_all(db.session.connection())
        row = Row(id=1, x=1)
        db.session.add(row)
        db.session.flush()
        db.session.connection().execute(text("UPDATE row SET ver = 9"))
        form = People()
        with form.catching():
            row.x = 2
        assert form.problems == [(STALE, None)]
        assert db.session.connection().execute(text("SELECT x FROM row")).scalar() == 1
        db.session.rollback()


def test_audit_events_of_a_refused_command_are_forgotten(tiny: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    events = ["before"]
    monkeypatch.setattr("app.platform.audit.mark", lambda: len(events))
    monkeypatch.setattr("app.platform.audit.rewind", lambda place: events.__delitem__(slice(place, None)))
    with tiny.test_request_context(method="POST"):
        form = People()
        with form.catching():
            events.append("refused")
            raise Refused("Enter less")
        with form.catching():
            events.append("done")
        assert events == ["before", "done"]
        db.session.rollback()
