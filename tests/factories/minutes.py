"""Minutes on their way: to the chair, approved, issued."""

from typing import Any, Protocol

from app.features.accounts.models import User
from app.features.meetings import interface as meetings
from app.features.minutes import interface as minutes
from tests.factories.meetings import acting
from tests.pages import Page, Pages


class Runs(Protocol):
    @property
    def coordinator(self) -> User: ...
    @property
    def chair(self) -> User: ...


def issue_minutes(group: Runs, meeting_uid: str) -> None:
    """By the commands: drafted when it closed, sent, approved, issued; the worker has told nobody yet. Commits."""
    with acting(group.coordinator) as actor:
        meeting = meetings.get_meeting(actor, meeting_uid)
        minutes.send_to_chair(actor=actor, minutes=minutes.get_minutes(actor, meeting_uid), meeting=meeting)
    with acting(group.chair) as actor:
        minutes.approve(actor=actor, minutes=minutes.get_minutes(actor, meeting_uid))
    with acting(group.coordinator) as actor:
        meeting = meetings.get_meeting(actor, meeting_uid)
        minutes.issue(actor=actor, minutes=minutes.get_minutes(actor, meeting_uid), meeting=meeting)


def issue_by_pages(pages: Pages, meeting_uid: str, coordinator: Any, chair: Any) -> Page:
    """By the pages, as each of the two in turn."""
    pages.sign_in(coordinator)
    page = pages.get(f"/meetings/{meeting_uid}/minutes").submit("Send to the chair")
    assert page.flash == "Draft sent to the chair"
    pages.sign_in(chair)
    page = pages.get(f"/meetings/{meeting_uid}/minutes").submit("Approve the minutes")
    assert page.flash == "Minutes approved"
    pages.sign_in(coordinator)
    page = pages.get(f"/meetings/{meeting_uid}/minutes").follow("Issue the minutes").submit("Issue the minutes")
    assert page.flash == "Minutes issued"
    return page
