"""What must be answered before a notification can be sent, and what may not be sent as it is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from app.features.notifications import domain
from app.features.notifications.questions import Kind, Need, Page, Question, is_nothing, questionnaire
from app.features.notifications.questions.base import JOIN
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.days import day_of

Problem = tuple[str, str]
"""Field and message. The field is named as in the form: `education__days`, `risk_factors-0-evidence`."""

NONE_OF = {"risk_factors": "risk_factors_none", "protective_factors": "protective_factors_none"}
"""Lists for which "none" is an answer, with the field that says so."""

NO_BIRTHDAY = (
    ("dob", "Enter a date of birth, or an approximate age if it is not known"),
    ("approx_age", "Enter an approximate age if the date of birth is not known"),
)


class HasType(Protocol):
    @property
    def agency_type(self) -> str: ...


def problems_with(
    answers: Mapping[str, Any], kind: str, agency: HasType | None = None, *, on: date | None = None
) -> list[Problem]:
    """Everything that keeps `answers` from being sent, in the order of the form; nothing when it can be.

    `on` is the day it is sent (today). A gateway the agency may not use is no problem here: triage is told.
    """
    day = on or today()
    return [problem for page in questionnaire(kind).pages for problem in problems_on(page, answers, day)]


def problems_on(page: Page, answers: Mapping[str, Any], on: date) -> list[Problem]:
    """The problems of one page of the form."""
    found: list[Problem] = []
    names = {question.name for question in page.questions}
    if "family_name" in names and is_nothing(answers.get("family_name")) and is_nothing(answers.get("given_names")):
        found.append(("given_names", "Enter a name, or a description if the name is not known"))
    if "dob" in names and not answers.get("dob") and answers.get("approx_age") is None:
        found += NO_BIRTHDAY
    child = _may_be_child(answers, on)
    for question in page.questions:
        found += _problems_of(question, answers, child)
    return found + list(_before_birth(page, answers))


def _before_birth(page: Page, answers: Mapping[str, Any]) -> Iterator[Problem]:
    """Days in lists of what happened to the person that lie before the date of birth."""
    born = day_of(answers.get("dob"))
    if born is None:
        return
    for question in page.questions:
        days = [part.name for part in question.parts if part.kind is Kind.DAY]
        if question.kind is not Kind.REPEAT or not days:
            continue
        for number, entry in enumerate(answers.get(question.name) or ()):
            for name in days:
                day = day_of(entry.get(name))
                if day is not None and day < born:
                    yield f"{question.name}-{number}-{name}", "Enter a day after the person was born"


def _may_be_child(answers: Mapping[str, Any], on: date) -> bool:
    age = domain.age_of(answers, on)
    return age is not None and age < domain.ADULT


def _problems_of(question: Question, answers: Mapping[str, Any], child: bool) -> Iterator[Problem]:
    value: Any = answers.get(question.name)
    if is_nothing(value):
        needed = question.need is Need.NEEDED or (question.need is Need.NEEDED_FOR_A_CHILD and child)
        if needed and not answers.get(NONE_OF.get(question.name, "")):
            yield question.name, question.missing
        return
    yield from _unknown_codes((question,), answers, "")
    if question.name == "risk_factors":
        yield from _without_evidence(value)
    elif question.name == "role_in_violence":
        yield from _without(value, "role", "role_in_violence", "Select the part the person has")
    elif question.name == "protective_factors":
        yield from _without(value, "code", "protective_factors", "Select a strength")


def _without_evidence(entries: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Evidence is compulsory for each risk that is said to be there. 2.1 F1, PR-29."""
    for number, entry in enumerate(entries):
        if not entry.get("code"):
            yield f"risk_factors-{number}-code", "Select a risk"
        if not entry.get("present"):
            yield f"risk_factors-{number}-present", "Select whether the risk is there now"
        if entry.get("present") == "Y" and is_nothing(str(entry.get("evidence") or "").strip()):
            yield f"risk_factors-{number}-evidence", "Enter how you know that this risk is there"


def _without(entries: Iterable[Mapping[str, Any]], part: str, name: str, message: str) -> Iterator[Problem]:
    for number, entry in enumerate(entries):
        if not entry.get(part):
            yield f"{name}-{number}-{part}", message


def _unknown_codes(questions: Iterable[Question], answers: Mapping[str, Any], prefix: str) -> Iterator[Problem]:
    """Codes that no list has, as they may come from an offline form."""
    for question in questions:
        name = prefix + question.name
        value: Any = answers.get(question.name)
        if is_nothing(value):
            continue
        if question.kind is Kind.GROUP and isinstance(value, Mapping):
            yield from _unknown_codes(question.parts, value, name + JOIN)
        elif question.kind is Kind.REPEAT:
            for number, entry in enumerate(value):
                yield from _unknown_codes(question.parts, entry, f"{name}-{number}-")
        elif question.codes and not question.open_list and not isinstance(value, bool):
            codes = value if question.kind is Kind.MANY else (value,)
            if not all(partnership.code_item(question.codes, str(code)) for code in codes):
                yield name, f"Choose an option of the list for “{question.label}”"
