"""Rules about networks (domain reference 2.18, 3.3, PR-22, PR-29). Pure.

Nobody belongs to a network, and nothing links two people, without a basis; everything expires unless it is renewed with
fresh evidence. Nothing here gives points to anybody: the priority is of the network as a whole.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.ages import months_after
from app.kernel.days import day_words
from app.kernel.errors import Refused

COUNTING = frozenset({"A", "B", "C"})
"""Grades that support something. D says that nobody knows how sure it is, E that it may be false."""
BASES_NEEDED = 2
FORMER = "FORMER"
ALLEGED_CAUSE, EXPLOITER, EXPLOITED = "ALLEGED_CAUSE", "EXPLOITER_SUSPECTED", "EXPLOITED"
LEAST, MOST = 0, 3
"""Of each cell of the priority, and of each context."""


class Standing(StrEnum):
    """What somebody said of a person who was named with a network. The value is kept."""

    MEMBER = "MEMBER"
    MENTIONED = "MENTIONED"
    LEFT_OUT = "LEFT_OUT"


class MemberState(StrEnum):
    TOLD = "TOLD"
    """As a notification told it: nobody has said whether it holds."""
    MEMBER = "MEMBER"
    MENTIONED = "MENTIONED"
    LEFT_OUT = "LEFT_OUT"
    FORMER = "FORMER"
    EXPIRED = "EXPIRED"


CURRENT = frozenset({MemberState.MEMBER, MemberState.MENTIONED})
APART = frozenset({MemberState.FORMER, MemberState.EXPIRED})


class Course(StrEnum):
    """How a network stands."""

    TOLD = "TOLD"
    """Nobody has confirmed its purpose yet."""
    IN_FORCE = "IN_FORCE"
    RUNS_OUT = "RUNS_OUT"
    """In force, and near its end."""
    DISSOLVED = "DISSOLVED"


def course(confirmed: bool, ends_on: date, on: date, *, soon: int) -> Course:
    """`ends_on` is the last day of its purpose, `soon` how many days before that it runs out."""
    if on > ends_on:
        return Course.DISSOLVED
    if not confirmed:
        return Course.TOLD
    return Course.RUNS_OUT if on + timedelta(days=soon) >= ends_on else Course.IN_FORCE


def told_end(opened_on: date, told: date | None, months: int) -> date:
    """The last day of a network nobody confirmed: what was told, and never longer than a purpose lasts."""
    longest = months_after(opened_on, months)
    return min(told, longest) if told else longest


def member_state(
    standing: str | None, position: str | None, ended_on: date | None, expires_on: date | None, on: date
) -> MemberState:
    if standing is None:
        return MemberState.TOLD
    if standing == Standing.LEFT_OUT:
        return MemberState.LEFT_OUT
    if ended_on is not None or position == FORMER:
        return MemberState.FORMER
    if expires_on is not None and on > expires_on:
        return MemberState.EXPIRED
    return MemberState(standing)


def link_holds(ended_on: date | None, expires_on: date | None, on: date) -> bool:
    return ended_on is None and expires_on is not None and on <= expires_on


# What is needed ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Basis:
    """One piece of evidence that people belong together: code of `evidence_basis`, grade, who told it and when."""

    code: str
    grade: str | None
    agency_uid: str | None
    on: date | None


def counting(bases: Iterable[Basis]) -> set[tuple[str, str | None]]:
    """The independent bases: each kind once from each agency, of those that are graded and support something."""
    return {(one.code, one.agency_uid) for one in bases if one.grade in COUNTING}


def check_purpose(
    purpose: str, expires_on: date | None, bases: Sequence[Basis], *, last_set_on: date | None, on: date, months: int
) -> None:
    """Refused unless a network may be kept for that purpose until that day. `last_set_on`: the day of the purpose
    before, when this renews it."""
    if not purpose.strip():
        raise Refused("Enter why these people are looked at together", field="purpose", rule="PR-29")
    if expires_on is None or expires_on <= on:
        raise Refused("Enter a day after today on which this stops", field="expires_on", rule="PR-29")
    if expires_on > months_after(on, months):
        raise Refused(f"Enter a day within {months} months", field="expires_on", rule="PR-29")
    if len(counting(bases)) < BASES_NEEDED:
        raise Refused(
            "Add a second basis first: a network needs two that are graded and independent of each other",
            rule="PR-29",
        )
    if last_set_on is not None and not any(
        one.grade in COUNTING and one.on is not None and one.on > last_set_on for one in bases
    ):
        raise Refused("Add evidence since the purpose was last set: old evidence renews nothing", rule="PR-29")


def check_basis(bases: Collection[str], grade: str | None, evidence: str) -> None:
    """Refused without a basis, a grade that supports something, and what the evidence is."""
    if not bases:
        raise Refused("Select how this is known: nothing is kept without a basis", field="basis", rule="PR-29")
    if grade is None:
        raise Refused("Select how sure this is", field="grade", rule="PR-29")
    if grade not in COUNTING:
        raise Refused(
            "Choose a grade that supports it: what may be false, or nobody is sure of, is no basis",
            field="grade",
            rule="PR-29",
        )
    if not evidence.strip():
        raise Refused("Enter what the evidence is", field="evidence", rule="PR-29")


def check_expiry(expires_on: date | None, latest: date, on: date) -> None:
    if expires_on is None or expires_on <= on:
        raise Refused("Enter a day after today on which this expires", field="expires_on", rule="PR-29")
    if expires_on > latest:
        raise Refused(f"Enter a day no later than {day_words(latest)}", field="expires_on", rule="PR-29")


def latest_expiry(ends_on: date, on: date, months: int) -> date:
    """The last day a member or link may be kept until: never longer than the network itself."""
    return min(ends_on, months_after(on, months))


def check_fresh(evidenced_on: date | None, before: date | None, on: date) -> None:
    """A renewal rests on evidence that was not there before."""
    if evidenced_on is None or evidenced_on > on:
        raise Refused("Enter the day of the evidence, today or before", field="evidenced_on", rule="PR-29")
    if before is not None and evidenced_on <= before:
        raise Refused(
            f"Enter evidence later than {day_words(before)}: old evidence renews nothing",
            field="evidenced_on",
            rule="PR-29",
        )


def check_position(position: str | None, years: int | None, *, youngest: int, adult: int, by_chair: bool) -> None:
    """`years`: None when the age is not known. Children too young hold no alleged cause (PR-08); that a child exploits
    others is for the chair to say (2.2)."""
    if position == ALLEGED_CAUSE and years is not None and years < youngest:
        raise Refused("Choose another position: the child is too young for this one", field="position", rule="PR-08")
    if position == EXPLOITER and (years is None or years < adult) and not by_chair:
        raise Refused("Ask the chair to record this: the person may be a child", field="position", rule="2.2")


# Priority ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One cell of a network's priority: 0 to 3, and why."""

    title: str
    value: int
    why: str


def cells(
    *, tension: int, tension_words: str, weapon: int, weapon_words: str, young: int, signs: Sequence[str]
) -> tuple[Cell, ...]:
    """Tension, weapons, under-18s, exploitation (3.3). `young` counts members under 18, `signs` are those of
    exploitation."""
    return (
        Cell("Tension", _within(tension), tension_words),
        Cell("Weapons", _within(weapon), weapon_words),
        Cell("Under 18", (0 if young == 0 else 1 if young == 1 else 2 if young < 5 else 3), f"{young} under 18"),
        Cell("Exploitation", _within(len(signs)), "; ".join(signs) or "No sign recorded"),
    )


def priority(found: Iterable[Cell]) -> int:
    """The product, at most 81: it helps to put networks in order, and says nothing of anybody in them."""
    product = 1
    for cell in found:
        product *= cell.value
    return product


def most_influential(weights: dict[str, int]) -> list[str]:
    """The contexts with the highest weight, in which to intervene first; none when all are nothing."""
    highest = max(weights.values(), default=LEAST)
    return [name for name, value in weights.items() if value == highest] if highest > LEAST else []


def _within(value: int) -> int:
    return min(MOST, max(LEAST, value))
