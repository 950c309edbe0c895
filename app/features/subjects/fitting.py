"""Making a new version of the weights from files of labelled pairs."""

import csv
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from app.features.subjects.matching.explaining import LABELS
from app.features.subjects.matching.fitting import fit
from app.features.subjects.matching.labelled import levels, measure, read_pairs
from app.features.subjects.matching.weights import Weights, every_version, weights_on, write_weights
from app.kernel.clock import today

FIELDS = tuple(LABELS)


def fit_files(
    files: Iterable[TextIO], *, valid_from: date, fitted_on: str, folder: Path, keep: Collection[str] = ()
) -> Iterator[str]:
    """Fit on the pairs of `files` all but the fields to `keep`, write both files of weights into `folder`, and tell in
    lines what changed and how well the pairs are told apart. Raises Refused, and then writes nothing."""
    before = weights_on(today())
    sets = [list(read_pairs(csv.DictReader(file), Path(file.name).name)) for file in files]
    number = max(one.version for one in every_version()) + 1
    after = fit(
        [levels(pairs, before) for pairs in sets],
        before,
        version=number,
        valid_from=valid_from,
        fitted_on=fitted_on,
        keep=keep,
    )
    write_weights([*every_version(), after], folder)
    return _told(before, after, [pair for pairs in sets for pair in pairs])


def _told(before: Weights, after: Weights, pairs: list[Any]) -> Iterator[str]:
    for (field, level), share in after.shares.items():
        yield f"{field:10} {level:10} {before.of(field, level):6.1f} -> {share.weight:6.1f}  {share.basis}"
    for weights, name in ((before, "before"), (after, "after")):
        found = measure(pairs, weights)
        shown, likely = (
            f"precision {precision:.3f} recall {recall:.3f}" for precision, recall in (found.shown, found.likely)
        )
        yield f"{name:6} shown: {shown}; likely: {likely}"
    yield f"Version {after.version}, from {after.valid_from:%-d %B %Y}, fitted on {len(pairs)} pairs."
