"""Drives the test client like a person with a browser: opens pages, follows links, fills in forms, reads answers.

page = pages.get("/notifications/new")
page = page.submit("Continue", reason="…")
assert page.heading == "Check your answers"
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


class Pages:
    """A browser of one person."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, *, status: int | None = 200) -> "Page":
        """Open `path`, following redirects. `status` is what the answer must be; None takes any."""
        return self._page(self.client.get(path, headers=SAME_ORIGIN, follow_redirects=True), status)

    def post(self, path: str, data: Mapping[str, Any], *, status: int | None = 200) -> "Page":
        """Post by hand, for what no form on a page would send."""
        fields = MultiDict((name, one) for name, value in data.items() for one in as_list(value))
        headers = SAME_ORIGIN | {"Origin": "http://localhost"}
        return self._page(self.client.post(path, data=fields, headers=headers, follow_redirects=True), status)

    def sign_in(self, user: Any) -> "Pages":
        """Sign in without the sign-in pages, which have tests of their own."""
        from app.features.accounts.interface import start_session

        app = self.client.application
        with app.app_context():
            token = start_session(user)
        self.client.set_cookie(app.session_interface.cookie, token)  # type: ignore[attr-defined]
        return self

    def _page(self, response: TestResponse, status: int | None) -> "Page":
        page = Page(self, response)
        if status is not None:
            assert response.status_code == status, f"{page.path} answered {response.status_code}: {page.text[:400]}"
        return page


class Page:
    """What came back, and what a person can do from there."""

    def __init__(self, pages: Pages, response: TestResponse) -> None:
        self.pages = pages
        self.response = response
        self.status = response.status_code
        self.path = (
            response.request.full_path.removesuffix("?") if response.request.query_string else response.request.path
        )

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.get_data(as_text=True), "html.parser")

    @property
    def main(self) -> Tag:
        return self.soup.find("main") or self.soup.find("body") or self.soup

    @property
    def title(self) -> str:
        return words(self.soup.title)

    @property
    def heading(self) -> str:
        return words(self.soup.find("h1"))

    @property
    def text(self) -> str:
        """The words of the main part, with single spaces."""
        return words(self.main)

    def select(self, selector: str) -> list[str]:
        """The words of each element that a CSS selector finds."""
        return [words(element) for element in self.soup.select(selector)]

    @property
    def flash(self) -> str:
        """The words of the notification banner."""
        return words(self.soup.select_one(".govuk-notification-banner__content, .moj-alert__content"))

    def errors(self) -> dict[str, str]:
        """The error summary: message by field, in order. An error of no field has the name ""."""
        items = self.soup.select(".govuk-error-summary__list li")
        return {self._field_of(item): words(item) for item in items}

    def _field_of(self, item: Tag) -> str:
        link = item.find("a")
        target = str(link.get("href", "")).removeprefix("#") if link else ""
        element = self.soup.find(id=target) if target else None
        if element is None:
            return target
        if element.get("name"):
            return str(element["name"])
        inner = element.find(["input", "select", "textarea"])
        return str(inner["name"]) if inner and inner.get("name") else target

    # links

    @property
    def links(self) -> dict[str, str]:
        """Address by words, of the main part; links within the page are left out."""
        return {words(link): str(link["href"]) for link in self.main.select("a[href]:not([href^='#'])")}

    def follow(self, text: str, *, status: int | None = 200) -> "Page":
        """Follow the link whose words are, or begin with, `text`."""
        every = {words(link): str(link["href"]) for link in self.soup.find_all("a", href=True)} | self.links
        target = every.get(text) or next((href for name, href in every.items() if name.startswith(text)), None)
        assert target, f"no link {text!r} among {sorted(every)}"
        return self.pages.get(self._local(target), status=status)

    def _local(self, target: str) -> str:
        parts = urlsplit(urljoin(self.path, target))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    # tables and summary lists

    def table_rows(self, caption: str | None = None) -> list[dict[str, str]]:
        """Rows of the first table, or of the one whose caption begins with `caption`: words by column heading."""
        for table in self.main.find_all("table"):
            if caption is None or words(table.find("caption")).startswith(caption):
                return read_table(table)
        raise AssertionError(f"no table {caption or ''} on {self.path}")

    def summary(self) -> dict[str, str]:
        """Every row of the page's summary lists: value by key."""
        rows = self.main.select(".govuk-summary-list__row")
        return {words(row.find("dt")): words(row.select_one(".govuk-summary-list__value")) for row in rows}

    # forms

    def form(self, button: str | None = None) -> Tag:
        """The form that has the button, or the first that is posted in the main part."""
        forms = self.main.find_all("form")
        if button is None:
            posted = [form for form in forms if str(form.get("method", "get")).lower() == "post"]
            assert posted or forms, f"no form on {self.path}: {self.text[:300]}"
            return (posted or forms)[0]
        for form in [*forms, *self.soup.find_all("form")]:
            if any(words_of_button(one) == button for one in buttons(form)):
                return form
        raise AssertionError(f"no button {button!r} on {self.path}: {[words_of_button(b) for b in buttons(self.soup)]}")

    def form_data(self, button: str | None = None) -> dict[str, str | list[str]]:
        """What a browser would send now, hidden fields included. Names that occur twice have a list."""
        data: dict[str, str | list[str]] = {}
        for name, value in current_values(self.form(button)):
            if name in data:
                data[name] = [*as_list(data[name]), value]
            else:
                data[name] = value
        return data

    def submit(
        self,
        button: str | None = None,
        fields: Mapping[str, Any] | None = None,
        *,
        status: int | None = 200,
        **more: Any,
    ) -> "Page":
        """Fill in and press the button. A field that the form does not have is an error; None takes a value out."""
        form = self.form(button)
        data: dict[str, Any] = dict(self.form_data(button))
        known = {
            str(element["name"]) for element in form.find_all(["input", "select", "textarea"], attrs={"name": True})
        }
        for name, value in (dict(fields or {}) | more).items():
            assert name in known, f"the form has no field {name!r}, only {sorted(known)}"
            data[name] = value
        pressed = next((one for one in buttons(form) if button is None or words_of_button(one) == button), None)
        if pressed is not None and pressed.get("name"):
            data[str(pressed["name"])] = str(pressed.get("value", ""))
        data = {name: value for name, value in data.items() if value is not None}
        target = self._local(str((pressed and pressed.get("formaction")) or form.get("action") or self.path))
        if str(form.get("method", "get")).lower() == "post":
            return self.pages.post(target, data, status=status)
        response = self.pages.client.get(
            urlsplit(target).path, query_string=MultiDict(data), headers=SAME_ORIGIN, follow_redirects=True
        )
        return self.pages._page(response, status)


def words(element: Tag | None) -> str:
    return " ".join(element.get_text(" ").split()) if element else ""


def as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


def buttons(form: Tag) -> list[Tag]:
    return form.select("button:not([type=button]):not([type=reset]), input[type=submit]")


def words_of_button(button: Tag) -> str:
    return str(button.get("value", "")) if button.name == "input" else words(button)


def current_values(form: Tag) -> list[tuple[str, str]]:
    """Name and value of each control that a browser would send."""
    found: list[tuple[str, str]] = []
    for element in form.find_all(["input", "select", "textarea"], attrs={"name": True}):
        name = str(element["name"])
        if element.has_attr("disabled"):
            continue
        if element.name == "textarea":
            found.append((name, element.get_text().removeprefix("\n")))
        elif element.name == "select":
            options = element.find_all("option")
            chosen = [one for one in options if one.has_attr("selected")]
            if not chosen and not element.has_attr("multiple"):
                chosen = options[:1]
            found += [(name, str(one.get("value", words(one)))) for one in chosen]
        elif str(element.get("type", "text")).lower() in ("checkbox", "radio"):
            if element.has_attr("checked"):
                found.append((name, str(element.get("value", "on"))))
        elif str(element.get("type", "text")).lower() not in ("submit", "button", "reset", "image", "file"):
            found.append((name, str(element.get("value", ""))))
    return found


def read_table(table: Tag) -> list[dict[str, str]]:
    head = table.find("thead") or table
    first = head.find("tr")
    columns = [words(cell) for cell in first.find_all(["th", "td"])] if first else []
    body = table.find("tbody") or table
    rows = [row for row in body.find_all("tr") if row is not first]
    return [dict(zip(columns, (words(cell) for cell in row.find_all(["th", "td"])), strict=False)) for row in rows]
