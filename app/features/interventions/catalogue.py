"""Fill the catalogue from its files. Safe to run again: what is there is left as it is."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select

from app.features.interventions.models import Intervention, InterventionYear
from app.features.partnership import interface as partnership
from app.platform import audit
from app.platform.database import db

audit.declare("catalogue.loaded", facts={"added"})

FOLDER = Path(__file__).parent / "reference"


def load_catalogue() -> int:
    """Add the rows of the domain reference 6.1 that are not there yet. Answers how many were added.

    A provider that has joined the partnership under the name in the catalogue is tied to its rows, also later.
    """
    there = {row.code: row for row in db.session.scalars(select(Intervention))}
    years: dict[str, list[dict[str, str]]] = {}
    for row in _rows("years"):
        years.setdefault(row["id"], []).append(row)
    added = 0
    for row in _rows("catalogue"):
        if row["id"] in there:
            continue
        there[row["id"]] = _intervention(row, years.get(row["id"], []))
        db.session.add(there[row["id"]])
        added += 1
    tied = _tie_providers(there.values())
    if added or tied:
        audit.record("catalogue.loaded", added=added)
    return added


def _intervention(row: dict[str, str], years: list[dict[str, str]]) -> Intervention:
    return Intervention(
        code=row["id"],
        name=row["name"],
        provider_name=row["provider"] or "Not stated",
        area_code=row["area"],
        kinds=row["kinds"],
        cohort=row["cohort"],
        min_age=int(row["age_min"]) if row["age_min"] else None,
        max_age=int(row["age_max"]) if row["age_max"] else None,
        mode=row["mode"],
        fund_route=row["fund_route"],
        fund_stream=row["fund_stream"],
        factors=_split(row["factors"]),
        axes=_split(row["axes"]),
        addresses=row["addresses"],
        note=row["note"],
        source=row["source"],
        years=[
            InterventionYear(year=year["year"], position=place, status=year["status"], note=year["note"])
            for place, year in enumerate(years, start=1)
        ],
    )


def _tie_providers(rows: Iterable[Intervention]) -> int:
    by_name = {agency.name.casefold(): agency.uid for agency in partnership.list_agencies()}
    tied = 0
    for row in rows:
        found = by_name.get(row.provider_name.casefold())
        if found and row.provider_agency_uid is None:
            row.provider_agency_uid = found
            tied += 1
    return tied


@dataclass(frozen=True)
class Fact:
    """Something else that is published of a row, or where its sources do not agree."""

    words: str
    source: str
    disagrees: bool


@cache
def facts() -> dict[str, tuple[Fact, ...]]:
    found: dict[str, list[Fact]] = {}
    for row in _rows("facts"):
        found.setdefault(row["id"], []).append(Fact(row["words"], row["source"], row["kind"] == "DISAGREES"))
    return {code: tuple(rows) for code, rows in found.items()}


def facts_of(code: str) -> tuple[Fact, ...]:
    return facts().get(code, ())


@cache
def outside_places() -> dict[str, str]:
    """Names of the places outside the partnership that the catalogue tells of, by code."""
    return {row["code"]: row["name"] for row in _rows("places")}


def _split(codes: str) -> list[str]:
    return [code for code in codes.split(";") if code]


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
