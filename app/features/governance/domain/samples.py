"""Rules of the sample audit. Kernel and standard library only. PR-28."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused


class Status(StrEnum):
    """How a drawn case stands; computed, never stored."""

    TO_ANSWER = "TO_ANSWER"
    OVERDUE = "OVERDUE"
    TO_FOLLOW = "TO_FOLLOW"
    DONE = "DONE"


class Sampled(Protocol):
    drawn_on: date
    due_on: date
    answered_on: date | None
    follow_by: date | None
    followed_on: date | None
    answers: dict[str, str]


def status(one: Sampled, on: date) -> Status:
    if one.answered_on is None:
        return Status.OVERDUE if one.due_on < on else Status.TO_ANSWER
    return Status.TO_FOLLOW if one.follow_by is not None and one.followed_on is None else Status.DONE


def how_many(cases: int, *, percent: int, least: int) -> int:
    """That share of the cases, rounded up, and never fewer than `least` while there are so many."""
    return min(cases, max(least, -(-cases * percent // 100)))


def draw(uids: Iterable[str], *, seed: str, count: int) -> list[str]:
    """So many of the cases, chosen by nobody: in the order of a hash of each with the month and area. Whoever draws
    again, on any machine, draws the same."""
    return sorted(uids, key=lambda uid: hashlib.sha256(f"{seed} {uid}".encode()).digest())[:count]


def check_answers(
    answers: Mapping[str, str | None], questions: Sequence[str], *, finding: str | None, needs_finding: Collection[str]
) -> None:
    """Every question is answered, and what is not right is said in words. Raises Refused at the field."""
    for code in questions:
        if not answers.get(code):
            raise Refused("Select an answer", field=code)
    if needs_finding & {answers[code] for code in questions} and not (finding or "").strip():  # type: ignore[operator]
        raise Refused("Enter what is not right", field="finding")


@dataclass
class Quarter:
    """The sample audits of a quarter, as counts."""

    name: str
    drawn: int = 0
    answered: int = 0
    late: int = 0
    follows: int = 0
    followed: int = 0
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    """By question: how many of each answer."""


def quarters(rows: Iterable[Sampled]) -> list[Quarter]:
    """By quarter of the calendar year, the newest first. `late`: answered after the day it was due."""
    found: dict[tuple[int, int], Quarter] = {}
    for row in rows:
        key = (row.drawn_on.year, (row.drawn_on.month + 2) // 3)
        one = found.setdefault(key, Quarter(f"{_MONTHS[key[1] - 1]} {key[0]}"))
        one.drawn += 1
        if row.answered_on is None:
            continue
        one.answered += 1
        one.late += row.answered_on > row.due_on
        one.follows += row.follow_by is not None
        one.followed += row.followed_on is not None
        for question, answer in row.answers.items():
            one.answers.setdefault(question, Counter())[answer] += 1
    return [found[key] for key in sorted(found, reverse=True)]


_MONTHS = ("January to March", "April to June", "July to September", "October to December")
