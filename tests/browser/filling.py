"""Filling in forms with mouse and keyboard, as somebody would who reads the page."""

from collections.abc import Callable

from playwright.sync_api import Page

WORRY = "He was seen near the bus station with two older boys who threatened him."


def choose(page: Page, name: str, value: str) -> None:
    """Select an option, or press the radio or check box with that value."""
    lists = page.locator(f"select[name='{name}']")
    if lists.count():
        lists.select_option(value)
    else:
        page.locator(f"input[name='{name}'][value='{value}']").check()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def heading(page: Page) -> str:
    return page.locator("h1").inner_text().strip()


def start_notification(page: Page) -> None:
    page.goto("/notifications/new")
    choose(page, "immediate_danger", "NO")
    choose(page, "subject_kind", "INDIVIDUAL")
    press(page, "Continue")


def _safety(page: Page) -> None:
    choose(page, "mash_referral_made", "NOT_NEEDED")
    choose(page, "already_open_elsewhere", "NONE")


def _person(page: Page) -> None:
    page.get_by_label("Given names").fill("Tobias")
    page.get_by_label("Family name").fill("Merriweather")
    for part, value in (("Day", "3"), ("Month", "4"), ("Year", "2006")):
        page.get_by_label(part, exact=True).fill(value)
    choose(page, "sex", "M")


def _concern(page: Page) -> None:
    choose(page, "role_in_violence-0-role", "HARMED")
    choose(page, "role_in_violence-0-status", "REPORTED")
    choose(page, "notification_reason", "POSSESSION_WEAPON")
    choose(page, "harm_types", "ATT_HOM")


def _worries(page: Page) -> None:
    page.get_by_label("What are you worried about?").fill(WORRY)
    page.get_by_label("What is going well?").fill("He goes to work every day.")
    page.get_by_label("What needs to happen?").fill("Somebody he trusts walks with him.")
    choose(page, "urgency_view", "NEXT_MEETING")


def _factors(page: Page) -> None:
    page.get_by_label("No strength has been identified yet").check()
    page.get_by_label("No risk is known").check()


def _sharing(page: Page) -> None:
    page.locator("input[name='gateways']").first.check()
    page.get_by_label("Why is it necessary to share this?").fill("To keep him safe on his way home.")
    choose(page, "consent_to_service", "GIVEN")
    choose(page, "person_informed", "YES")


def _you(page: Page) -> None:
    page.locator("input[name='line_manager_agreed']").first.check()
    choose(page, "relationship_to_person", "KNOWN_TO_ME")
    choose(page, "source_of_information", "OBSERVED")


PAGES: dict[str, Callable[[Page], None]] = {
    "Safeguarding, and who is already involved": _safety,
    "Who it is about": _person,
    "What part they have, and why now": _concern,
    "Worries, strengths and what needs to happen": _worries,
    "Strengths and risks": _factors,
    "Why you may share this": _sharing,
    "You and your information": _you,
}


def fill_in(page: Page) -> int:
    """Answer what is needed, page by page, until the answers can be checked. Returns how many pages that were."""
    count = 0
    while (title := heading(page)) != "Check your answers":
        assert not page.locator(".govuk-error-summary").count(), page.locator(".govuk-error-summary").inner_text()
        PAGES[title](page)
        press(page, "Save and continue")
        count += 1
        assert count < 20, title
    return count
