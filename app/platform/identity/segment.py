"""Postings in numpy arrays: for each feature, the records that have it. A segment does not change but for who is gone.

Arrays, so that 100,000 records take some 40 MB, one search some milliseconds, and a file of them is read in no time.
"""

import json
import struct
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PART = struct.Struct(">Q")
UID_BYTES = 26
Numbers = NDArray[Any]


class Segment:
    """`records[n]` is the packed record of slot n."""

    ARRAYS = ("keys", "starts", "slots", "text_starts", "uids", "order", "areas", "totals", "alive")

    def __init__(self, arrays: dict[str, Numbers], texts: bytes, area_uids: list[str]) -> None:
        self.keys, self.starts, self.slots = arrays["keys"], arrays["starts"], arrays["slots"]
        self.text_starts, self.uids, self.order = arrays["text_starts"], arrays["uids"], arrays["order"]
        self.areas, self.totals, self.alive = arrays["areas"], arrays["totals"], arrays["alive"]
        self.texts, self.area_uids = texts, area_uids

    def __len__(self) -> int:
        return len(self.alive)

    def text(self, slot: int) -> bytes:
        return self.texts[self.text_starts[slot] : self.text_starts[slot + 1]]

    def find(self, uid: str) -> int | None:
        """The slot of a uid, whether it is alive or not."""
        wanted = np.array(uid.encode(), dtype=self.uids.dtype)
        at = int(np.searchsorted(self.uids, wanted, sorter=self.order))
        if at < len(self.order) and self.uids[self.order[at]] == wanted:
            return int(self.order[at])
        return None

    def find_all(self, uids: Sequence[str]) -> Numbers:
        """The slots of those of `uids` that are here."""
        if not len(self) or not uids:
            return np.zeros(0, dtype=np.int64)
        wanted = np.array([uid.encode() for uid in uids], dtype=self.uids.dtype)
        at = np.searchsorted(self.uids, wanted, sorter=self.order)
        slots = self.order[np.minimum(at, len(self.order) - 1)]
        found: Numbers = slots[self.uids[slots] == wanted]
        return found

    def postings(self, key: int) -> Numbers:
        at = int(np.searchsorted(self.keys, np.uint32(key)))
        if at < len(self.keys) and self.keys[at] == key:
            return self.slots[self.starts[at] : self.starts[at + 1]]
        return self.slots[:0]

    def pairs(self) -> tuple[Numbers, Numbers]:
        """Feature and slot of every posting."""
        return np.repeat(self.keys, np.diff(self.starts)), self.slots

    def to_bytes(self) -> bytes:
        arrays = {name: getattr(self, name) for name in self.ARRAYS}
        head = json.dumps(
            {"areas": self.area_uids, "arrays": {name: [one.dtype.str, len(one)] for name, one in arrays.items()}}
        ).encode()
        parts = [head, *(one.tobytes() for one in arrays.values()), self.texts]
        return b"".join(piece for part in parts for piece in (_PART.pack(len(part)), part))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Segment":
        view, at = memoryview(data), 0
        parts = []
        while at < len(data):
            (size,) = _PART.unpack_from(view, at)
            at += _PART.size
            parts.append(view[at : at + size])
            at += size
        head = json.loads(bytes(parts[0]))
        arrays = {
            name: np.frombuffer(part, dtype=head["arrays"][name][0], count=head["arrays"][name][1])
            for name, part in zip(cls.ARRAYS, parts[1:-1], strict=True)
        }
        arrays["alive"] = arrays["alive"].copy()
        return cls({name: one if name == "alive" else one.copy() for name, one in arrays.items()},
                   bytes(parts[-1]), head["areas"])  # fmt: skip


class Gathering:
    """A segment in the making."""

    def __init__(self) -> None:
        self.keys, self.slots = array("I"), array("i")
        self.texts: list[bytes] = []
        self.uids: list[bytes] = []
        self.areas: list[str] = []

    def add(self, uid: str, area_uid: str, text: bytes, found: set[int]) -> None:
        slot = len(self.texts)
        self.keys.extend(found)
        self.slots.extend([slot] * len(found))
        self.texts.append(text)
        self.uids.append(uid.encode())
        self.areas.append(area_uid)

    def segment(self) -> Segment:
        keys = np.frombuffer(self.keys, dtype=np.uint32) if self.keys else np.zeros(0, dtype=np.uint32)
        slots = np.frombuffer(self.slots, dtype=np.int32) if self.slots else np.zeros(0, dtype=np.int32)
        return make_segment(keys, slots, self.texts, self.uids, self.areas)


def make_segment(
    keys: Numbers, slots: Numbers, texts: Sequence[bytes], uids: Sequence[bytes], areas: Sequence[str]
) -> Segment:
    by_key = np.argsort(keys, kind="stable")
    distinct, first = np.unique(keys[by_key], return_index=True)
    starts = np.append(first, len(keys)).astype(np.int32)
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
    names = sorted(set(areas))
    numbers = {name: number for number, name in enumerate(names)}
    uid_array = np.array(list(uids), dtype=f"S{UID_BYTES}")
    weights = weight(np.diff(starts), len(texts))
    sorted_slots = slots[by_key].astype(np.int32)
    totals = np.bincount(sorted_slots, weights=np.repeat(weights, np.diff(starts)), minlength=len(texts))
    return Segment(
        {
            "keys": distinct.astype(np.uint32),
            "starts": starts,
            "slots": sorted_slots,
            "text_starts": np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            "uids": uid_array,
            "order": np.argsort(uid_array).astype(np.int32),
            "areas": np.fromiter((numbers[one] for one in areas), dtype=np.uint16, count=len(texts)),
            "totals": totals.astype(np.float32),
            "alive": np.ones(len(texts), dtype=bool),
        },
        b"".join(texts),
        names,
    )


def weight(held_by: Any, of: int) -> Any:
    """What a feature counts: the rarer, the more."""
    return np.log1p(max(of, 1) / np.maximum(held_by, 1)).astype(np.float32)
