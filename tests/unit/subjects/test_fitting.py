"""Weights from labelled pairs, and the files they are kept in."""

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.features.subjects.fitting import fit_files
from app.features.subjects.matching import weights as kept
from app.features.subjects.matching.explaining import WORDS
from app.features.subjects.matching.fitting import FEWEST, MOST, fit
from app.features.subjects.matching.labelled import COLUMNS, measure, read_pairs
from app.features.subjects.matching.levels import MISSING
from app.features.subjects.matching.weights import FITTED, SET, Share, Weights, weights_on, write_weights
from app.kernel.errors import Refused

ON = date(2026, 11, 6)
BEFORE = weights_on(ON)
KNOWN = {
    "FAMILY": {"SAME": Share(0.8, 0.01), "LETTER": Share(0.15, 0.02), "DIFFERENT": Share(0.05, 0.97)},
    "SEX": {"SAME": Share(0.9, 0.5), "DIFFERENT": Share(0.1, 0.5)},
}


def drawn(count: int) -> Iterator[tuple[dict[str, str], bool]]:
    """Pairs of which the true shares are known; in one of ten a field is missing."""
    chance = random.Random(7)
    for number in range(count):
        same = number % 2 == 0
        levels = {}
        for field, shares in KNOWN.items():
            weights = [share.same if same else share.different for share in shares.values()]
            levels[field] = chance.choices(list(shares), weights)[0] if chance.random() > 0.1 else MISSING
        yield levels, same


def fitted(*sets: list[tuple[dict[str, str], bool]], keep: tuple[str, ...] = ()) -> Weights:
    return fit(sets, BEFORE, version=9, valid_from=ON, fitted_on="a test", keep=keep)


def test_known_weights_are_found_again() -> None:
    found = fitted(list(drawn(20_000)))
    for field, shares in KNOWN.items():
        for level, share in shares.items():
            assert found.of(field, level) == pytest.approx(share.weight, abs=0.25)
            assert found.shares[field, level].basis == FITTED
    assert (found.version, found.valid_from, found.likely) == (9, ON, BEFORE.likely)


def test_what_the_pairs_do_not_show_stays() -> None:
    pairs = list(drawn(2_000))
    found = fitted(pairs, keep=("SEX",))
    assert found.of("BIRTH", "SAME") == BEFORE.of("BIRTH", "SAME")
    assert found.of("FAMILY", "PART") == BEFORE.of("FAMILY", "PART")
    assert found.of("SEX", "DIFFERENT") == BEFORE.of("SEX", "DIFFERENT")
    assert found.of("FAMILY", "SAME") != BEFORE.of("FAMILY", "SAME")
    assert fitted(pairs[: FEWEST // 2]).shares == BEFORE.shares


def test_a_small_set_has_the_voice_of_a_large_one_and_no_field_decides_alone() -> None:
    small = [({"SEX": "SAME"}, True), ({"SEX": "DIFFERENT"}, False)] * FEWEST
    large = [({"SEX": "DIFFERENT"}, True), ({"SEX": "SAME"}, False)] * FEWEST * 50
    assert fitted(small, large).of("SEX", "SAME") == pytest.approx(0, abs=0.1)
    assert fitted(small * 5_000).of("SEX", "SAME") == pytest.approx(MOST)


def test_versions_are_written_and_the_one_in_force_is_the_latest_that_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = replace(BEFORE, version=2, valid_from=date(2027, 1, 1), likely=19.5)
    write_weights([BEFORE, later], tmp_path)
    with (tmp_path / "weight_versions.csv").open() as versions, (tmp_path / "weights.csv").open() as rows:
        found = kept.read_weights(csv.DictReader(versions), csv.DictReader(rows))
    assert [one.version for one in found] == [1, 2]
    assert found[1].likely == 19.5
    assert found[1].of("BIRTH", "SAME") == pytest.approx(BEFORE.of("BIRTH", "SAME"), abs=0.001)
    monkeypatch.setattr(kept, "every_version", lambda: found)
    assert [weights_on(day).version for day in (ON, date(2027, 1, 1))] == [1, 2]


PAIRS = [
    {"same": "yes", "a_given_names": "Ludo", "a_family_name": "Quill", "a_dob": "2010-05-04", "a_nickname": "Lu",
     "b_given_names": "Ludo", "b_family_name": "Quill", "b_dob": "2010-05-04", "b_postcode": "BA1 1AA"},
    {"same": "no", "a_given_names": "Ludo", "a_family_name": "Quill", "b_given_names": "Ada", "b_family_name": "Reed",
     "b_identifier": "7", "b_identifier_scheme": "PNC_ID"},
]  # fmt: skip


def test_a_file_of_pairs_is_read_and_measured() -> None:
    pairs = list(read_pairs(PAIRS, "pairs.csv"))
    assert [same for _one, _other, same in pairs] == [True, False]
    assert pairs[0][0].nicknames == {"lu"}
    assert pairs[1][1].identifiers == {("PNC_ID", "7")}
    found = measure(pairs, BEFORE)
    assert found.shown == found.likely == (1.0, 1.0)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"same": "perhaps"}, "pairs.csv, line 2: enter yes or no in the column same"),
        ({"same": "yes", "a_dob": "4 May"}, "pairs.csv, line 2: enter a_dob as year-month-day, or leave it empty"),
        ({"same": "yes", "Ludo Quill": ""}, "pairs.csv: take out or rename 1 columns. Known are same, a_given_names"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_tells_nothing(row: dict[str, str], message: str) -> None:
    with pytest.raises(Refused, match=message) as refused:
        list(read_pairs([row], "pairs.csv"))
    assert "Ludo" not in refused.value.message


def test_fitting_files_writes_a_version_beside_those_before(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    with file.open("w", newline="") as written:
        writer = csv.DictWriter(written, COLUMNS)
        writer.writeheader()
        writer.writerows(PAIRS * FEWEST)
    with file.open() as pairs:
        told = list(fit_files([pairs], valid_from=date(2027, 1, 1), fitted_on="a test", folder=tmp_path))
    assert len(told) == sum(map(len, WORDS.values())) + 3
    assert told[-1] == "Version 2, from 1 January 2027, fitted on 40 pairs."
    with (tmp_path / "weights.csv").open() as rows:
        bases = {(row["version"], row["basis"]) for row in csv.DictReader(rows) if row["field"] == "SEX"}
    assert bases == {("1", SET), ("2", SET)}
    assert "Quill" not in "".join(told) + (tmp_path / "weights.csv").read_text()
