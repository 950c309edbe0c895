"""Contacts counted without names: nothing here can hold one (PR-51). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST = 2_000
"""People in one line of one session: an assembly, not a city."""


@dataclass(frozen=True, order=True)
class Kind:
    """Whom a line counts, in codes: `contact_age_band`, `contact_sex`, `contact_known`."""

    age_band: str
    sex: str
    known: str


@dataclass(frozen=True)
class Counted:
    """How many of a kind were met, and how many conversations there were with them."""

    kind: Kind
    people: int
    conversations: int = 0


def merged(lines: Iterable[Counted]) -> list[Counted]:
    """Lines of one kind made one, in the order in which each kind first comes."""
    found: dict[Kind, Counted] = {}
    for line in lines:
        there = found.get(line.kind, Counted(line.kind, 0))
        found[line.kind] = Counted(line.kind, there.people + line.people, there.conversations + line.conversations)
    return list(found.values())


def stepped(line: Counted, what: str, by: int) -> Counted:
    """One more or one less of `people` or `conversations`; never below nothing, nor above what a line holds."""
    numbers: Mapping[str, int] = {"people": line.people, "conversations": line.conversations}
    new = {name: min(MOST, max(0, value + (by if name == what else 0))) for name, value in numbers.items()}
    return Counted(line.kind, new["people"], new["conversations"])


def seen(lines: Iterable[Counted]) -> str:
    """What a page showed, so that one that is older than what is there can be told: kinds and numbers, in order."""
    return ";".join(
        f"{line.kind.age_band},{line.kind.sex},{line.kind.known},{line.people},{line.conversations}"
        for line in sorted(lines, key=lambda one: one.kind)
    )
