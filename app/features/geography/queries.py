"""Which boundaries there are, and which of them a point or a postcode is in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.features.geography.domain import shapes
from app.features.geography.models import Boundary, BoundarySet, Postcode
from app.platform.database import db

WARD, LSOA = "WARD", "LSOA"


@dataclass(frozen=True)
class Located:
    """Where a postcode or a point is: the name of the ward and the code of the small area, as far as they are known."""

    ward: str | None = None
    lsoa: str | None = None


class Finder:
    """Finds the boundary of many points; the boundaries are read once."""

    def __init__(self, boundaries: Iterable[Boundary]) -> None:
        self._all = [(shapes.Box(one.west, one.south, one.east, one.north), one) for one in boundaries]
        self._known: dict[tuple[float, float], Boundary | None] = {}

    def find(self, lon: float, lat: float) -> Boundary | None:
        point = (lon, lat)
        if point not in self._known:
            near = (one for box, one in self._all if box.holds(lon, lat))
            self._known[point] = next((one for one in near if shapes.holds(one.shape, lon, lat)), None)
        return self._known[point]


def list_sets() -> Sequence[BoundarySet]:
    return db.session.scalars(
        select(BoundarySet).order_by(BoundarySet.kind, BoundarySet.area_code, BoundarySet.vintage.desc())
    ).all()


def newest_set(kind: str, area_code: str) -> BoundarySet | None:
    """The newest boundaries of a kind that cover an area: its own, before those of the whole hub of the same age."""
    return db.session.scalar(
        select(BoundarySet)
        .where(BoundarySet.kind == kind, BoundarySet.area_code.in_([area_code, ""]))
        .order_by(BoundarySet.vintage.desc(), BoundarySet.area_code.desc())
        .limit(1)
    )


def boundaries_of(found: BoundarySet | None, *, whole: bool = False) -> Sequence[Boundary]:
    """By name, with their outlines alone; `whole`: with what a finder needs as well."""
    if found is None:
        return ()
    statement = select(Boundary).where(Boundary.set_uid == found.uid).order_by(Boundary.name)
    return db.session.scalars(statement.options(undefer(Boundary.shape)) if whole else statement).all()


def finder(found: BoundarySet | None) -> Finder:
    return Finder(boundaries_of(found, whole=True))


def known_small_areas() -> set[str]:
    """Codes of every small area that has a boundary, of whatever vintage."""
    of_kind = select(BoundarySet.uid).where(BoundarySet.kind == LSOA)
    return set(db.session.scalars(select(Boundary.code).where(Boundary.set_uid.in_(of_kind))))


def tidy(postcode: str) -> str:
    return "".join(postcode.split()).upper()[:8]


def locate(
    area_code: str, *, postcode: str | None = None, lon: float | None = None, lat: float | None = None
) -> Located:
    """Where something is: by its point where there is one, else by the table of postcodes."""
    if lon is not None and lat is not None:
        ward = finder(newest_set(WARD, area_code)).find(lon, lat)
        small = finder(newest_set(LSOA, area_code)).find(lon, lat)
        if ward or small:
            return Located(ward.name if ward else None, small.code if small else None)
    row = db.session.get(Postcode, tidy(postcode)) if postcode else None
    return Located(row.ward or None, row.lsoa or None) if row else Located()


def locate_each(postcodes: Iterable[str]) -> dict[str, Located]:
    """The same by postcode, of many at once."""
    wanted = {tidy(one) for one in postcodes}
    rows = db.session.scalars(select(Postcode).where(Postcode.postcode.in_(sorted(wanted)))) if wanted else ()
    return {row.postcode: Located(row.ward or None, row.lsoa or None) for row in rows}
