"""Searching from the top of any page, and results while somebody types."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.platform.access import Role
from tests.browser.checks import NARROW, faults_of


def test_results_come_while_somebody_types(open_page: Callable[..., Page]) -> None:
    page = open_page(Role.COORD)
    page.get_by_text("The picture", exact=True).click()
    page.get_by_role("link", name="Cases", exact=True).click()
    row = page.locator("td[data-label='Who or what']").filter(has_text="Person").first
    name = row.inner_text().splitlines()[0]
    given, family = name.split()[0], name.split()[-1]
    box = page.get_by_role("searchbox", name="Search for a person, network or place")
    box.fill(family)
    box.press("Enter")
    expect(page.locator(".concord-found__name").filter(has_text=name).first).to_be_visible()
    field = page.get_by_label("Search for a person, network or place")
    field.fill("")
    field.press_sequentially(f"{family} {given}")
    turned = page.locator(".concord-found__reason").filter(has_text="the other way round")
    expect(turned.first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="result")).to_have_count(1)
    assert family.lower() not in page.url.lower() + page.title().lower()
    assert faults_of(page, []) == []
    page.set_viewport_size({"width": NARROW, "height": 700})
    assert faults_of(page, []) == []
    field.fill("zzzqqq")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    assert faults_of(page, []) == []
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
