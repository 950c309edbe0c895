"""What each level of each field counts: data of `reference/weights.csv`, in versions with a first day.

`same` is the share of pairs of one person that have the level, of those in which the field is known of both, and
`different` the share of pairs of two people. What a level counts is the logarithm of their ratio: 1 doubles the odds.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import log2
from pathlib import Path

from app.features.subjects.matching.levels import MISSING

REFERENCE = Path(__file__).parent.parent / "reference"
WEIGHTS, VERSIONS = REFERENCE / "weights.csv", REFERENCE / "weight_versions.csv"
WEIGHT_COLUMNS = ("version", "field", "level", "same", "different", "basis")
VERSION_COLUMNS = ("version", "valid_from", "likely", "possible", "fitted_on")


FITTED, SET = "fitted", "set"
"""Whether a share was counted in labelled pairs, or set by somebody who knows how such facts go wrong."""


@dataclass(frozen=True)
class Share:
    same: float
    different: float
    basis: str = SET

    @property
    def weight(self) -> float:
        return log2(self.same / self.different)


@dataclass(frozen=True)
class Weights:
    """One version. `likely` and `possible`: the sums from which a pair is likely, or worth showing."""

    version: int
    valid_from: date
    likely: float
    possible: float
    fitted_on: str
    shares: Mapping[tuple[str, str], Share]
    """By field and level."""

    def of(self, field: str, level: str) -> float:
        """Nothing where one of the two says nothing."""
        return 0.0 if level == MISSING else self.shares[field, level].weight

    def total(self, levels: Mapping[str, str]) -> float:
        return sum(self.of(field, level) for field, level in levels.items())


def read_weights(versions: Iterable[Mapping[str, str]], rows: Iterable[Mapping[str, str]]) -> list[Weights]:
    """Every version, from the rows of the two files."""
    shares: dict[int, dict[tuple[str, str], Share]] = {}
    for row in rows:
        share = Share(float(row["same"]), float(row["different"]), row["basis"])
        shares.setdefault(int(row["version"]), {})[row["field"], row["level"]] = share
    return [
        Weights(
            version=int(one["version"]),
            valid_from=date.fromisoformat(one["valid_from"]),
            likely=float(one["likely"]),
            possible=float(one["possible"]),
            fitted_on=one["fitted_on"],
            shares=shares[int(one["version"])],
        )
        for one in versions
    ]


@cache
def every_version() -> list[Weights]:
    """As the files had them when the process started."""
    with VERSIONS.open(encoding="utf-8", newline="") as versions, WEIGHTS.open(encoding="utf-8", newline="") as rows:
        return read_weights(csv.DictReader(versions), csv.DictReader(rows))


def weights_on(day: date) -> Weights:
    """The version in force: of those that have begun, the latest."""
    return max((one for one in every_version() if one.valid_from <= day), key=lambda one: (one.valid_from, one.version))


def write_weights(versions: Iterable[Weights], folder: Path) -> None:
    """Both files anew, as `every_version` reads them."""
    versions = list(versions)
    with (folder / VERSIONS.name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(VERSION_COLUMNS)
        writer.writerows(
            (one.version, one.valid_from, f"{one.likely:g}", f"{one.possible:g}", one.fitted_on) for one in versions
        )
    with (folder / WEIGHTS.name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(WEIGHT_COLUMNS)
        for one in versions:
            writer.writerows(
                (one.version, field, level, f"{share.same:.6g}", f"{share.different:.6g}", share.basis)
                for (field, level), share in one.shares.items()
            )
