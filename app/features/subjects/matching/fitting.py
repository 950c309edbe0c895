"""Weights fitted on pairs that people have labelled: how often each level is seen of one person, and of two. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.features.subjects.matching.levels import MISSING
from app.features.subjects.matching.weights import FITTED, Share, Weights

FEWEST = 20
"""Pairs below which a set says nothing: of a field known of both, of one person and of two; of a level, of either."""
MOST = 12.0
"""What one field may count at most for or against, by the pairs alone: names and dates of few people, or of long ago,
look rarer than those of a town."""
UNSEEN = 0.5
"""What a level that was seen of one kind of pair alone counts as in the other, in pairs."""
SAID_ALREADY = ("FAMILY", "ORDER")
"""Never fitted: names in another order are counted once, with the given names."""

Levels = Mapping[str, str]
Labelled = tuple[Levels, bool]
"""The levels of a pair, and whether it is one person."""


def fit(
    sets: Iterable[Iterable[Labelled]],
    before: Weights,
    *,
    version: int,
    valid_from: date,
    fitted_on: str,
    keep: Collection[str] = (),
) -> Weights:
    """The shares of some sets of pairs, each with an equal voice in the fields it knows.

    The fields to `keep`, and a level that no set shows often enough, keep what they had. Thresholds stay: what may be
    shown is for people to choose.
    """
    found: dict[tuple[str, str], list[Share]] = {}
    for pairs in sets:
        for key, share in _shares(pairs).items():
            if key[0] not in keep and key != SAID_ALREADY:
                found.setdefault(key, []).append(share)
    shares = {key: _mean(found[key]) if key in found else share for key, share in before.shares.items()}
    return replace(before, version=version, valid_from=valid_from, fitted_on=fitted_on, shares=shares)


def _shares(pairs: Iterable[Labelled]) -> dict[tuple[str, str], Share]:
    seen: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    for levels, same in pairs:
        seen[same].update((field, level) for field, level in levels.items() if level != MISSING)
    known = {kind: Counter[str]() for kind in seen}
    for kind, counts in seen.items():
        for (field, _level), count in counts.items():
            known[kind][field] += count
    return {
        (field, level): Share(
            same=max(seen[True][field, level], UNSEEN) / known[True][field],
            different=max(seen[False][field, level], UNSEEN) / known[False][field],
        )
        for field, level in seen[True].keys() | seen[False].keys()
        if min(known[True][field], known[False][field]) >= FEWEST
        and seen[True][field, level] + seen[False][field, level] >= FEWEST
    }


def _mean(shares: Sequence[Share]) -> Share:
    same = sum(share.same for share in shares) / len(shares)
    different = sum(share.different for share in shares) / len(shares)
    return Share(max(same, different / 2**MOST), max(different, same / 2**MOST), FITTED)
