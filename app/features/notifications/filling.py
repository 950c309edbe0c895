"""Where somebody is in the form: what is done, what comes next, what is still needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.notifications.checking import problems_on
from app.features.notifications.questions import Page, Questionnaire, is_nothing

COMPLETED, STARTED, NOT_STARTED, OPTIONAL = "Completed", "Incomplete", "Not started", "Optional"
COLOUR = {COMPLETED: None, STARTED: "light-blue", NOT_STARTED: "blue", OPTIONAL: "grey"}


@dataclass(frozen=True)
class Task:
    page: Page
    status: str

    @property
    def colour(self) -> str | None:
        return COLOUR[self.status]


def status_of(page: Page, answers: Mapping[str, Any], on: date) -> str:
    answered = any(not is_nothing(answers.get(question.name)) for question in page.questions)
    if problems_on(page, answers, on):
        return STARTED if answered else NOT_STARTED
    return COMPLETED if answered or page.is_needed else OPTIONAL


def tasks(form: Questionnaire, answers: Mapping[str, Any], on: date) -> list[tuple[str, list[Task]]]:
    """The task list by section."""
    sections: dict[str, list[Task]] = {}
    for page in form.pages:
        sections.setdefault(page.section, []).append(Task(page, status_of(page, answers, on)))
    return list(sections.items())


def still_needed(form: Questionnaire, answers: Mapping[str, Any], on: date) -> list[Page]:
    return [page for page in form.pages if problems_on(page, answers, on)]


def next_needed(form: Questionnaire, page: Page, answers: Mapping[str, Any], on: date) -> Page | None:
    """The page to go on to: the next that is still needed after this one, or else the first before it."""
    needed = still_needed(form, answers, on)
    place = form.pages.index(page)
    after = [one for one in needed if form.pages.index(one) > place]
    return next(iter([*after, *needed]), None)
