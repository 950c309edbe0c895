"""What pages of this room share: what a notification is called, how it stands, the fields of a page in order."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.features.notifications import domain
from app.features.notifications.domain import Status
from app.features.notifications.models import Notification
from app.features.notifications.questions import Kind, Question
from app.features.notifications.replies import OUTCOME_IN_WORDS
from app.features.notifications.values import OTHER, flat
from app.features.partnership import interface as partnership

KINDS = {"INDIVIDUAL": "Person", "NETWORK": "Network", "PLACE": "Place"}
COLOURS = {
    Status.DRAFT: "grey",
    Status.SUBMITTED: "blue",
    Status.ACKNOWLEDGED: "turquoise",
    Status.IN_TRIAGE: "turquoise",
    Status.MORE_INFO: "yellow",
    Status.ACCEPTED: "green",
    Status.WITHDRAWN: "grey",
}


def about(notification: Notification) -> str:
    """Whom or what it is about, for somebody who may see it."""
    answers = notification.answers
    if notification.subject_kind == domain.INDIVIDUAL:
        name = " ".join(str(answers[key]) for key in ("given_names", "family_name") if answers.get(key))
    else:
        name = str(answers.get("working_name") or answers.get("name") or "")
    return name or "Not named yet"


@dataclass(frozen=True)
class Standing:
    """How it stands, in words."""

    status: Status
    label: str
    colour: str
    words: str


def standing(notification: Notification) -> Standing:
    status = domain.notification_status(notification)
    label = partnership.code_label("notification_state", status)
    return Standing(status, label, COLOURS.get(status, "purple"), OUTCOME_IN_WORDS[status])


def fingerprint(answers: Mapping[str, Any], questions: Iterable[Question]) -> str:
    """Tells whether the answers of a page have changed since it was opened."""
    shown = {question.name: answers.get(question.name) for question in questions}
    text = json.dumps(shown, sort_keys=True, default=dict)  # mappings read from a sealed row are no dict
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Block:
    """Fields that stand together, under a heading where they are the parts of a group."""

    heading: str
    hint: str
    fields: tuple[Any, ...]
    slug: str = ""


def blocks(form: Any, questions: Iterable[Question]) -> list[Block]:
    """The fields of a form in the order of its questions. What an option reveals is left to that option."""
    found: list[Block] = []
    for question in questions:
        revealed = {name for one in questions for _code, name in one.reveals}
        if question.name in revealed:
            continue
        grouped = question.kind is Kind.GROUP
        names = [name for name, _part in flat((question,))]
        fields = [form[name] for name in names]
        if question.open_list:
            fields.append(form[question.name + OTHER])
        found.append(Block(question.label if grouped else "", question.hint if grouped else "", tuple(fields)))
    return found
