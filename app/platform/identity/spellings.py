"""Short forms of names, and spellings of one name in other letters. The table is data of the room that provides it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 3
"""Short forms of fewer letters are not guessed from a misspelling."""


class Spellings:
    """Groups of names that stand for each other. A name may belong to several: "alex" to two of them."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        found: dict[str, set[str]] = {}
        for name, others in groups.items():
            for one in (name, *others):
                found.setdefault(one, set()).add(name)
        self.groups = {name: frozenset(names) for name, names in found.items()}
        self._names = sorted(self.groups)
        self.nearly = lru_cache(maxsize=4_096)(self._nearly)

    def of(self, word: str) -> frozenset[str]:
        """The groups of a folded word; none for a name that has no other form."""
        return self.groups.get(word, frozenset())

    def _nearly(self, word: str) -> frozenset[str]:
        """The groups of names that are one letter from `word`."""
        if len(word) < SHORTEST or word in self.groups:
            return frozenset()
        near = process.extract(word, self._names, scorer=OSA.distance, score_cutoff=1, limit=6)
        return frozenset().union(*(self.groups[name] for name, _distance, _at in near))
