"""Who may open which page: declared for every route, written down, and true over HTTP both ways."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.kernel.references import new_uid
from app.platform.access import Role
from app.web.access_matrix import Line, as_markdown, lines
from config import REPOSITORY
from tests.factories.accounts import make_agency, make_user
from tests.pages import SAME_ORIGIN, Pages

MATRIX = REPOSITORY / "docs" / "access-matrix.md"
AGENCY_TYPES = {Role.EIT: "POL", Role.PROV_LEAD: "VCS_PROV", Role.PROV_WORKER: "VCS_PROV"}
HEADERS = SAME_ORIGIN | {"Origin": "http://localhost"}
SAMPLES = {"UidConverter": new_uid, "IntegerConverter": lambda: 999_999}


def test_every_route_declares_its_access(app: Flask) -> None:
    assert [line.rule for line in lines(app) if line.access is None] == []


def test_a_page_for_everybody_says_why(app: Flask) -> None:
    public = [line for line in lines(app) if line.access and not line.access.signed_in]
    assert public
    assert all(line.access and len(line.access.public_because or "") > 10 for line in public)


def test_the_matrix_is_up_to_date(app: Flask) -> None:
    assert MATRIX.read_text(encoding="utf-8") == as_markdown(app), "run `flask access-matrix`"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_answered_as_the_matrix_says(app: Flask, client: FlaskClient, role: Role) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # without a token every POST would be refused before access is asked
    pages = Pages(client)
    with app.app_context():
        user = make_user(role, agency_uid=make_agency(agency_type=AGENCY_TYPES.get(role, "LA_CS")))
    pages.sign_in(user)
    wrong = []
    for line, method, path in requests(app):
        answer = ask(client, method, path)
        if (answer.status_code == 403) is line.admits(role) or answer.status_code == 500:
            wrong.append(f"{method} {line.rule}: {answer.status_code}")
        if method == "POST" and line.endpoint.startswith("accounts."):
            pages.sign_in(user)  # some of these pages end the session
    assert wrong == []


def test_nobody_signed_in_is_sent_to_sign_in(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context():
        sign_in = url_for("accounts.sign_in")
    wrong = []
    for line, method, path in requests(app):
        answer = ask(client, method, path)
        sent_on = answer.status_code == 303 and urlsplit(answer.location).path == sign_in
        if not line.admits(None) and not sent_on:
            wrong.append(f"{method} {line.rule}: {answer.status_code}")
        if line.admits(None) and answer.status_code in (403, 500):
            wrong.append(f"{method} {line.rule}: {answer.status_code}")
    assert wrong == []


def requests(app: Flask) -> Iterator[tuple[Line, str, str]]:
    """Every route with each of its methods, about records that are not there."""
    rules = {(rule.rule, rule.endpoint): rule for rule in app.url_map.iter_rules()}
    for line in lines(app):
        path = address(app, rules[line.rule, line.endpoint])
        for method in line.methods:
            yield line, method, path


def address(app: Flask, rule: Rule) -> str:
    converters = rule._converters
    values = {name: SAMPLES.get(type(converters[name]).__name__, lambda: "x")() for name in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def ask(client: FlaskClient, method: str, path: str) -> TestResponse:
    return client.open(path, method=method, headers=HEADERS)
