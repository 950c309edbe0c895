"""What changed on an agenda since the chair agreed it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One item of an agenda, by uids and codes alone."""

    item_uid: str
    case_uid: str
    minutes: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """`what` is ADDED, TAKEN_OFF, MOVED, MINUTES or REASONS; `words` tells it without naming anybody."""

    item_uid: str
    what: str
    words: str


def changes(agreed: Sequence[Line], now: Sequence[Line]) -> list[Change]:
    """Each difference between what was agreed and what stands now, in the order of the agenda; taken off come last.

    An item counts as moved when its order among those that stand in both changed.
    """
    before = {line.item_uid: line for line in agreed}
    kept = [line.item_uid for line in agreed if line.item_uid in {one.item_uid for one in now}]
    stays = _longest_in_order([kept.index(line.item_uid) for line in now if line.item_uid in before])
    found = []
    for line in now:
        was = before.get(line.item_uid)
        if was is None:
            found.append(Change(line.item_uid, "ADDED", "Added"))
            continue
        if kept.index(line.item_uid) not in stays:
            found.append(Change(line.item_uid, "MOVED", "Moved"))
        if was.minutes != line.minutes:
            found.append(Change(line.item_uid, "MINUTES", f"{was.minutes} minutes were agreed, now {line.minutes}"))
        if set(was.reasons) != set(line.reasons):
            found.append(Change(line.item_uid, "REASONS", "Heard for other reasons"))
    there = {line.item_uid for line in now}
    return found + [Change(line.item_uid, "TAKEN_OFF", "Taken off") for line in agreed if line.item_uid not in there]


def _longest_in_order(numbers: Sequence[int]) -> set[int]:
    """The most numbers that already stand in rising order: what is left was moved."""
    best: list[list[int]] = []
    for number in numbers:
        before = _longest([run for run in best if run[-1] < number])
        best.append([*before, number])
    return set(_longest(best))


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []
