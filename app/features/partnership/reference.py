"""The reference files: code lists, numbers, the hub, its areas, their forums and ages, as plain rows."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.features.partnership.domain import BEGINNING

FOLDER = Path(__file__).parent / "reference"
NOT_CODES = frozenset({"age_scopes", "areas", "forums", "hub", "numbers"})


@dataclass(frozen=True)
class CodeRow:
    list: str
    code: str
    label: str
    hint: str
    position: int
    valid_from: date
    valid_to: date | None
    attributes: dict[str, Any]


def code_rows() -> Iterator[CodeRow]:
    """Every code of every list, numbered within its list in the order of the file."""
    positions: dict[str, int] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        if path.stem in NOT_CODES:
            continue
        for row in rows(path.stem):
            name = row["list"]
            positions[name] = positions.get(name, 0) + 1
            yield CodeRow(
                list=name,
                code=row["code"],
                label=row["label"],
                hint=row["hint"],
                position=positions[name],
                valid_from=day(row["valid_from"]) or BEGINNING,
                valid_to=day(row["valid_to"]),
                attributes=json.loads(row["attributes"]) if row["attributes"] else {},
            )


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
