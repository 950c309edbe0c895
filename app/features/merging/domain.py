"""Rules of what is said of a pair, of the merge that may follow, and of taking it back. Pure. PR-13."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.days import day_words
from app.kernel.errors import Refused


class Verdict(StrEnum):
    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    UNDECIDED = "UNDECIDED"


VERDICT_NAMES = {
    Verdict.SAME: "The same person",
    Verdict.DIFFERENT: "Not the same person",
    Verdict.UNDECIDED: "Nobody can tell yet",
}


def in_order(one: str, other: str) -> tuple[str, str]:
    """A pair has one form, whoever is named first."""
    return (one, other) if one < other else (other, one)


class Said(Protocol):
    """What somebody said of two, with the signs as they stood."""

    @property
    def verdict(self) -> str | None: ...
    @property
    def picture(self) -> Collection[str]: ...
    @property
    def again_on(self) -> date | None: ...


def belongs_on_list(said: Collection[Said], *, now: Collection[str], on: date) -> bool:
    """Whether a pair that looks alike is to be looked at: one nobody spoke of; one of whose records different things
    were said before they were joined; one nobody could tell, when its day has come; and any other when a sign speaks
    for it that was not there when somebody decided."""
    verdicts = {one.verdict for one in said}
    if len(verdicts) != 1:
        return True
    if Verdict.UNDECIDED in verdicts and any(one.again_on is not None and one.again_on <= on for one in said):
        return True
    return Verdict.SAME not in verdicts and not set(now) <= {sign for one in said for sign in one.picture}


def check_said(verdict: str | None, reason: str | None) -> str:
    """What somebody says of a pair, with why. Returns the reason."""
    if verdict not in set(Verdict):
        raise Refused("Select whether the two are the same person", field="verdict", rule="PR-13")
    return check_reason(reason, "Enter what makes you think so")


def check_reason(reason: str | None, message: str) -> str:
    words = (reason or "").strip()
    if not words:
        raise Refused(message, field="reason", rule="PR-13")
    return words


def check_undo(*, until: date, on: date, undone: bool, purged: bool, later: bool, erased: bool) -> None:
    """Whether a merge may be taken apart. `later`: another merge of the same person came after it."""
    if undone:
        raise Refused("Continue: these two records were taken apart already", rule="PR-13")
    if erased:
        raise Refused("Leave it as it is: what was held of this person is erased", rule="PR-13")
    if purged or on > until:
        raise Refused(
            f"Leave it as it is: two records can be taken apart until {day_words(until)}, and what they were "
            "before is kept no longer",
            rule="PR-13",
        )
    if later:
        raise Refused("Take the later merge of this person apart first", rule="PR-13")
