"""Rules of the documents in force. Kernel and standard library only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from app.kernel.ages import months_after
from app.kernel.days import day_words
from app.kernel.errors import Refused

RULE = "PR-27"


class Status(StrEnum):
    """How a document stands on some day; computed, never stored."""

    DRAFT = "DRAFT"
    IN_FORCE = "IN_FORCE"
    REVIEW_SOON = "REVIEW_SOON"
    OVERDUE = "OVERDUE"
    ENDED = "ENDED"


HOLDS = frozenset({Status.IN_FORCE, Status.REVIEW_SOON})
"""Approved, not past its review, and nothing took its place."""


class Document(Protocol):
    """What the rules read of a document. `ended_on` is the first day on which it no longer holds."""

    kind: str
    covers: list[str]
    approved_on: date | None
    review_due: date | None
    ended_on: date | None


def status(document: Document, on: date, *, notice: int = 0) -> Status:
    """`notice`: for how many days before its review a document is said to come up for it."""
    if document.ended_on is not None and document.ended_on <= on:
        return Status.ENDED
    if document.approved_on is None or document.review_due is None or document.approved_on > on:
        return Status.DRAFT
    if document.review_due < on:
        return Status.OVERDUE
    return Status.REVIEW_SOON if document.review_due <= on + timedelta(days=notice) else Status.IN_FORCE


VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){0,2}")


def check_version(text: str) -> str:
    """The version, as a number: it stands in plain columns and mails."""
    if not VERSION.fullmatch(text.strip()):
        raise Refused("Enter the version as a number, like 2.1", field="version")
    return text.strip()


def check_approval(approved_on: date, review_due: date, *, on: date, months: int) -> None:
    """An approval that was given, with a review within `months` of it (PR-50). Raises Refused at the field."""
    if approved_on > on:
        raise Refused("Enter the day it was approved, which cannot be in the future", field="approved_on")
    check_review(approved_on, review_due, months=months)


def check_review(since: date, review_due: date, *, months: int) -> None:
    if review_due <= since:
        raise Refused("Enter a review day after the day it was approved", field="review_due", rule="PR-50")
    if review_due > months_after(since, months):
        words = f"Enter a review day within {months} months of the approval"
        raise Refused(words, field="review_due", rule="PR-50")


def check_assessments(
    documents: Iterable[Document], kinds: Mapping[str, str], *, what: str, words: str, proposed_on: date, on: date
) -> None:
    """Whether what was proposed on `proposed_on` may be done `on` a day: of each of the `kinds` (words by code) there
    is a document that covers it, was approved since, and is not past its review. Raises Refused. PR-26, PR-27."""
    every = [one for one in documents if what in one.covers]
    for kind, name in kinds.items():
        mine = [one for one in every if one.kind == kind and status(one, on) not in (Status.DRAFT, Status.ENDED)]
        if not mine:
            raise Refused(f"Have the {name} approved first: none in force covers {words}", rule=RULE)
        since = [one for one in mine if one.approved_on is not None and one.approved_on >= proposed_on]
        if not since:
            raise Refused(
                f"Have the {name} approved again first: the one in force was approved before this change to {words} "
                f"was proposed, on {day_words(proposed_on)}",
                rule=RULE,
            )
        if not any(status(one, on) in HOLDS for one in since):
            raise Refused(f"Have the {name} reviewed first: it covers {words}, and its review is overdue", rule=RULE)


@dataclass(frozen=True)
class Gap:
    """A kind of document that an area has to have, and has not in date."""

    kind: str
    overdue: bool
    """There is one, and its review is past; otherwise there is none."""


def find_gaps(documents: Iterable[Document], kinds: Iterable[str], on: date) -> list[Gap]:
    """Of the kinds an area must have, those with no document that holds. PR-50."""
    found: dict[str, set[Status]] = {}
    for one in documents:
        found.setdefault(one.kind, set()).add(status(one, on))
    return [Gap(kind, Status.OVERDUE in found.get(kind, set())) for kind in kinds if not HOLDS & found.get(kind, set())]
