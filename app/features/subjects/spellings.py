"""Short forms and other spellings of given names."""

import csv
from functools import cache
from pathlib import Path

from app.kernel.folding import fold
from app.platform.identity import Spellings

NAMES = Path(__file__).parent / "reference" / "names.csv"


@cache
def spellings() -> Spellings:
    """Of `reference/names.csv`."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return Spellings({fold(row["name"]): map(fold, row["also"].split()) for row in csv.DictReader(file)})
