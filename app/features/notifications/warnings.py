"""Words for what triage is told to look at: what it is, what to do, how pressing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.features.notifications.questions import Question, questionnaire
from app.features.partnership import interface as partnership
from app.kernel.days import day_of, day_words

PRESSING, IMPORTANT, GENTLE = "error", "warning", "information"


@dataclass(frozen=True)
class Words:
    title: str
    to_do: str
    tone: str = IMPORTANT
    codes: str = ""
    """The code list that the values of the warning come from."""


@dataclass(frozen=True)
class Shown:
    """A warning on a page. `about` are questions; `values` what it was found in."""

    code: str
    title: str
    to_do: str
    tone: str
    values: tuple[str, ...]
    about: tuple[str, ...]


WORDS: dict[str, Words] = {
    "IMMEDIATE_DANGER": Words(
        "Somebody may be in immediate danger",
        "Check that 999 and the safeguarding front door have been called. Decide today whether to call an "
        "extraordinary meeting; the monthly meeting is never a reason to wait.",
        PRESSING,
        "immediate_danger",
    ),
    "SAME_DAY": Words("The notifier asks for an answer today", "Look at this before the rest of the queue.", PRESSING),
    "MASH_TO_BE_MADE": Words(
        "A referral to the safeguarding front door is still to be made", "Check today that it has been.", PRESSING
    ),
    "LATE_AFTER_CUTOFF": Words(
        "Late: needs the chair’s agreement",
        "It came after nominations closed. Without the chair’s agreement it comes to the meeting after the next.",
    ),
    "DO_NOT_SHARE": Words(
        "Agencies that must not see this",
        "They are shut out of the case from the moment it opens. Check that each was recognised.",
        PRESSING,
    ),
    "PROTECTED_ADDRESS": Words(
        "A protected address",
        "It is never shown on this page, in the pack or in the minutes. Do not write it into any note.",
        PRESSING,
    ),
    "HANDLING_C": Words(
        "Police information with conditions",
        "Read the handling instructions before anything is shared further. It is left out of what providers and "
        "families see.",
        PRESSING,
    ),
    "GATEWAY_NOT_PERMITTED": Words(
        "A power that this agency may not use",
        "It does not count. If another power stands, go on with that one; if none does, return the notification.",
        IMPORTANT,
        "gateway",
    ),
    "NO_GATEWAY_LEFT": Words(
        "No power to share is left",
        "Return it for another one. What is needed to keep somebody safe is not held up.",
        PRESSING,
    ),
    "UNDER10_ROLE_CHANGE": Words(
        "A child under 10: their part was changed",
        "A child under 10 is never recorded as alleged to have caused harm. It was recorded as being at risk of "
        "causing harm. Think of safeguarding only.",
        PRESSING,
    ),
    "OUT_OF_SCOPE_AGE": Words(
        "Outside the ages the group covers",
        "Tested on the day it was sent. Say so to the notifier, and who else can help.",
    ),
    "DOB_ESTIMATED": Words("The age is an estimate", "Check it with an agency that knows the person.", GENTLE),
    "SINGLE_NAME": Words("Only one name is known", "Take more care in looking for the same person.", GENTLE),
    "EXPLOITER_UNDER_18": Words(
        "A child said to exploit others", "This part needs the chair’s approval for somebody under 18."
    ),
    "CROSS_BORDER": Words(
        "Another area has a part in this",
        "Tell its coordinator, and agree who leads.",
        IMPORTANT,
        "cross_border_kind",
    ),
    "ASSOCIATION_ONLY": Words(
        "Fewer than two independent pieces of evidence",
        "Nobody is put in a network for who they know. Return it for more, or decline it.",
    ),
    "MEMBER_WITHOUT_BASIS": Words("People named without a basis", "Leave them out, or ask for the basis."),
    "LINKED_ADULT": Words(
        "An adult over the age limit",
        "Held only as somebody linked: restricted, and without a plan.",
    ),
    "DOMESTIC_ADDRESS": Words(
        "This looks like somebody’s home",
        "A home is not a place of concern unless it has been taken over. Domestic abuse goes to MARAC.",
    ),
    "OPEN_ELSEWHERE": Words(
        "Others are already working on this",
        "Ask them first, and agree who leads.",
        IMPORTANT,
        "already_open_elsewhere",
    ),
    "EXCLUDED_HARM": Words(
        "A kind of harm that belongs elsewhere", "Pass it on the same day.", PRESSING, "violence_type"
    ),
    "E_GRADED": Words(
        "Something the notifier thinks may be false", "It never counts as risk, and is removed at review."
    ),
    "FORBIDDEN_FACTOR": Words(
        "Things that are not evidence",
        "Music, clothes, background and family ties never count. Leave them out of what is recorded.",
    ),
    "WORDING": Words("Words that could be kinder or more exact", "Use other words in what the group writes.", GENTLE),
    "HIDDEN_MARKS": Words(
        "Hidden marks that turn text around",
        "The text is shown as it was typed, each piece kept apart so that it cannot change its neighbours.",
        GENTLE,
    ),
}


def shown(warnings: Iterable[Mapping[str, Any]], subject_kind: str) -> list[Shown]:
    """Warnings as kept with a notification, in words, the most pressing first."""
    found = [_shown(warning, subject_kind) for warning in warnings]
    return sorted(found, key=lambda one: (PRESSING, IMPORTANT, GENTLE).index(one.tone))


def _shown(warning: Mapping[str, Any], subject_kind: str) -> Shown:
    code = str(warning["code"])
    words = WORDS.get(code) or _turning(code)
    values = [str(value) for value in warning.get("values") or ()]
    if words.codes:
        values = partnership.code_labels(words.codes, values)
    return Shown(
        code=code,
        title=words.title,
        to_do=words.to_do,
        tone=words.tone,
        values=tuple(dict.fromkeys(_value(value) for value in values)),
        about=tuple(_labels(warning.get("fields") or (), subject_kind)),
    )


def _turning(code: str) -> Words:
    age = code.rpartition("_")[2]
    return Words(f"Turns {age} soon", "Plan the move to adult services, or out of the group, now.")


def _value(value: str) -> str:
    day = day_of(value)
    return day_words(day) if day else value


def _labels(fields: Iterable[str], subject_kind: str) -> list[str]:
    questions = {question.name: question for question in questionnaire(subject_kind).questions}
    names: list[str] = []
    for field in fields:
        top = field.partition("-")[0]
        question: Question | None = questions.get(top)
        label = question.label if question else ""
        if label and label not in names:
            names.append(label)
    return names
