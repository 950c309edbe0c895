"""Rules of referrals: what a link is now, what may follow, who it suits, what a provider may be told. Pure.

Source: domain reference 6.1 and 6.2. Status is never stored: it follows from the dates in the row.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.ages import ages_in_words
from app.kernel.errors import Refused


class Status(StrEnum):
    """Codes of the list `intervention_state`, but for ENDED: its words are those of the reason it ended."""

    SUGGESTED = "SUGGESTED"
    OFFERED = "OFFERED"
    REFERRED = "REFERRED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED_PROVIDER"
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


OVER = frozenset({Status.DECLINED, Status.ENDED})

NEXT: dict[Status, frozenset[Status]] = {
    Status.SUGGESTED: frozenset({Status.OFFERED, Status.ENDED}),
    Status.OFFERED: frozenset({Status.REFERRED, Status.ENDED}),
    Status.REFERRED: frozenset({Status.ACCEPTED, Status.DECLINED, Status.ENDED}),
    Status.ACCEPTED: frozenset({Status.ACTIVE, Status.ENDED}),
    Status.ACTIVE: frozenset({Status.ENDED}),
}
"""What may follow what. A status that is not here is the end."""

PROVIDERS_STEPS = frozenset({Status.ACCEPTED, Status.DECLINED, Status.ACTIVE, Status.ENDED})
"""Steps the provider takes for the people referred to it."""

REFUSALS = {
    Status.OFFERED: "Check the link: it was referred already",
    Status.REFERRED: "Offer it to the person before referring them",
    Status.ACCEPTED: "Refer the person before recording that the provider accepted",
    Status.DECLINED: "Check the link: it can no longer be declined",
    Status.ACTIVE: "Record that the provider accepted before it starts",
}

CONSENTED = "GIVEN"


class LinkDates(Protocol):
    """The dates a status follows from. Each is the day of the step, None when it was not taken."""

    offered_on: date | None
    referred_on: date | None
    accepted_on: date | None
    declined_on: date | None
    started_on: date | None
    ended_on: date | None


def link_status(link: LinkDates) -> Status:
    """The last step taken."""
    steps = (
        (link.ended_on, Status.ENDED),
        (link.declined_on, Status.DECLINED),
        (link.started_on, Status.ACTIVE),
        (link.accepted_on, Status.ACCEPTED),
        (link.referred_on, Status.REFERRED),
        (link.offered_on, Status.OFFERED),
    )
    return next((status for day, status in steps if day is not None), Status.SUGGESTED)


def is_open(link: LinkDates) -> bool:
    return link_status(link) not in OVER


def possible_steps(link: LinkDates) -> frozenset[Status]:
    return NEXT.get(link_status(link), frozenset())


def check_step(link: LinkDates, to: Status) -> None:
    """Raises Refused when `to` may not follow what the link is now."""
    if to in possible_steps(link):
        return
    if not is_open(link):
        raise Refused("Check the link: it has already ended")
    raise Refused(REFUSALS.get(to, "Check the link: that step can no longer be taken"))


def check_consent(consent: str | None) -> None:
    """Nobody is referred who has not said that they want it (6.2)."""
    if consent != CONSENTED:
        raise Refused("Record that the person wants the service before referring them")


@dataclass(frozen=True)
class Suits:
    """Whom an intervention is for: ages with both ends included, and the names of its areas in words."""

    min_age: int | None
    max_age: int | None
    area_code: str
    area_name: str


@dataclass(frozen=True)
class Who:
    """The person: age in whole years (None: not known), whether that is certain, its words, and the area."""

    age: int | None
    certain: bool
    words: str
    area_code: str
    area_name: str


def eligibility(suits: Suits, who: Who) -> tuple[str, ...]:
    """What to check before offering it, each with the reason. Nothing here stops anybody: the provider decides."""
    found = []
    if suits.min_age is not None or suits.max_age is not None:
        ages = ages_in_words(suits.min_age, suits.max_age)
        if who.age is None:
            found.append(f"The person’s age is not known. This is for ages {ages}.")
        elif _outside(who.age, suits) or (not who.certain and _near_the_edge(who.age, suits)):
            found.append(f"The person is {who.words}. This is for ages {ages}.")
    if suits.area_code != who.area_code:
        found.append(f"This runs in {suits.area_name}. The case is in {who.area_name}.")
    return tuple(found)


def _outside(age: int, suits: Suits) -> bool:
    below = suits.min_age is not None and age < suits.min_age
    return below or (suits.max_age is not None and age > suits.max_age)


def _near_the_edge(age: int, suits: Suits) -> bool:
    return _outside(age - 1, suits) or _outside(age + 1, suits)


def check_redacted(summary: str, kept_back: tuple[str, ...]) -> None:
    """A provider is told no more than it needs: not the family name, nor an address. Raises Refused."""
    folded = summary.casefold()
    for words in kept_back:
        if words and re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", folded):
            raise Refused("Take the family name and addresses out of what the provider is told", field="risk_summary")


def check_redacted_name(first_name: str, kept_back: tuple[str, ...]) -> None:
    """Raises Refused for a first name that brings the family name with it."""
    try:
        check_redacted(first_name, kept_back)
    except Refused:
        raise Refused("Enter the first name only", field="first_name") from None
