"""Finding records: candidates by their postings, then ranked one by one. In memory, safe for threads, no database."""

import heapq
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from threading import RLock

import numpy as np

from app.platform.identity.features import RESTRICTED, features, number, of_birth, of_word
from app.platform.identity.query import Query
from app.platform.identity.ranking import ranker
from app.platform.identity.records import Record, packed, unpacked
from app.platform.identity.segment import Gathering, Numbers, Segment, make_segment, weight
from app.platform.identity.spellings import Spellings

CANDIDATES = 100
"""How many records are ranked one by one."""
LEAST = 0.45
"""Of what the best candidate has in common with the question, what another must have to be looked at."""
LATELY = 2_000
"""Records changed since the arrays were made, before they are made anew."""
SHORTER = 0.06
"""Of two with as much in common, the one with less besides comes first."""
AT_MOST = 0.4
"""Of what it has in common, what a record can lose by having more besides: many names hide nobody."""


@dataclass(frozen=True)
class Match:
    """A record that answers a question: `score` from 0 to 1, and why, the strongest reason first."""

    uid: str
    kind: str
    area_uid: str
    score: float
    why: tuple[str, ...]


class Index:
    """Records by uid. What was changed lately stands beside the arrays until they are made anew."""

    def __init__(self, spellings: Spellings, segment: Segment | None = None) -> None:
        self.spellings = spellings
        self.lock = RLock()
        self._segment = segment or Gathering().segment()
        self._late: dict[str, tuple[Record, set[int]]] = {}
        self._late_postings: dict[int, set[str]] = {}

    @classmethod
    def of(cls, records: Iterable[Record], spellings: Spellings) -> "Index":
        """Of records that each have another uid."""
        gathering = Gathering()
        for record in records:
            gathering.add(record.uid, record.area_uid, packed(record), features(record, spellings))
        return cls(spellings, gathering.segment())

    def __len__(self) -> int:
        with self.lock:
            return int(self._segment.alive.sum()) + len(self._late)

    def put(self, record: Record) -> None:
        """Add a record, or put it in the place of the one with its uid."""
        with self.lock:
            self.remove(record.uid)
            found = features(record, self.spellings)
            self._late[record.uid] = (record, found)
            for key in found:
                self._late_postings.setdefault(key, set()).add(record.uid)
            if len(self._late) >= LATELY:
                self.settle()

    def remove(self, uid: str) -> bool:
        """Whether it was there."""
        with self.lock:
            late = self._late.pop(uid, None)
            for key in late[1] if late else ():
                self._late_postings[key].discard(uid)
            slot = self._segment.find(uid)
            was = slot is not None and bool(self._segment.alive[slot])
            if slot is not None:
                self._segment.alive[slot] = False
            return was or late is not None

    def settle(self) -> Segment:
        """Make the arrays anew: without who is gone, and with what was changed lately. Half a second at 100,000."""
        with self.lock:
            old = self._segment
            if not self._late and old.alive.all():
                return old
            kept = np.flatnonzero(old.alive)
            moved = np.cumsum(old.alive, dtype=np.int32) - 1
            keys, slots = old.pairs()
            staying = old.alive[slots]
            late = list(self._late.values())
            more_keys = [key for _record, found in late for key in found]
            more_slots = [len(kept) + at for at, (_record, found) in enumerate(late) for _ in found]
            self._segment = make_segment(
                np.concatenate((keys[staying], np.array(more_keys, dtype=np.uint32))),
                np.concatenate((moved[slots[staying]], np.array(more_slots, dtype=np.int32))),
                [*(old.text(int(slot)) for slot in kept), *(packed(record) for record, _found in late)],
                [*(bytes(uid) for uid in old.uids[kept]), *(record.uid.encode() for record, _found in late)],
                [*(old.area_uids[at] for at in old.areas[kept]), *(record.area_uid for record, _found in late)],
            )
            self._late, self._late_postings = {}, {}
            return self._segment

    def search(
        self,
        query: Query,
        *,
        areas: Collection[str],
        among: Collection[str] | None = None,
        restricted: bool = False,
        limit: int = 50,
    ) -> list[Match]:
        """The records of `areas` (and of the uids `among`, where they are given) that answer, the best first.

        Whoever may not be seen is left out before candidates are chosen, so that they change neither who is found nor
        how many. `restricted` as in `ranking.ranker`.
        """
        asked = self._asked(query, restricted=restricted)
        if not asked or not areas:
            return []
        rank = ranker(query, self.spellings, restricted=restricted)
        with self.lock:
            candidates = [*self._candidates(asked, areas, among), *self._late_candidates(asked, areas, among)]
        matches = (
            Match(record.uid, record.kind, record.area_uid, ranked.score, ranked.why)
            for record in candidates
            if (ranked := rank(record)) is not None
        )
        return heapq.nsmallest(limit, matches, key=lambda match: (-match.score, match.uid))

    def most_alike(self, query: Query, *, areas: Collection[str], limit: int = CANDIDATES) -> list[str]:
        """The uids of `areas` that have most in common with a question, however little that is, by what is restricted
        too. They are not ranked one by one: it is for a comparison that weighs more than names."""
        asked = self._asked(query, restricted=True)
        if not asked or not areas:
            return []
        with self.lock:
            scores = self._scores(asked, areas, None)
            chosen = _highest(scores, np.flatnonzero(scores > 0), limit)
            settled = [bytes(self._segment.uids[slot]).decode() for slot in chosen]
            return [*settled, *(record.uid for record in self._late_candidates(asked, areas, None, limit))]

    def _asked(self, query: Query, *, restricted: bool) -> dict[int, float]:
        """The features of a question, and how much each counts besides being rare."""
        plain: dict[str, float] = {}
        for word in query.words:
            plain |= dict.fromkeys(of_word(word, self.spellings), 1.0)
            plain |= {f"n{group}": 2.5 for group in self.spellings.of(word)}
            plain |= {f"n{group}": 1.2 for group in self.spellings.nearly(word)}
        for day in query.births:
            plain |= dict.fromkeys(of_birth(day), 0.7)
            plain[of_birth(day)[0]] = 2.0
            if day.day <= 12:
                plain[of_birth(day.replace(day=day.month, month=day.day))[0]] = 2.0
        plain |= {f"p{one}": 2.0 for one in query.postcodes}
        asked = {number(one): counts for one, counts in plain.items()}
        if restricted:
            plain |= {f"i{one}": 8.0 for one in query.identifiers}
            asked |= {number(RESTRICTED + one): counts for one, counts in plain.items()}
        return asked

    def _candidates(
        self, asked: dict[int, float], areas: Collection[str], among: Collection[str] | None
    ) -> Iterator[Record]:
        segment = self._segment
        if not len(segment):
            return
        scores = self._scores(asked, areas, among)
        for slot in _highest(scores, np.flatnonzero(scores > LEAST * scores.max()), CANDIDATES):
            yield unpacked(segment.text(slot))

    def _scores(self, asked: dict[int, float], areas: Collection[str], among: Collection[str] | None) -> Numbers:
        """What each slot has in common with the question: 0 for who may not be seen."""
        segment = self._segment
        scores = np.zeros(len(segment), dtype=np.float32)
        for key, counts in asked.items():
            slots = segment.postings(key)
            if len(slots):
                scores[slots] += counts * weight(len(slots), len(segment))
        scores -= np.minimum(SHORTER * segment.totals, AT_MOST * scores)
        scores[~self._shown(areas, among)] = 0
        return scores

    def _shown(self, areas: Collection[str], among: Collection[str] | None) -> Numbers:
        segment = self._segment
        numbers = [at for at, area in enumerate(segment.area_uids) if area in areas]
        shown = (
            segment.alive & np.isin(segment.areas, numbers) if len(numbers) < len(segment.area_uids) else segment.alive
        )
        if among is None:
            return shown
        chosen = np.zeros(len(segment), dtype=bool)
        chosen[segment.find_all(list(among))] = True
        return shown & chosen

    def _late_candidates(
        self, asked: dict[int, float], areas: Collection[str], among: Collection[str] | None, limit: int = CANDIDATES
    ) -> list[Record]:
        scores: dict[str, float] = {}
        for key, counts in asked.items():
            for uid in self._late_postings.get(key, ()):
                scores[uid] = scores.get(uid, 0.0) + counts
        shown = (uid for uid in scores if self._late[uid][0].area_uid in areas and (among is None or uid in among))
        return [self._late[uid][0] for uid in heapq.nlargest(limit, shown, key=scores.__getitem__)]


def _highest(scores: Numbers, slots: Numbers, limit: int) -> Numbers:
    """Those of `slots` that score most, in no order."""
    return slots[np.argpartition(scores[slots], -limit)[-limit:]] if len(slots) > limit else slots
