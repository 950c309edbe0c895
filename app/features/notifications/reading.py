"""The answers as read: for check answers, the printed copy, the notifier and triage. One source: the questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.features.notifications.questions import Kind, Page, Question, is_nothing, questionnaire
from app.features.partnership import interface as partnership
from app.web.rendering import day

HIDDEN_HOME = "Protected address: recorded, not shown here"
VISIBILITY = {"L": "Restricted", "P": "Police", "E": "Equality"}


@dataclass(frozen=True)
class Row:
    """One answer. `texts` are its lines; `entries` those of a repeat, each a list of rows of its own."""

    name: str
    label: str
    texts: tuple[str, ...] = ()
    entries: tuple[tuple["Row", ...], ...] = ()
    item: str = ""
    mark: str = ""
    hidden: str = ""
    """Said in place of what may not be shown."""

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.entries or self.hidden)


@dataclass(frozen=True)
class Part:
    """One page of the form, as read."""

    slug: str
    title: str
    section: str
    rows: tuple[Row, ...] = field(default=())

    @property
    def answered(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.is_empty)


def read(answers: Mapping[str, Any], subject_kind: str, *, homes: bool = True) -> list[Part]:
    """Every page of the form with its answers. Without `homes` protected addresses are left out."""
    return [read_page(page, answers, homes=homes) for page in questionnaire(subject_kind).pages]


def read_page(page: Page, answers: Mapping[str, Any], *, homes: bool = True) -> Part:
    rows = [row for question in page.questions for row in _rows(question, answers.get(question.name), homes)]
    return Part(page.slug, page.title, page.section, tuple(rows))


@dataclass(frozen=True)
class Clash:
    """Answers that two devices gave differently: what is saved, and what was typed and is not."""

    saved: tuple[Row, ...]
    typed: tuple[Row, ...]


def differing(questions: Iterable[Question], saved: Mapping[str, Any], typed: Mapping[str, Any]) -> Clash:
    """The answers to `questions` that are not the same in both, as they are read."""
    pairs: list[tuple[Row, Row]] = []
    for question in questions:
        there, mine = (
            {(row.name, row.label): row for row in _rows(question, answers.get(question.name), homes=True)}
            for answers in (saved, typed)
        )
        for name, label in there | mine:
            nothing = Row(name, label)
            pairs.append((there.get((name, label), nothing), mine.get((name, label), nothing)))
    found = [(one, other) for one, other in pairs if one != other]
    return Clash(tuple(one for one, _other in found), tuple(other for _one, other in found))


def _rows(question: Question, value: Any, homes: bool, mark: str = "") -> Iterable[Row]:
    mark = VISIBILITY.get(question.visibility, mark)
    if question.kind is Kind.GROUP:
        inner = value if isinstance(value, Mapping) else {}
        for part in question.parts:
            yield from _rows(part, inner.get(part.name), homes, mark)
    elif question.kind is Kind.REPEAT:
        entries = [_entry(question, entry, homes) for entry in value or () if isinstance(entry, Mapping)]
        yield Row(question.name, question.label, entries=tuple(entries), item=question.item, mark=mark)
    elif question.kind is Kind.TICK:
        if value:
            yield Row(question.name, question.label, texts=("Yes",), mark=mark)
    else:
        yield Row(question.name, question.label, texts=tuple(in_words(question, value)), mark=mark)


def _entry(question: Question, entry: Mapping[str, Any], homes: bool) -> tuple[Row, ...]:
    if question.name == "addresses" and entry.get("protected") and not homes:
        return (Row("line", "Address", hidden=HIDDEN_HOME),)
    rows = [row for part in question.parts for row in _rows(part, entry.get(part.name), homes)]
    return tuple(row for row in rows if not row.is_empty)


def in_words(question: Question, value: Any) -> list[str]:
    """An answer as lines of text. Unknown codes and odd shapes are shown as they are: nothing is lost."""
    if is_nothing(value):
        return []
    if question.kind in (Kind.MANY, Kind.LINES):
        values: Sequence[Any] = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        return [_code(question, str(one)) for one in values]
    if isinstance(value, bool):
        return ["Yes" if value else "No"]
    if question.kind is Kind.ONE:
        return [_code(question, str(value))]
    if question.kind is Kind.SCALE:
        return [dict(question.scale).get(value, str(value))]
    if question.kind in (Kind.DATE, Kind.DAY):
        try:
            return [day(date.fromisoformat(str(value)))]
        except ValueError:
            return [str(value)]
    return [str(value)]


def _code(question: Question, value: str) -> str:
    return partnership.code_label(question.codes, value) if question.codes else value
