"""Forms made from the questions, and the forms of triage and of answers to a notifier."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from app.features.notifications.questions.base import Kind, Page, Question, Questionnaire
from app.features.notifications.values import NO, OTHER, YES, flat, offered
from app.features.partnership import interface as partnership
from app.web.fields import (
    Checkbox,
    Checkboxes,
    DateParts,
    Hidden,
    NearDate,
    Number,
    Radios,
    Select,
    SelectChoice,
    TextArea,
    TextField,
    choice,
)
from app.web.forms import Form, Group, Repeating

ALONE = frozenset({"NONE", "UNKNOWN", "NOT_ASKED", "NONE_KNOWN", "NO_DIRECT_CONTACT"})
"""Codes that cannot stand beside another in a list of check boxes."""
ALONE_IN = frozenset({"already_open_elsewhere", "disability"})
YES_OR_NO = (choice(YES, "Yes"), choice(NO, "No"))


class NotificationForm(Form):
    """One page of the form, or all of it. `seen` tells what the page showed when it was opened."""

    seen = Hidden()


@lru_cache(maxsize=256)
def form_of(questions: tuple[Question, ...], agency_type: str, least: int = 1) -> type[NotificationForm]:
    """The form that asks `questions` of somebody from that type of agency.

    `least` is how many entries of an unanswered repeat are shown.
    """
    fields: dict[str, Any] = {}
    for name, question in flat(questions):
        fields[name] = _field(question, agency_type, least)
        if question.open_list:
            fields[name + OTHER] = TextArea(question.other_label, hint="One a line.", rows=2)
    return type("QuestionsForm", (NotificationForm,), fields)


def page_form(page: Page, agency_type: str) -> type[NotificationForm]:
    return form_of(page.questions, agency_type)


def whole_form(questionnaire: Questionnaire, agency_type: str) -> type[NotificationForm]:
    """Every question at once, for those who notify often."""
    return form_of(tuple(questionnaire.questions), agency_type, least=0)


def _field(question: Question, agency_type: str, least: int) -> Any:
    """The field that asks one question."""
    if question.kind is Kind.REPEAT:
        return _repeating(question, agency_type, least)
    if question.kind in (Kind.ONE, Kind.MANY):
        return _chosen(question, agency_type)
    return _PLAIN[question.kind](question)


def _repeating(question: Question, agency_type: str, least: int) -> Repeating:
    parts = {part.name: _field(part, agency_type, least) for part in question.parts}
    item = question.item.lower()
    article = "an" if item[0] in "aeiou" else "a"
    return Repeating(
        type("QuestionsGroup", (Group,), parts),
        question.label,
        item=question.item,
        add=f"Add another {item}" if least else f"Add {article} {item}",
        least=least,
        most=60,
        description=question.hint,
    )


def _chosen(question: Question, agency_type: str) -> Any:
    codes = _choices(question, agency_type)
    if question.kind is Kind.MANY:
        look = "govuk-checkboxes--small concord-columns" if question.small else None
        return Checkboxes(question.label, hint=question.hint, choices=codes, classes=look)
    if question.small:
        return Select(question.label, hint=question.hint, choices=codes)
    reveals: dict[str, list[str]] = {}
    for code, name in question.reveals:
        reveals.setdefault(code, []).append(name)
    return Radios(question.label, hint=question.hint, choices=codes, reveals=reveals)


def _scale(question: Question) -> Radios:
    codes = [choice(str(number), words) for number, words in question.scale]
    return Radios(question.label, hint=question.hint, choices=codes, inline=True, small=True)


def _long(question: Question) -> TextArea:
    return TextArea(question.label, hint=question.hint, rows=question.rows)


_PLAIN: dict[Kind, Callable[[Question], Any]] = {
    Kind.TEXT: lambda one: TextField(one.label, hint=one.hint, autocomplete="off"),
    Kind.LONG: _long,
    Kind.LINES: _long,
    Kind.DATE: lambda one: DateParts(one.label, hint=one.hint, birthday=True),
    Kind.DAY: lambda one: NearDate(one.label, hint=one.hint),
    Kind.NUMBER: lambda one: Number(one.label, hint=one.hint, least=0, most=10_000),
    Kind.DECIMAL: lambda one: Number(one.label, hint=one.hint, decimals=8, width=10),
    Kind.SCALE: _scale,
    Kind.YES_NO: lambda one: Radios(one.label, hint=one.hint, choices=YES_OR_NO, inline=True, small=True),
    Kind.TICK: lambda one: Checkbox(one.label, hint=one.hint),
}


def _choices(question: Question, agency_type: str) -> Callable[[], Sequence[SelectChoice]]:
    """The choices as they stand when the form is shown."""

    def shown() -> list[SelectChoice]:
        alone = ALONE if question.codes in ALONE_IN else frozenset()
        return [
            choice(
                code.code,
                code.label,
                hint=None if question.small else code.hint or None,
                exclusive=question.kind is Kind.MANY and code.code in alone,
            )
            for code in offered(question, agency_type)
        ]

    return shown


def _codes(name: str) -> list[SelectChoice]:
    return [choice(one.code, one.label, hint=one.hint or None) for one in partnership.code_list(name)]


class StartForm(Form):
    immediate_danger = Radios(
        "Is anyone in immediate danger?",
        choices=lambda: [
            choice(one.code, one.label, hint=one.hint) for one in partnership.code_list("immediate_danger")
        ],
        required="Select whether anyone is in immediate danger",
    )
    subject_kind = Radios(
        "What is your concern about?",
        choices=lambda: _codes("subject_kind"),
        required="Select what your concern is about",
    )


class MessageForm(Form):
    text = TextArea("What do you want to add?", required="Enter what you want to add")


class EmptyForm(Form):
    """Only a token and a button."""


class LateForm(Form):
    reason = TextArea("Why may it come to this month’s meeting?", rows=3, required="Enter the reason")


DIFFERENT = "different"
UNDECIDED = "undecided"


class TriageForm(Form):
    """The outcome. The page sets what `same_as` and `outcome` offer."""

    same_as = Radios("Is this somebody the group already holds?", choices=[])
    case_reference = TextField(
        "Reference of a case to join", hint="For example, C-2026-0014. Only when it is not offered above.", width=20
    )
    outcome = Select("What happens now", required="Select what happens now", blank="Select an outcome", choices=[])
    reason = TextArea("Reason", rows=3, hint="For the group’s own record. Needed unless it is accepted.")
    answer = TextArea(
        "What the notifier is told",
        rows=6,
        hint="Leave empty to use the usual words for the outcome. Write nothing that the notifier may not know.",
    )
