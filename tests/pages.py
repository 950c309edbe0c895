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
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

Element = Any
"""One of lxml's, which reads a page many times faster than BeautifulSoup."""
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
    def document(self) -> Element:
        return html.document_fromstring(self.response.get_data(as_text=True) or "<p></p>")

    @property
    def part(self) -> Element:
        """The main part of the page."""
        return first(self.document, "//main") if self.document.xpath("//main") else self.document

    @cached_property
    def soup(self) -> BeautifulSoup:
        """For what the names below do not reach."""
        return BeautifulSoup(self.response.get_data(as_text=True), "html.parser")

    @property
    def main(self) -> Tag:
        return self.soup.find("main") or self.soup.find("body") or self.soup

    @property
    def title(self) -> str:
        return words(first(self.document, "//title"))

    @property
    def heading(self) -> str:
        return words(first(self.document, "//h1"))

    @property
    def text(self) -> str:
        """The words of the main part, with single spaces."""
        return words(self.part)

    def select(self, selector: str) -> list[str]:
        """The words of each element that a CSS selector finds."""
        return [" ".join(element.get_text(" ").split()) for element in self.soup.select(selector)]

    @property
    def flash(self) -> str:
        """The words of the notification banner."""
        banners = has_class("govuk-notification-banner__content"), has_class("moj-alert__content")
        return words(first(self.document, f"//*[{' or '.join(banners)}]"))

    def errors(self) -> dict[str, str]:
        """The error summary: message by field, in order. An error of no field has the name ""."""
        items = self.document.xpath(f"//*[{has_class('govuk-error-summary__list')}]//li")
        return {self._field_of(item): words(item) for item in items}

    def _field_of(self, item: Element) -> str:
        link = first(item, ".//a")
        target = link.get("href", "").removeprefix("#") if link is not None else ""
        element = first(self.document, "//*[@id=$target]", target=target) if target else None
        if element is None:
            return target
        if element.get("name"):
            return str(element.get("name"))
        inner = first(element, f".//*[{CONTROLS}]")
        return str(inner.get("name")) if inner is not None and inner.get("name") else target

    # links

    @property
    def links(self) -> dict[str, str]:
        """Address by words, of the main part; links within the page are left out."""
        return {words(link): link.get("href") for link in self.part.xpath(".//a[@href][not(starts-with(@href, '#'))]")}

    def follow(self, text: str, *, status: int | None = 200) -> "Page":
        """Follow the link whose words are, or begin with, `text`."""
        every = {words(link): link.get("href") for link in self.document.xpath("//a[@href]")} | self.links
        target = every.get(text) or next((href for name, href in every.items() if name.startswith(text)), None)
        assert target, f"no link {text!r} among {sorted(every)}"
        return self.pages.get(self._local(target), status=status)

    def _local(self, target: str) -> str:
        parts = urlsplit(urljoin(self.path, target))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    # tables and summary lists

    def table_rows(self, caption: str | None = None) -> list[dict[str, str]]:
        """Rows of the first table, or of the one whose caption begins with `caption`: words by column heading."""
        for table in self.part.iter("table"):
            if caption is None or words(first(table, ".//caption")).startswith(caption):
                return read_table(table)
        raise AssertionError(f"no table {caption or ''} on {self.path}")

    def summary(self) -> dict[str, str]:
        """Every row of the page's summary lists: value by key."""
        rows = self.part.xpath(f".//*[{has_class('govuk-summary-list__row')}]")
        value = f".//*[{has_class('govuk-summary-list__value')}]"
        return {words(first(row, ".//dt")): words(first(row, value)) for row in rows}

    # forms

    def form(self, button: str | None = None) -> Element:
        """The form that has the button, or the first that is posted in the main part."""
        forms = list(self.part.iter("form"))
        if button is None:
            posted = [form for form in forms if form.get("method", "get").lower() == "post"]
            assert posted or forms, f"no form on {self.path}: {self.text[:300]}"
            return (posted or forms)[0]
        for form in [*forms, *self.document.iter("form")]:
            if any(words_of_button(one) == button for one in buttons(form)):
                return form
        every = [words_of_button(one) for one in buttons(self.document)]
        raise AssertionError(f"no button {button!r} on {self.path}: {every}")

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
        known = {element.get("name") for element in controls(form)}
        for name, value in (dict(fields or {}) | more).items():
            assert name in known, f"the form has no field {name!r}, only {sorted(known)}"
            data[name] = value
        pressed = next((one for one in buttons(form) if button is None or words_of_button(one) == button), None)
        if pressed is not None and pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        data = {name: value for name, value in data.items() if value is not None}
        target = self._local((pressed is not None and pressed.get("formaction")) or form.get("action") or self.path)
        if form.get("method", "get").lower() == "post":
            return self.pages.post(target, data, status=status)
        response = self.pages.client.get(
            urlsplit(target).path, query_string=MultiDict(data), headers=SAME_ORIGIN, follow_redirects=True
        )
        return self.pages._page(response, status)


CONTROLS = "self::input or self::select or self::textarea"


def has_class(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def first(element: Element, path: str, **values: str) -> Element | None:
    return next(iter(element.xpath(path, **values)), None)


def words(element: Element | None) -> str:
    if element is None:
        return ""
    return " ".join(" ".join(element.xpath(".//text()[not(parent::script or parent::style)]")).split())


def as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


def controls(form: Element) -> list[Element]:
    found: list[Element] = form.xpath(f".//*[{CONTROLS}][@name]")
    return found


def buttons(form: Element) -> list[Element]:
    pressed = "self::button[not(@type='button' or @type='reset')] or self::input[@type='submit']"
    found: list[Element] = form.xpath(f".//*[{pressed}]")
    return found


def words_of_button(button: Element) -> str:
    return str(button.get("value", "")) if button.tag == "input" else words(button)


def current_values(form: Element) -> list[tuple[str, str]]:
    """Name and value of each control that a browser would send."""
    found: list[tuple[str, str]] = []
    for element in controls(form):
        name, kind = element.get("name"), element.get("type", "text").lower()
        if "disabled" in element.attrib:
            continue
        if element.tag == "textarea":
            found.append((name, (element.text or "").removeprefix("\n")))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [one for one in options if "selected" in one.attrib]
            if not chosen and "multiple" not in element.attrib:
                chosen = options[:1]
            found += [(name, one.get("value", words(one))) for one in chosen]
        elif kind in ("checkbox", "radio"):
            if "checked" in element.attrib:
                found.append((name, element.get("value", "on")))
        elif kind not in ("submit", "button", "reset", "image", "file"):
            found.append((name, element.get("value", "")))
    return found


def read_table(table: Element) -> list[dict[str, str]]:
    columns: list[str] = []
    top = first(table, ".//thead//tr")
    if top is None:
        top = first(table, ".//tr")
    if top is not None:
        columns = [words(cell) for cell in cells(top)]
    body = first(table, ".//tbody")
    rows = [row for row in (table if body is None else body).iter("tr") if row is not top]
    return [dict(zip(columns, (words(cell) for cell in cells(row)), strict=False)) for row in rows]


def cells(row: Element) -> list[Element]:
    found: list[Element] = row.xpath(".//*[self::th or self::td]")
    return found
