"""Where each question stands in the offline form. The questions are the only source, for writing and for reading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.features.notifications.checking import problems_on
from app.features.notifications.questions import Kind, Page, Question, questionnaire
from app.features.notifications.questions.base import JOIN
from app.features.notifications.values import OTHER
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.workbook.form import Ask, Choices, Heading, Shape

VERSION = 1
"""Of how the form is built: counted up when an older one could no longer be read as it is."""
NEEDED_SHEET, MORE_SHEET = "Notification", "Anything more you know"
AGENCY, SENDER, CONTACT = "@agency", "@name", "@contact"
"""Keys of what is asked about whoever fills the form in; keys of the questions are names of the web form's fields."""

YES_OR_NO = Choices("yes_or_no", (("yes", "Yes"), ("no", "No")))
TICK = Choices("tick", (("y", "Yes"),))
ENTRIES = {
    "role_in_violence": 3, "risk_factors": 5, "protective_factors": 3, "incidents": 3,
    "evidence_basis": 3, "members": 8, "links": 6,
}  # fmt: skip
"""How many entries of a repeat the form has room for; the coordinator adds what does not fit."""
USUAL_ENTRIES = 2
MOST_LINES = 6
A_DATE = "For example, 27/3/2026."
MOST_CODES, MOST_CODES_OF_ENTRY = 5, 2
"""How many of a list can be chosen: a cell takes one word."""

WHO = (
    Heading("Who is filling this in"),
    Ask(AGENCY, "Your agency", "Needed."),
    Ask(SENDER, "Your name", "Needed."),
    Ask(CONTACT, "How the coordinator can reach you", "Needed. Where you can be told safely what came of it."),
)
SHAPES = {
    Kind.DATE: Shape.DAY, Kind.DAY: Shape.DAY, Kind.NUMBER: Shape.WHOLE, Kind.DECIMAL: Shape.DECIMAL,
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    name: str
    lines: tuple[Heading | Ask, ...]


def sheets(subject_kind: str, on: date | None = None) -> tuple[Sheet, Sheet]:
    """What has to be answered and what stands beside it, then everything that may be left out."""
    day = on or today()
    pages = questionnaire(subject_kind).pages
    needed = tuple(page for page in pages if page.is_needed)
    more = tuple(page for page in pages if not page.is_needed)
    return (
        Sheet(NEEDED_SHEET, (*WHO, *(line for page in needed for line in _page(page, day)))),
        Sheet(MORE_SHEET, tuple(line for page in more for line in _page(page, day))),
    )


def _page(page: Page, on: date) -> Iterator[Heading | Ask]:
    yield Heading(page.title, page.intro)
    wanted = {field for field, _message in problems_on(page, {}, on)}
    for question in page.questions:
        yield from _question(question, question.name, question.label, needed=question.name in wanted)


def _question(question: Question, key: str, label: str, *, needed: bool = False) -> Iterator[Heading | Ask]:
    hint = f"Needed. {question.hint}".strip() if needed else question.hint
    if question.kind is Kind.GROUP:
        yield Heading(label, hint, small=True)
        for part in question.parts:
            yield from _question(part, f"{key}{JOIN}{part.name}", part.label)
    elif question.kind is Kind.REPEAT:
        yield Heading(label, hint, small=True)
        for number in range(ENTRIES.get(question.name, USUAL_ENTRIES)):
            for part in question.parts:
                yield from _question(part, f"{key}-{number}-{part.name}", f"{question.item} {number + 1}: {part.label}")
    elif question.kind is Kind.MANY:
        yield from _several(question, key, label, hint)
    else:
        if question.kind in (Kind.DATE, Kind.DAY):  # a spreadsheet takes none with spaces for a date
            hint = f"Needed. {A_DATE}" if needed else A_DATE
        lines = min(question.rows, MOST_LINES) if question.kind in (Kind.LONG, Kind.LINES) else 1
        yield Ask(key, label, hint, SHAPES.get(question.kind, Shape.TEXT), choices(question), lines)


def _several(question: Question, key: str, label: str, hint: str) -> Iterator[Ask]:
    offered = choices(question)
    places = min(len(offered.codes) if offered else 0, MOST_CODES_OF_ENTRY if "-" in key else MOST_CODES)
    for number in range(places):
        yield Ask(key, label if number == 0 else "and", hint if number == 0 else "", choices=offered)
    if question.open_list:
        yield Ask(key + OTHER, question.other_label, "One a line.", lines=2)


def choices(question: Question) -> Choices | None:
    """The words that can be chosen, with the codes or values they stand for."""
    if question.kind is Kind.YES_NO:
        return YES_OR_NO
    if question.kind is Kind.TICK:
        return TICK
    if question.kind is Kind.SCALE:
        return Choices(f"{question.name}_scale", tuple((str(number), words) for number, words in question.scale))
    if question.codes:
        return Choices(question.codes, tuple((one.code, one.label) for one in partnership.code_list(question.codes)))
    return None


def questions_by_key(subject_kind: str) -> dict[str, Question]:
    """The question of each cell, by its key without the numbers of entries: see `plain`."""
    found: dict[str, Question] = {}

    def look(questions: Iterable[Question], prefix: str) -> None:
        for question in questions:
            name = prefix + question.name
            if question.kind is Kind.GROUP:
                look(question.parts, name + JOIN)
            elif question.kind is Kind.REPEAT:
                look(question.parts, f"{name}-*-")
            else:
                found[name] = question
                if question.open_list:
                    found[name + OTHER] = Question(question.name, question.other_label, Kind.LONG)

    look(questionnaire(subject_kind).questions, "")
    return found


_ENTRY = re.compile(r"-(\d{1,3})-")


def plain(key: str) -> str:
    """`risk_factors-3-code` as `risk_factors-*-code`."""
    return _ENTRY.sub("-*-", key)


def entry_of(key: str) -> tuple[str, int] | None:
    """The repeat and the number of the entry that a key belongs to."""
    found = _ENTRY.search(key)
    return (key[: found.start()], int(found[1])) if found else None


def with_entry(key: str, number: int) -> str:
    return _ENTRY.sub(f"-{number}-", key, count=1)
