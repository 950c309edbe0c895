"""Fill in the figures of the documents. Safe to run again: what is there is left as it is."""

import csv
from pathlib import Path

from sqlalchemy import select

from app.features.funding.domain.sums import check_parts
from app.features.funding.models import Allocation, Grant
from app.features.partnership import interface as partnership
from app.kernel.days import day_of
from app.kernel.money import pence_of
from app.platform import audit
from app.platform.database import db

audit.declare("funding.figures_loaded", facts={"added"})

FOLDER = Path(__file__).parent / "reference"


def load_figures() -> int:
    """Add the figures of the domain reference 6.6 that are not there yet. Answers how many rows were added."""
    there = set(db.session.scalars(select(Grant.code).where(Grant.code.is_not(None))))
    added = 0
    shares: dict[str, list[dict[str, str]]] = {}
    for row in _rows("shares"):
        shares.setdefault(row["code"], []).append(row)
    for row in _rows("figures"):
        if row["code"] in there:
            continue
        grant = _grant(row)
        grant.allocations = [_share(place, one) for place, one in enumerate(shares.get(row["code"], []), start=1)]
        if grant.allocations:
            check_parts(grant.amount or 0, [one.amount for one in grant.allocations])
        db.session.add(grant)
        added += 1 + len(grant.allocations)
    if added:
        db.session.flush()
        audit.record("funding.figures_loaded", added=added)
    return added


def _grant(row: dict[str, str]) -> Grant:
    starts_on, ends_on = day_of(row["starts_on"]), day_of(row["ends_on"])
    if starts_on is None or ends_on is None:
        raise ValueError(f"{row['code']} needs its first and last day")
    return Grant(
        code=row["code"],
        place=row["place"],
        name=row["name"],
        source=row["source"],
        amount=pence_of(row["amount"]),
        core_amount=pence_of(row["core"]),
        match_year=int(row["match_year"]) if row["match_year"] else None,
        starts_on=starts_on,
        ends_on=ends_on,
        note=row["note"],
        cited=row["cited"],
    )


def _share(place: int, row: dict[str, str]) -> Allocation:
    amount = pence_of(row["amount"])
    if amount is None:
        raise ValueError(f"a share of {row['code']} has no amount")
    return Allocation(to_area_uid=partnership.area_by_code(row["area"]).uid, position=place, amount=amount)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
