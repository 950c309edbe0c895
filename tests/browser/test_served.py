"""The browser's fixtures: a page comes, styled, without a complaint."""

from playwright.sync_api import Page


def test_a_page_is_served_without_a_complaint(page: Page, problems: list[str]) -> None:
    answer = page.goto("/accessibility")
    assert answer
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert problems == []
