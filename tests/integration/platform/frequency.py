"""What somebody does with a stolen database: names are matched with what stands in it, column by column, by how often
things occur, how long they are, in which order they stand and what occurs together. The attackers are given more than a
thief has: who is held and how often each name occurs, and for the strongest of them the names of every second person.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np

Row = Mapping[str, Any]
Loot = Mapping[str, Sequence[Row]]
"""Rows by table, in the order in which they are stored."""
Sample = tuple[Hashable, str]
"""Something seen of a row, and the person it belongs to."""

SIGMAS = 6
"""How far from chance a finding has to be: there are some thousand looks in a run."""
FEWEST = 40
"""People, for anything to be learnt of them."""
NOTHING = 0.0, 1.0, 1.0


@dataclass(frozen=True)
class Finding:
    """`attack` recovered `share` of what was asked for from `column`, where guessing recovers `chance`."""

    column: str
    attack: str
    share: float
    chance: float


def findings(loot: Loot, people: Mapping[str, str]) -> list[Finding]:
    """What the attacks recover better than chance. `people` is the truth: a name by the uid of its person."""
    owners = owners_of(loot, people)
    found = []
    for column, samples in observed(loot, owners):
        if how_many(samples) < FEWEST:
            continue
        for attack in (by_frequency, by_half_the_truth, by_order, by_length):
            share, chance, spread = attack(samples, people)
            if share > chance + SIGMAS * spread:
                found.append(Finding(column, attack.__name__, share, chance))
    return found


# What there is to look at -------------------------------------------------------------------------------------------


def owners_of(loot: Loot, people: Mapping[str, str]) -> dict[str, str]:
    """The person each identifier in the loot belongs to: rows point at each other in the open."""
    owners = {uid: uid for uid in people}
    for _step in range(4):
        for rows in loot.values():
            for row in rows:
                about = {owners[value] for value in row.values() if isinstance(value, str) and value in owners}
                if len(about) == 1 and isinstance(row.get("uid"), str):
                    owners.setdefault(row["uid"], about.pop())
    return owners


def observed(loot: Loot, owners: Mapping[str, str]) -> Iterator[tuple[str, list[Sample]]]:
    """Each stored column of rows that belong to somebody, and what can be worked out of it without a key."""
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for table, rows in loot.items():
        owned = [(row, owner) for row in rows if (owner := owner_of(row, owners)) is not None]
        for _row, owner in owned:
            together[owner][table] += 1
        for column in owned[0][0] if owned else ():
            values = [(row[column], owner) for row, owner in owned]
            yield f"{table}.{column}", [(hashable(value), owner) for value, owner in values]
            yield f"{table}.{column}, its length", [(length_of(value), owner) for value, owner in values]
            for name, look in PIECES.items():
                if any(isinstance(value, bytes) for value, _owner in values):
                    yield f"{table}.{column}, {name}", [(look(bytes(value or b"")), owner) for value, owner in values]
        yield f"{table}, in the order of its rows", [(place, owner) for place, (_row, owner) in enumerate(owned)]
    yield "rows together", [(tuple(sorted(counts.items())), owner) for owner, counts in together.items()]


PIECES: dict[str, Callable[[bytes], Hashable]] = {
    "its beginning": lambda value: value[:4],
    "its end": lambda value: value[-4:],
    "its letters": lambda value: bytes(sorted(set(value[:64])))[:4],
}


def owner_of(row: Row, owners: Mapping[str, str]) -> str | None:
    about = {owners[value] for value in row.values() if isinstance(value, str) and value in owners}
    return about.pop() if len(about) == 1 else None


def hashable(value: Any) -> Hashable:
    return (
        bytes(value) if isinstance(value, bytes | memoryview | bytearray) else value if is_plain(value) else str(value)
    )


def is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def length_of(value: Any) -> int:
    return len(value) if isinstance(value, str | bytes) else len(str(value))


# Attacks: what share each recovers, what chance recovers, and how far chance strays ---------------------------------


def by_frequency(samples: Sequence[Sample], people: Mapping[str, str]) -> tuple[float, float, float]:
    """The most frequent value is taken for the most frequent name, and so on."""
    names = Counter(people[owner] for _value, owner in samples)
    values = Counter(value for value, _owner in samples)
    guess = dict(zip(ranked(values), ranked(names), strict=False))
    hits = sum(guess.get(value) == people[owner] for value, owner in samples)
    return hits / len(samples), *chance_of(names, samples)


def by_half_the_truth(samples: Sequence[Sample], people: Mapping[str, str]) -> tuple[float, float, float]:
    """The names of every second person are known; the others are taken for the one that goes with the same value."""
    known = {owner for place, owner in enumerate(sorted({owner for _value, owner in samples})) if place % 2}
    seen: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for value, owner in samples:
        if owner in known:
            seen[value][people[owner]] += 1
    asked = [(value, owner) for value, owner in samples if owner not in known and value in seen]
    if how_many(asked) < FEWEST:
        return NOTHING
    hits = sum(ranked(seen[value])[0] == people[owner] for value, owner in asked)
    names = Counter(people[owner] for _value, owner in asked)
    return hits / len(asked), *chance_of(names, asked)


def by_order(samples: Sequence[Sample], people: Mapping[str, str]) -> tuple[float, float, float]:
    """Whether values rise with the alphabet: how often the next higher value has a name that does not come before."""
    first: dict[str, Any] = {}
    for value, owner in samples:
        if value is not None:
            first.setdefault(owner, value)
    kinds = {type(value) for value in first.values()}
    if len(kinds) != 1 or not hasattr(kinds.pop(), "__lt__") or len(set(first.values())) < len(first) / 2:
        return NOTHING
    names = [people[owner] for owner in sorted(first, key=first.__getitem__)]
    alphabet = np.argsort(np.argsort(names, kind="stable"))
    rising = sum(one < other for one, other in pairwise(alphabet))
    return max(rising, len(names) - 1 - rising) / (len(names) - 1), 0.5, 0.5 / sqrt(len(names) - 1)


def by_length(samples: Sequence[Sample], people: Mapping[str, str]) -> tuple[float, float, float]:
    """Whether a number, such as a length, grows or shrinks with the letters of the name: their correlation."""
    numbers: dict[str, list[float]] = defaultdict(list)
    for value, owner in samples:
        if isinstance(value, int):
            numbers[owner].append(value)
    if len(numbers) < FEWEST:
        return NOTHING
    means = np.array([sum(some) / len(some) for some in numbers.values()])
    letters = np.array([len(people[owner].encode()) for owner in numbers])
    if means.std() == 0 or letters.std() == 0:
        return NOTHING
    return abs(float(np.corrcoef(means, letters)[0, 1])), 0.0, 1 / sqrt(len(numbers))


def chance_of(names: Counter[str], samples: Sequence[Sample]) -> tuple[float, float]:
    """What whoever always guesses the most frequent name recovers. Rows of one person are alike: people count."""
    chance = names.most_common(1)[0][1] / len(samples)
    return chance, sqrt(chance * (1 - chance) / how_many(samples))


def how_many(samples: Iterable[Sample]) -> int:
    return len({owner for _value, owner in samples})


def ranked(counts: Counter[Any]) -> list[Any]:
    return [value for value, _count in sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))]


# Guessing digests ---------------------------------------------------------------------------------------------------

KEPT = 8
"""Bytes of a digest by which it is known."""
HASHES = ("md5", "sha1", "sha256", "blake2b")


def guessed_digests(loot: Loot, owners: Mapping[str, str], spellings: Mapping[str, Iterable[str]]) -> list[str]:
    """Columns in which a digest of somebody's name stands, as it is or salted with the uid. `spellings` are
    the words to try for each person: what a thief finds by trying all names on all rows."""
    found = set()
    for table, rows in loot.items():
        for row in rows:
            owner = owner_of(row, owners)
            if owner is None:
                continue
            tried = digests(tuple(spellings[owner]), "") | digests(tuple(spellings[owner]), owner)
            for column, value in row.items():
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                if raw[:KEPT] in tried or raw[: 2 * KEPT] in tried:
                    found.add(f"{table}.{column}")
    return sorted(found)


@cache
def digests(words: tuple[str, ...], salt: str) -> frozenset[bytes]:
    """Beginnings of the digests of each word with its salt before and after, as they are and in hexadecimals."""
    texts = {text for word in words for text in (word + salt, salt + word)}
    found = {hashlib.new(name, text.encode()).digest()[:KEPT] for text in texts for name in HASHES}
    return frozenset(found | {one.hex().encode() for one in found})
