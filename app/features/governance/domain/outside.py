"""Rules of a disclosure to a body that what the group holds is not for. Kernel and standard library only. PR-31."""

from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused

RULE = "PR-31"


class State(StrEnum):
    """How a disclosure stands; computed, never stored."""

    WAITS = "WAITS"
    AGREED = "AGREED"
    MADE = "MADE"
    REFUSED = "REFUSED"


class Disclosure(Protocol):
    chair_on: date | None
    chair_uid: str | None
    dpo_on: date | None
    dpo_uid: str | None
    refused_on: date | None
    made_on: date | None


def state(one: Disclosure) -> State:
    if one.refused_on is not None:
        return State.REFUSED
    if one.made_on is not None:
        return State.MADE
    return State.AGREED if one.chair_on is not None and one.dpo_on is not None else State.WAITS


def check_agrees(one: Disclosure, user_uid: str, *, as_chair: bool, as_dpo: bool) -> str:
    """As whom somebody agrees: `chair` or `dpo`. Both have to, and they are two people. Raises Refused."""
    if state(one) is not State.WAITS:
        raise Refused("Look again: it does not wait any more", rule=RULE)
    if user_uid in (one.chair_uid, one.dpo_uid):
        raise Refused("Ask somebody else to agree too: two people do, and you have agreed", rule=RULE)
    if as_chair and one.chair_on is None:
        return "chair"
    if as_dpo and one.dpo_on is None:
        return "dpo"
    raise Refused("Ask the chair and the data protection officer: both have to agree", rule=RULE)


def check_purpose(*, barred: bool) -> None:
    if barred:
        raise Refused(
            "Choose another purpose: what the group holds is not for decisions about housing, school discipline, "
            "benefits or immigration",
            field="purpose",
            rule=RULE,
        )
