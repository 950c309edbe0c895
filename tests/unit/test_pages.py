"""The helper that drives the client sends what a browser would send."""

import json

import pytest
from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue

from tests.pages import Pages

FORM = """<title>A title</title><main><h1>A  heading</h1>
<div class="govuk-error-summary"><ul class="govuk-error-summary__list">
<li><a href="#reason">Enter a reason</a></li><li><a href="#when-day">Enter a day</a></li></ul></div>
<form method="post" action="/answer">
<input type="hidden" name="token" value="t"><input type="text" id="reason" name="reason" value="old">
<input type="radio" name="kind" value="A"><input type="radio" name="kind" value="B" checked>
<input type="checkbox" name="role" value="1" checked><input type="checkbox" name="role" value="2" checked>
<input type="checkbox" name="role" value="3"><input name="off" value="x" disabled>
<fieldset id="when-day"><input name="when-day" value=""></fieldset>
<select name="area"><option value="a">A</option><option value="b" selected>B</option></select>
<textarea name="note">
one
two</textarea>
<button name="go" value="save">Save</button><button name="go" value="drop">Save as draft</button></form>
<table><caption>People</caption><thead><tr><th>Name</th><th>Age</th></tr></thead>
<tbody><tr><th>Ann</th><td>4</td></tr></tbody></table>
<a href="/there?x=1#y">There</a></main>"""


@pytest.fixture
def pages() -> Pages:
    app = Flask(__name__)

    @app.get("/")
    def start() -> str:
        return FORM

    @app.post("/answer")
    def answer() -> str:
        return "<main>" + json.dumps(request.form.to_dict(flat=False), sort_keys=True) + "</main>"

    @app.get("/there")
    def there() -> ResponseReturnValue:
        return redirect("/") if request.args["x"] == "1" else ("", 404)

    return Pages(app.test_client())


def test_a_page_is_read(pages: Pages) -> None:
    page = pages.get("/")
    assert (page.title, page.heading, page.path) == ("A title", "A heading", "/")
    assert page.errors() == {"reason": "Enter a reason", "when-day": "Enter a day"}
    assert page.table_rows("People") == [{"Name": "Ann", "Age": "4"}]
    assert page.links == {"There": "/there?x=1#y"}
    assert page.follow("There").heading == "A heading"


def test_a_form_holds_what_a_browser_would_send(pages: Pages) -> None:
    assert pages.get("/").form_data() == {
        "token": "t",
        "reason": "old",
        "kind": "B",
        "role": ["1", "2"],
        "when-day": "",
        "area": "b",
        "note": "one\ntwo",
    }


def test_fields_are_filled_in_and_one_button_is_pressed(pages: Pages) -> None:
    page = pages.get("/").submit("Save as draft", {"when-day": 2}, reason="new", role=["3"], kind=None)
    assert json.loads(page.text) == {
        "token": ["t"],
        "reason": ["new"],
        "role": ["3"],
        "when-day": ["2"],
        "area": ["b"],
        "note": ["one\ntwo"],
        "go": ["drop"],
    }


def test_a_field_that_is_not_there_cannot_be_filled_in(pages: Pages) -> None:
    with pytest.raises(AssertionError, match="no field 'raeson'"):
        pages.get("/").submit("Save", raeson="x")


def test_an_unexpected_answer_fails(pages: Pages) -> None:
    with pytest.raises(AssertionError, match="answered 404"):
        pages.get("/nowhere")
