"""One thing per page: what comes next, what is missing, and coming back from "Change"."""

from typing import Any

import pytest
from flask import Flask

from app.kernel.errors import NotFound
from app.web.fields import TextField
from app.web.forms import Form
from app.web.journey import Answer, Journey, Task


class NameForm(Form):
    name = TextField("Name")


class SchoolForm(Form):
    school = TextField("School")


class NotesForm(Form):
    notes = TextField("Notes")


JOURNEY = Journey(
    [
        Task("name", "Name", NameForm, section="Who", answers=lambda data: [Answer("Name", data.get("name"))]),
        Task("school", "School", SchoolForm, applies=lambda data: bool(data.get("child")), section="Who"),
        Task("notes", "Notes", NotesForm, optional=True, is_complete=lambda data: "notes" in data),
    ]
)
ENDS = ("task", "check")


@pytest.fixture
def app(tiny: Flask) -> Flask:
    tiny.add_url_rule("/tasks", "tasks", lambda: "")
    tiny.add_url_rule("/task/<slug>", "task", lambda slug: "")
    tiny.add_url_rule("/check", "check", lambda: "")
    return tiny


def after(app: Flask, slug: str, data: dict[str, Any], query: str = "") -> dict[str, Any]:
    with app.test_request_context(f"/task/{slug}{query}"):
        return JOURNEY.after(JOURNEY.find(slug), data, *ENDS)


def test_the_next_task_skips_what_does_not_apply(app: Flask) -> None:
    assert after(app, "name", {"name": "A"}) == {"endpoint": "task", "slug": "notes"}
    assert after(app, "name", {"name": "A", "child": True}) == {"endpoint": "task", "slug": "school"}
    assert after(app, "notes", {"name": "A"}) == {"endpoint": "check"}


def test_change_returns_to_check_answers(app: Flask) -> None:
    assert after(app, "name", {"name": "A"}, "?return=check") == {"endpoint": "check"}


def test_a_change_that_brings_a_question_asks_it_and_still_comes_back(app: Flask) -> None:
    answer = after(app, "name", {"name": "A", "child": True}, "?return=check")
    assert answer == {"endpoint": "task", "slug": "school", "return": "check"}


def test_the_back_link(app: Flask) -> None:
    def back(slug: str, query: str = "") -> str:
        with app.test_request_context(f"/task/{slug}{query}"):
            return JOURNEY.back(JOURNEY.find(slug), {}, *ENDS, "tasks")

    assert back("name") == "/tasks"
    assert back("notes") == "/task/name"
    assert back("notes", "?return=check") == "/check"


def test_a_task_that_does_not_apply_is_not_found() -> None:
    assert JOURNEY.find("school").title == "School"
    for slug, data in (("school", {}), ("other", None)):
        with pytest.raises(NotFound):
            JOURNEY.find(slug, data)


def test_complete_when_every_needed_task_is_done(app: Flask) -> None:
    with app.test_request_context():
        assert not JOURNEY.is_complete({})
        assert JOURNEY.is_complete({"name": "A"})
        assert not JOURNEY.is_complete({"name": "A", "child": True})
        assert [task.slug for task in JOURNEY.missing({"child": True})] == ["name", "school"]


def test_lists_for_the_pages(app: Flask) -> None:
    with app.test_request_context():
        (who, first), (other, second) = JOURNEY.listed({"name": "A"}, "task")
        assert (who, [item["status"] for item in first]) == ("Who", ["Completed"])
        assert (other, [item["status"] for item in second]) == ("", ["Optional"])
        ((title, rows),) = JOURNEY.checked({"name": "A"}, "task")
        assert title == "Name"
        assert rows == [{"key": "Name", "value": "A", "change": "/task/name?return=check"}]
