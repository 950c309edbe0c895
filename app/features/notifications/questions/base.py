"""What a question is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

JOIN = "__"
"""Between the names of a group and its part in the name of a form field: `education__name`."""


class Kind(Enum):
    """What shape an answer has, and so which field asks for it."""

    TEXT = "one line"
    LONG = "several lines"
    LINES = "a list of texts, one a line"
    ONE = "one code"
    MANY = "a list of codes"
    DATE = "a date known by heart"
    DAY = "a date of lately"
    NUMBER = "a whole number"
    DECIMAL = "a number"
    SCALE = "a number out of a short scale"
    YES_NO = "true or false"
    TICK = "a box to tick"
    GROUP = "several answers under one name"
    REPEAT = "a list of groups"


class Need(Enum):
    """Whether an answer is needed before a notification can be sent."""

    NEEDED = "always"
    NEEDED_FOR_A_CHILD = "for somebody under 18"
    WANTED = "asked for, not needed"


@dataclass(frozen=True)
class Question:
    """One question. `codes` names a code list; `parts` are the questions of a group or of each entry of a repeat."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    codes: str = ""
    need: Need = Need.WANTED
    missing: str = ""
    """What to say when a needed answer is not there. Begins with a verb."""
    visibility: str = "A"
    """Code list `visibility`: A all on the case, L restricted, P police-graded, E equality store."""
    parts: tuple["Question", ...] = ()
    item: str = ""
    """What one entry of a repeat is called."""
    open_list: bool = False
    """MANY: texts that are not in the code list are taken as well."""
    other_label: str = ""
    scale: tuple[tuple[int, str], ...] = ()
    reveals: tuple[tuple[str, str], ...] = ()
    """Code and name of the question on the same page that it shows."""
    truth: bool = False
    """ONE: yes and no are kept as true and false, beside codes for what is neither."""
    small: bool = False
    """A drop-down list, or small boxes: for long lists."""
    rows: int = 5


@dataclass(frozen=True)
class Page:
    """Questions asked together: one task of the task list."""

    slug: str
    title: str
    questions: tuple[Question, ...]
    section: str
    intro: str = ""

    @property
    def is_needed(self) -> bool:
        return any(question.need is not Need.WANTED for question in self.questions)


@dataclass(frozen=True)
class Questionnaire:
    """The pages for one kind of subject, in the order they are asked."""

    subject_kind: str
    pages: tuple[Page, ...]

    @property
    def questions(self) -> Iterator[Question]:
        return (question for page in self.pages for question in page.questions)

    def page_of(self, name: str) -> Page | None:
        """The page that asks for a field, which may be part of a group or of an entry (`risk_factors-0-evidence`)."""
        top = name.partition(JOIN)[0].partition("-")[0]
        return next((page for page in self.pages if any(one.name == top for one in page.questions)), None)

    def page(self, slug: str) -> Page | None:
        return next((page for page in self.pages if page.slug == slug), None)


def is_nothing(value: Any) -> bool:
    """Whether an answer says nothing: empty, or a group or list of nothing. False, zero and codes say something."""
    if value is None or value == "":
        return True
    if isinstance(value, Mapping):
        return all(is_nothing(one) for one in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(is_nothing(one) for one in value)
    return False
