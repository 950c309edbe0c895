"""Wards, postcodes and months of recorded crime of the project's own. None of it is real, and all of it says so."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from app.features.demonstration.month import OWN
from app.features.geography import interface as geography
from app.features.recorded_crime import interface as recorded_crime
from app.kernel.clock import local
from app.platform.access import Actor, acting_as, system_actor
from app.platform.database import db

SOURCE = "Invented for the demonstration"
ATTRIBUTION = "Fictional boundaries: no ward here is real."
FORCE = "Fictional Constabulary"
MONTHS = (1, 2, 3, 4, 5, 6, 13)
"""How many months ago: half a year, and the newest a year before."""
SPOTS = (
    ("Example Row", "E01999001", -2.525, 51.315),
    ("Lantern Park", "E01999002", -2.415, 51.318),
    ("Sample Street", "E01999003", -2.303, 51.315),
    ("Pattern Lane", "E01999004", -2.524, 51.405),
    ("Specimen Square", "E01999005", -2.414, 51.407),
    ("Instance Way", "E01999006", -2.304, 51.406),
)
USUAL = (
    ("Violence and sexual offences", 6),
    ("Anti-social behaviour", 3),
    ("Robbery", 1),
    ("Possession of weapons", 1),
    ("Shoplifting", 2),
    ("Criminal damage and arson", 1),
)
HEADINGS = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
            "LSOA name", "Crime type", "Last outcome category", "Context")  # fmt: skip


def load(area_code: str, job: str, now: datetime) -> None:
    with acting_as(system_actor(job, frozenset())) as actor:
        recorded_crime.load_proposed_harm(actor=actor)
        geography.import_boundaries(
            actor=actor,
            data=(OWN / "wards.geojson").read_bytes(),
            kind=geography.WARD,
            vintage=str(local(now).year),
            area_code=area_code,
            source=SOURCE,
            attribution=ATTRIBUTION,
        )
        geography.import_postcodes(actor=actor, data=(OWN / "postcodes.csv").read_bytes())
        for ago in MONTHS:
            _load_month(actor, month_before(local(now).date(), ago), ago)
        db.session.commit()


def month_before(day: date, ago: int) -> date:
    """The first day of the month so many months before that of a day."""
    number = day.year * 12 + day.month - 1 - ago
    return date(number // 12, number % 12 + 1, 1)


def _load_month(actor: Actor, month: date, ago: int) -> None:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(HEADINGS)
    writer.writerows(_rows(f"{month:%Y-%m}", ago))
    data = held.getvalue().encode()
    file, new = recorded_crime.take_in(actor=actor, data=data)
    if new:
        recorded_crime.read_file(file, data)


def _rows(month: str, ago: int) -> Iterator[tuple[object, ...]]:
    """About a hundred, more by the park of late; some without location and some without a crime ID."""
    number = 0
    for spot, (street, small_area, lon, lat) in enumerate(SPOTS):
        name = f"Bath and North East Somerset 90{spot + 1}F"
        for kind, (crime, usual) in enumerate(USUAL):
            more = 4 - ago if street == "Lantern Park" and ago < 4 and kind < 2 else 0
            for _one in range(usual + more + (spot + 2) * (kind + 3) * (ago + 5) % 7 % 4 * (kind < 3)):
                number += 1
                crime_id = "" if crime.startswith("Anti") else f"fictional-{month}-{number}"
                yield crime_id, month, FORCE, FORCE, lon, lat, f"On or near {street}", small_area, name, crime, "", ""
    for kind in range(5):
        yield f"fictional-{month}-x{kind}", month, FORCE, FORCE, "", "", "No location", "", "", USUAL[kind][0], "", ""
