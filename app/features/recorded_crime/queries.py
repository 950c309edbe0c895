"""Months side by side. Public numbers: whoever may open the pages sees all of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.features.recorded_crime.models import CrimeCount, CrimeFile, CrimeSpot, HarmWeight
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Actor
from app.platform.database import db

MOST_FILES = 200


@dataclass
class Line:
    """A ward, small area, street or crime type, with its number in each month; `code` "" is where none is known."""

    code: str
    name: str
    numbers: Counter[date] = field(default_factory=Counter)
    harm: Counter[date] = field(default_factory=Counter)


def list_files(actor: Actor) -> Sequence[CrimeFile]:
    """Every file that was loaded, the newest first."""
    return db.session.scalars(select(CrimeFile).order_by(CrimeFile.loaded_at.desc()).limit(MOST_FILES)).all()


def get_file(actor: Actor, uid: str) -> CrimeFile:
    file = db.session.get(CrimeFile, uid)
    if file is None:
        raise NotFound("crime file")
    return file


def months_in_use() -> Sequence[CrimeFile]:
    """The newest month first."""
    in_use = select(CrimeFile).where(CrimeFile.in_use_for.is_not(None))
    return db.session.scalars(in_use.order_by(CrimeFile.month.desc(), CrimeFile.force)).all()


def weights(name: str, on: date | None = None) -> dict[str, float]:
    """How much each code of a list (`crime_type`, `violence_type`) counts on a day; empty when no table is loaded."""
    return {code: weight for code, (weight, _source) in _weights(name, on or today()).items()}


def sources(name: str, on: date | None = None) -> list[str]:
    """Where the weights of a list are from."""
    return sorted({source for _weight, source in _weights(name, on or today()).values()})


def _weights(name: str, on: date) -> dict[str, tuple[float, str]]:
    in_force = HarmWeight.valid_from <= on, or_(HarmWeight.valid_to.is_(None), HarmWeight.valid_to >= on)
    rows = select(HarmWeight.code, HarmWeight.weight, HarmWeight.source).where(HarmWeight.list == name, *in_force)
    return {code: (weight, source) for code, weight, source in db.session.execute(rows.order_by(HarmWeight.valid_from))}


def lines(area_code: str, by: str, months: Iterable[date], *, crime_type: str | None = None) -> list[Line]:
    """Numbers of an area by WARD, LSOA, STREET or TYPE in some months, weighted as well as plain; the largest first."""
    key, name = _KEYS[by]
    harm = weights("crime_type")
    found: dict[str, Line] = {}
    statement = _counts(key, name, area_code, months)
    if crime_type:
        statement = statement.where(CrimeCount.crime_type == crime_type)
    for code, label, month, kind, number in db.session.execute(statement):
        line = found.setdefault(code or "", Line(code or "", label or ""))
        line.numbers[month] += number
        line.harm[month] += round(number * harm.get(kind, 0))
    return sorted(found.values(), key=lambda line: (line.code == "", -line.numbers.total(), line.name))


_KEYS: dict[str, tuple[Any, Any]] = {
    "WARD": (CrimeSpot.ward_code, CrimeSpot.ward_code),
    "LSOA": (CrimeSpot.lsoa_code, CrimeSpot.lsoa_name),
    "STREET": (CrimeSpot.street, CrimeSpot.street),
    "TYPE": (CrimeCount.crime_type, CrimeCount.crime_type),
}


def _counts(key: Any, name: Any, area_code: str, months: Iterable[date]) -> Select[Any]:
    of = CrimeFile.month, CrimeCount.crime_type
    return _in_use(select(key, func.max(name), *of, func.sum(CrimeCount.number)), area_code, months).group_by(key, *of)


def _in_use(statement: Select[Any], area_code: str, months: Iterable[date]) -> Select[Any]:
    """Counts of the files in use."""
    return (
        statement.select_from(CrimeCount)
        .join(CrimeSpot, CrimeSpot.uid == CrimeCount.spot_uid)
        .join(CrimeFile, CrimeFile.uid == CrimeCount.file_uid)
        .where(CrimeFile.in_use_for.is_not(None), CrimeFile.month.in_(list(months)), CrimeSpot.area_code == area_code)
    )


def by_place(
    months: Iterable[date], *, area_code: str, wards: Iterable[str] = (), lsoas: Iterable[str] = ()
) -> dict[tuple[str, date], int]:
    """How many crimes each ward (by code) or small area has in some months, in two statements for any number."""
    found: dict[tuple[str, date], int] = {}
    for column, wanted in ((CrimeSpot.ward_code, sorted({*wards})), (CrimeSpot.lsoa_code, sorted({*lsoas}))):
        if not wanted:
            continue
        of: tuple[Any, ...] = column, CrimeFile.month, func.sum(CrimeCount.number)
        statement = _in_use(select(*of), area_code, months).where(column.in_(wanted)).group_by(column, CrimeFile.month)
        for code, month, number in db.session.execute(statement):
            if code is not None and month is not None:
                found[code, month] = int(number)
    return found
