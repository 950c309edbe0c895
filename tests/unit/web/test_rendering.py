"""Filters, the layout, navigation, panels, error pages and addresses."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask, abort, render_template_string
from jinja2 import UndefinedError

from app.kernel.errors import NotFound, NotPermitted, Refused, Stale
from app.kernel.references import new_uid
from app.platform.access import Permission
from app.web import navigation, panels, rendering
from app.web.fields import govuk
from app.web.paging import PER_PAGE, Paging
from app.web.viewer import Viewer, provide


def test_days_and_moments() -> None:
    assert rendering.day(date(2026, 11, 2)) == "2 November 2026"
    assert rendering.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026", "the day in England"
    assert rendering.moment(datetime(2026, 11, 2, 10, 30, tzinfo=UTC)) == "2 November 2026 at 10:30am"
    assert rendering.moment(datetime(2026, 6, 30, 12, 5, tzinfo=UTC)) == "30 June 2026 at 1:05pm"
    assert rendering.moment(datetime(2026, 11, 2, 0, 0, tzinfo=UTC)) == "2 November 2026 at 12am"
    assert rendering.short_day(date(2026, 11, 2)) == "2 Nov 2026"
    assert rendering.day(None) == rendering.moment(None) == rendering.short_day(None) == "Not recorded"
    assert rendering.day(None, "No date set") == "No date set"


def test_counts() -> None:
    assert rendering.count(1, "action") == "1 action"
    assert rendering.count(1200, "action") == "1,200 actions"
    assert rendering.count([], "person", "people") == "0 people"
    assert rendering.count([1, 2]) == 2


def test_templates_are_strict_and_escape_in_every_kind(tiny: Flask) -> None:
    assert tiny.jinja_env.autoescape is True
    with tiny.test_request_context():
        assert render_template_string("{{ x }}", x="<b>") == "&lt;b&gt;"
        with pytest.raises(UndefinedError):
            render_template_string("{{ not_there }}")


def test_a_page_has_title_heading_marking_and_who_printed_it(tiny: Flask) -> None:
    provide(tiny, lambda: Viewer("Sam <Lee>", "Housing", "Westmere", token="t", idle_seconds=900))
    with tiny.test_request_context():
        page = BeautifulSoup(
            render_template_string('{% extends "layout.html" %}{% block heading %}Tea & <i>cake</i>{% endblock %}'),
            "html.parser",
        )
    assert page.select("title")[0].text == "Tea & cake – Concord"
    assert page.select("h1")[0].text == "Tea & cake"
    assert [bar.text.split(": ")[1] for bar in page.select(".concord-marking")] == ["OFFICIAL-SENSITIVE"] * 2
    assert "printed by Sam <Lee>, Housing" in page.select(".concord-print--foot")[0].text
    assert page.select("body")[0]["data-idle-seconds"] == "900"
    assert not page.find_all(lambda tag: tag.name == "script" and not tag.get("src"))
    assert not page.select("[style], [onclick], [onload]")
    assert page.find("main", id="main-content") is not None


def test_signed_out_pages_have_no_idle_time_out(tiny: Flask) -> None:
    page = BeautifulSoup(tiny.test_client().get("/privacy").text, "html.parser")
    assert not page.select("body[data-idle-seconds]")


@pytest.mark.parametrize("path", ["/accessibility", "/privacy", "/cookies"])
def test_statutory_pages(tiny: Flask, path: str) -> None:
    assert tiny.test_client().get(path).status_code == 200


def test_a_success_is_shown_once_after_a_redirect(tiny: Flask) -> None:
    tiny.add_url_rule("/do", "do", lambda: rendering.see_other("privacy", flash="Saved"))
    client = tiny.test_client()
    answer = client.get("/do")
    assert (answer.status_code, answer.location) == (303, "/privacy")
    assert BeautifulSoup(client.get("/privacy").text, "html.parser").select_one(".govuk-notification-banner--success")
    assert "Saved" not in client.get("/privacy").text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (NotFound("secret"), 404, "Page not found"),
        (NotPermitted("secret"), 403, "You are not allowed"),
        (Stale("secret"), 409, "Somebody else changed this"),
        (Refused("Close <it> first"), 409, "Close &lt;it&gt; first"),
        (RuntimeError("secret"), 500, "Sorry, there is a problem"),
    ],
)
def test_errors_are_pages_with_the_right_status(tiny: Flask, error: Exception, status: int, words: str) -> None:
    def fail() -> str:
        raise error

    tiny.add_url_rule("/fail", "fail", fail)
    answer = tiny.test_client().get("/fail")
    assert answer.status_code == status
    assert words in answer.text
    assert "secret" not in answer.text
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 429, 500, 503])
def test_every_http_error_has_a_page(tiny: Flask, status: int) -> None:
    tiny.add_url_rule("/stop", "stop", lambda: abort(status))
    answer = tiny.test_client().get("/stop")
    assert answer.status_code == status
    assert BeautifulSoup(answer.text, "html.parser").select("title")[0].text.endswith(" – Concord")


def test_error_pages_do_not_ask_who_is_looking(tiny: Flask) -> None:
    def broken() -> Viewer:
        raise RuntimeError("the database is away")

    provide(tiny, broken)
    assert tiny.test_client().get("/nowhere").status_code == 404
    assert tiny.test_client().get("/privacy").status_code == 500


def test_an_answer_that_only_a_missing_template_could_give_is_a_fault(tiny: Flask) -> None:
    tiny.add_url_rule("/lost", "lost", lambda: rendering.render("not/there.html"))
    assert tiny.test_client().get("/lost").status_code == 500


def test_navigation_shows_what_the_actor_may_open(tiny: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    for name in ("one", "two", "three"):
        tiny.add_url_rule(f"/{name}", name, shown_menu)
    navigation.add("Two", "two", None, 2)
    navigation.add("One", "one", Permission.CASE_VIEW, 1)
    navigation.add("One", "one", Permission.CASE_VIEW, 1)
    navigation.add("Three", "three", Permission.AUDIT_VIEW, 3)
    navigation.add("Not of this application", "elsewhere.page", None, 4)
    assert tiny.test_client().get("/one").text == "OneTrue, TwoFalse"


def test_a_long_menu_is_shown_by_its_sections(tiny: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    for number in range(navigation.FEW):
        tiny.add_url_rule(f"/page-{number}", f"page{number}", shown_menu)
        section = navigation.RUNNING if number % 2 else navigation.MONTH
        navigation.add(f"P{number}", f"page{number}", None, number, section=section if number else None)
    tiny.add_url_rule("/alone", "alone", shown_menu)
    assert "The month" not in tiny.test_client().get("/page-1").text
    navigation.add("Alone", "alone", None, 5, section=navigation.HELP)
    found = tiny.test_client().get("/page-1").text
    assert found.startswith("P0False, The month: P2False, P4False")
    assert found.endswith("AloneFalse, Running it: P1True, P3False, P5False, P7False"), "one alone needs no section"


def shown_menu() -> str:
    return ", ".join(
        (f"{one.label}: " if one.label else "") + ", ".join(f"{item.label}{item.current}" for item in one.items)
        for one in navigation.sections()
    )


def test_panels_come_in_order_and_text_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})

    def second(case: str) -> str:
        return f"<{case}>"

    def first(case: str) -> str:
        return govuk("tag", text="1")

    def nothing(case: str) -> None:
        return None

    panels.register("case", 2, second)
    panels.register("case", 1, first)
    panels.register("case", 1, first)
    panels.register("case", 3, nothing)
    assert panels.render("case", case="c") == [first("c"), "&lt;c&gt;"]
    assert panels.render("other") == []


def test_uids_in_addresses(tiny: Flask) -> None:
    tiny.add_url_rule("/x/<uid:x>", "x", lambda x: x)
    uid = new_uid()
    client = tiny.test_client()
    assert client.get(f"/x/{uid}").text == uid
    for odd in (uid.upper() + "A", uid[:-1], uid + "0", "i" * 26, "%00" * 26, uid[:-1] + "l"):
        assert client.get(f"/x/{odd}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("999999999999", 1), ("99", 3), ("٣", 1)]
)
def test_pages_of_lists(tiny: Flask, asked: str, number: int) -> None:
    from app.web.paging import paging

    with tiny.test_request_context(f"/?page={asked}"):
        assert paging(PER_PAGE * 2 + 1).number == number


def test_page_numbers() -> None:
    assert Paging(5, 250).numbers == [1, None, 4, 5, 6, None, 10]
    assert Paging(1, 0).numbers == [1]
    last = Paging(3, 51)
    assert (last.offset, last.first, last.last, last.next, last.previous) == (50, 51, 51, None, 2)
