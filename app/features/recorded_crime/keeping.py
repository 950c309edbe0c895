"""The counts of a file, and where its spots are."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from app.features.geography import interface as geography
from app.features.partnership import interface as partnership
from app.features.recorded_crime import reference
from app.features.recorded_crime.domain.street import MICRO, Spot, Tally
from app.features.recorded_crime.models import CrimeCount, CrimeFile, CrimeSpot
from app.kernel.references import new_uid
from app.platform.database import db

AT_ONCE = 2_000
Counts = dict[tuple[Spot, str], int]


def keep_counts(file: CrimeFile, tally: Tally) -> None:
    spots = _spots({spot for spot, _code in tally.counts})
    rows = [
        {"file_uid": file.uid, "spot_uid": spots[spot], "crime_type": code, "number": number}
        for (spot, code), number in tally.counts.items()
    ]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(CrimeCount), rows[start : start + AT_ONCE])


def counts_of(file_uid: str) -> Counts:
    """What is kept of a file, as its tally had it."""
    statement = (
        select(
            CrimeSpot.lsoa_code,
            CrimeSpot.lsoa_name,
            CrimeSpot.street,
            CrimeSpot.lon,
            CrimeSpot.lat,
            CrimeCount.crime_type,
            CrimeCount.number,
        )
        .join(CrimeSpot, CrimeSpot.uid == CrimeCount.spot_uid)
        .where(CrimeCount.file_uid == file_uid)
    )
    return {(Spot(*row[:5]), row[5]): row[6] for row in db.session.execute(statement)}


def forget_counts(file: CrimeFile) -> None:
    db.session.execute(delete(CrimeCount).where(CrimeCount.file_uid == file.uid))


def _spots(wanted: set[Spot]) -> dict[Spot, str]:
    """The uid of each; new ones are added, in the ward they are in."""
    columns = CrimeSpot.lsoa_code, CrimeSpot.lsoa_name, CrimeSpot.street, CrimeSpot.lon, CrimeSpot.lat, CrimeSpot.uid
    known = {Spot(*row[:5]): row[5] for row in db.session.execute(select(*columns))}
    places, wards = reference.places(), _Wards()
    rows = []
    for spot in wanted - known.keys():
        area = reference.area_of(spot.lsoa_name, places)
        known[spot] = new_uid()
        rows.append(
            spot._asdict()
            | {"uid": known[spot], "area_code": area, "ward_code": wards.of(area, spot.lon / MICRO, spot.lat / MICRO)}
        )
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(CrimeSpot), rows[start : start + AT_ONCE])
    return known


class _Wards:
    """The newest wards of each area, read when they are first asked for."""

    def __init__(self) -> None:
        self._finders: dict[str, geography.Finder] = {}

    def of(self, area_code: str, lon: float, lat: float) -> str | None:
        if not area_code or not (lon or lat):
            return None
        if area_code not in self._finders:
            self._finders[area_code] = geography.finder(geography.newest_set(geography.WARD, area_code))
        found = self._finders[area_code].find(lon, lat)
        return found.code if found else None


def find_wards_again() -> None:
    """New boundaries came: every spot is looked up anew."""
    wards = _Wards()
    codes = [area.code for area in partnership.list_areas()]
    for spot in _of_areas(codes):
        ward = wards.of(spot.area_code, spot.lon / MICRO, spot.lat / MICRO)
        if spot.ward_code != ward:
            spot.ward_code = ward


def _of_areas(codes: Iterable[str]) -> Iterable[CrimeSpot]:
    return db.session.scalars(select(CrimeSpot).where(CrimeSpot.area_code.in_(list(codes)))).all()


geography.when_imported("recorded_crime", find_wards_again)
