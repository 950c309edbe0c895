"""Counting the rows of a monthly file of street-level crime (data.police.uk). Raises Refused at `file`.

No row is kept and none is dropped: each becomes part of a number. A crime ID that comes again is one crime.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.kernel.errors import Refused

HEADINGS = {
    "Crime ID": "id",
    "Month": "month",
    "Falls within": "force",
    "Longitude": "lon",
    "Latitude": "lat",
    "Location": "street",
    "LSOA code": "lsoa_code",
    "LSOA name": "lsoa_name",
    "Crime type": "type",
}
UNKNOWN_TYPE = "UNKNOWN"
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
SMALL_AREA = re.compile(r"[EW]01\d{6}")
DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,15})?")
LONGEST = 120
MICRO = 1_000_000


class Spot(NamedTuple):
    """Where the publisher puts crimes: a small area, and a point of a street, in millionths of a degree. Without a
    location all of it is empty."""

    lsoa_code: str = ""
    lsoa_name: str = ""
    street: str = ""
    lon: int = 0
    lat: int = 0


NOWHERE = Spot()


def columns_of(headings: Mapping[int, str]) -> dict[int, str]:
    """Which column is which, from the first row."""
    known = {fold(heading): name for heading, name in HEADINGS.items()}
    found = {number: known[folded] for number, text in headings.items() if (folded := fold(text)) in known}
    missing = [heading for heading, name in HEADINGS.items() if name not in found.values()]
    if missing:
        named = ", ".join(f"“{one}”" for one in missing)
        raise Refused(f"Choose a street-level file of data.police.uk: this one has no column {named}", field="file")
    return found


def fold(text: str) -> str:
    return " ".join(text.replace("\ufeff", "").split()).casefold()


@dataclass
class Tally:
    """`types`: code of a crime type by its folded name. The month and force are those of the first good row."""

    types: Mapping[str, str]
    month: date | None = None
    force: str = ""
    rows: int = 0
    without_location: int = 0
    without_id: int = 0
    repeated: int = 0
    """Rows whose crime ID was there above: they are the same crime."""
    not_understood: int = 0
    """Rows without a month or a crime type, or of another month or force than the others."""
    unknown_type: int = 0
    counts: Counter[tuple[Spot, str]] = field(default_factory=Counter)
    _ids: set[str] = field(default_factory=set)

    def add(self, row: Mapping[str, str]) -> None:
        self.rows += 1
        found = MONTH.fullmatch(row.get("month", ""))
        kind = fold(row.get("type", ""))
        force = " ".join(row.get("force", "").split())[:LONGEST]
        if not found or not kind or not force:
            self.not_understood += 1
            return
        month = date(int(found[1]), int(found[2]), 1)
        if self.month is None:
            self.month, self.force = month, force
        if (month, force) != (self.month, self.force):
            self.not_understood += 1
            return
        spot = spot_of(row)
        self.without_location += spot == NOWHERE
        crime = row.get("id", "")
        self.without_id += not crime
        if crime in self._ids:
            self.repeated += 1
            return
        if crime:
            self._ids.add(crime)
        code = self.types.get(kind, UNKNOWN_TYPE)
        self.unknown_type += code == UNKNOWN_TYPE
        self.counts[spot, code] += 1

    @property
    def counted(self) -> int:
        return self.counts.total()

    def check(self, on: date) -> None:
        """Raises Refused for a file that is not one month of one force, over by `on`."""
        if self.month is None:
            raise Refused(
                "Choose a file with at least one row that has a month, a force and a crime type", field="file"
            )
        if self.not_understood * 10 > self.rows:
            raise Refused(
                f"Choose a file of one month and one force: {self.not_understood:,} of {self.rows:,} rows are of "
                "another, or have no month or crime type",
                field="file",
            )
        if self.month >= on.replace(day=1):
            raise Refused(
                f"Choose a file of a month that is over: this one says {self.month:%B %Y}, which nobody can have "
                "published yet",
                field="file",
            )

    def facts(self) -> dict[str, int]:
        """The numbers that stand beside the month."""
        return {
            "rows": self.rows,
            "counted": self.counted,
            "without_location": self.without_location,
            "without_id": self.without_id,
            "repeated": self.repeated,
            "not_understood": self.not_understood,
            "unknown_type": self.unknown_type,
        }


def spot_of(row: Mapping[str, str]) -> Spot:
    """A code that is no code, or a point that is no point, is as good as none."""
    code = row.get("lsoa_code", "").upper()
    code = code if SMALL_AREA.fullmatch(code) else ""
    lon, lat = _micro(row.get("lon", ""), 180), _micro(row.get("lat", ""), 90)
    if lon is None or lat is None:
        lon, lat = 0, 0
    if not code and not (lon or lat):
        return NOWHERE
    name = " ".join(row.get("lsoa_name", "").split())[:LONGEST] if code else ""
    return Spot(code, name, " ".join(row.get("street", "").split())[:LONGEST], lon, lat)


def _micro(text: str, most: int) -> int | None:
    if not DEGREES.fullmatch(text) or abs(float(text)) > most:
        return None
    return round(float(text) * MICRO)


@dataclass(frozen=True)
class Difference:
    """Between the counts that are there and those of a file of the same month and force. `types`: code, before, after,
    of those that differ."""

    before: int
    after: int
    more: int
    fewer: int
    types: tuple[tuple[str, int, int], ...]

    @property
    def none(self) -> bool:
        return not self.more and not self.fewer


def difference(before: Mapping[tuple[Spot, str], int], after: Mapping[tuple[Spot, str], int]) -> Difference:
    changes = [after.get(key, 0) - before.get(key, 0) for key in before.keys() | after.keys()]
    was, now = _by_type(before), _by_type(after)
    return Difference(
        sum(before.values()),
        sum(after.values()),
        more=sum(one for one in changes if one > 0),
        fewer=-sum(one for one in changes if one < 0),
        types=tuple((code, was[code], now[code]) for code in sorted(was | now) if was[code] != now[code]),
    )


def _by_type(counts: Mapping[tuple[Spot, str], int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_spot, code), number in counts.items():
        found[code] += number
    return found
