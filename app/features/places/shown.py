"""What the page of a place shows, put together for its template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.partnership import interface as partnership
from app.features.places import queries
from app.features.places.board import Shown, holidays
from app.features.places.domain import grid as grids
from app.features.places.domain import powers, rounds
from app.features.places.domain.trend import Trend, months_back, of_months
from app.features.places.models import PlacePower, PlaceRound
from app.features.recorded_crime import interface as recorded_crime
from app.kernel.clock import today

YEAR = 12


@dataclass(frozen=True)
class Week:
    """A grid to draw, with what it comes to."""

    title: str
    basis: str
    grid: grids.Grid
    shades: list[list[int]]
    bands: list[tuple[grids.Band, int]]
    busiest: list[tuple[str, int, int]]
    total: int


@dataclass(frozen=True)
class Times:
    weeks: list[Week]
    without_time: int
    """Incidents of the year whose hour nobody knows."""
    seasons: list[tuple[str, int]]
    told: list[tuple[str, int]]
    """Numbers of the notification, by band or time of the year."""


def bands() -> list[grids.Band]:
    return [
        grids.Band(item.code, item.label, item.attributes["from_hour"], item.attributes["to_hour"])
        for item in partnership.code_list("time_band")
    ]


def times(one: Shown) -> Times:
    """The typed grid before the counted one; what neither knows is what the notification said."""
    profile, known = one.profile, bands()
    since = months_back(today(), YEAR)
    happened = [item for item in one.happened if item.on > since]
    counted, without_time = grids.counted(happened)
    weeks = []
    if profile is not None and profile.grid:
        basis = f"{profile.grid_basis}. Typed on {profile.grid_on:%-d %B %Y}" if profile.grid_on else ""
        weeks.append(_week("As it was typed", basis, profile.grid, known))
    if grids.total(counted):
        number = grids.total(counted)
        basis = f"{number} incident{'s' if number != 1 else ''} of the last 12 months that you may see"
        weeks.append(_week("Counted from incidents", basis, counted, known))
    return Times(weeks, without_time, _seasons(one, happened), list(_told(one, known)))


def _week(title: str, basis: str, grid: grids.Grid, known: list[grids.Band]) -> Week:
    return Week(
        title, basis, grid, grids.shades(grid), grids.by_band(grid, known), grids.busiest(grid), grids.total(grid)
    )


def _seasons(one: Shown, happened: list[Any]) -> list[tuple[str, int]]:
    """As typed; counted from incidents where nobody typed any."""
    typed = one.profile.seasons if one.profile else {}
    if typed:
        return [(partnership.code_label("time_of_year", code), int(number)) for code, number in typed.items()]
    if not happened:
        return []
    term, holiday = grids.by_season(happened, holidays(item.on for item in happened))
    return [
        (partnership.code_label("time_of_year", "term"), term),
        (partnership.code_label("time_of_year", "holiday"), holiday),
    ]


def _told(one: Shown, known: list[grids.Band]) -> Iterator[tuple[str, int]]:
    names = {band.code: band.name for band in known}
    names |= {item.code: item.label for item in partnership.code_list("time_of_year")}
    for code, number in one.told.pattern.items():
        if code in names and isinstance(number, int):
            yield names[code], number


@dataclass(frozen=True)
class Near:
    """Recorded crime in the ward or small area of a place, up to its newest month."""

    where: str
    newest: date
    trend: Trend


def crime_near(one: Shown, area_code: str) -> list[Near]:
    """Nothing when no three months in a row are loaded, or nobody knows the ward."""
    months = sorted({file.month for file in recorded_crime.months_in_use() if file.month})
    wanted = [(one.ward_code, one.ward), (one.lsoa, f"small area {one.lsoa}")]
    found = []
    if months and (one.ward_code or one.lsoa):
        counts = recorded_crime.by_place(
            months,
            area_code=area_code,
            wards=[one.ward_code] if one.ward_code else [],
            lsoas=[one.lsoa] if one.lsoa and not one.kept_to_ward else [],
        )
        for code, name in wanted:
            mine = {month: number for (of, month), number in counts.items() if of == code}
            made = of_months(mine, months, partnership.number("place.steady", one.case.area_uid)) if mine else None
            if made is not None:
                found.append(Near(str(name), *made))
    return found


def facts(one: Shown) -> list[tuple[str, str]]:
    """What the place itself is like, and who is there, as lines."""
    scale = ("none or very poor", "poor", "fair", "good")
    lines = [
        (partnership.code_label("physical_feature", code), scale[value] if value in range(4) else str(value))
        for code, value in one.physical.items()
    ]
    lines += [(f"People aged {band}", str(value)) for band, value in one.present.items() if value not in (None, "")]
    return lines


@dataclass(frozen=True)
class ShownRound:
    row: PlaceRound
    steps: list[tuple[str, date | None, str | None]]
    next: str | None
    change: str | None


def rounds_of(case_uid: str) -> list[ShownRound]:
    return [_round(row) for row in queries.list_rounds(case_uid)]


def _round(row: PlaceRound) -> ShownRound:
    step = rounds.next_step(row)
    told = (
        (rounds.Step.SCAN, row.scanned_on, row.scan),
        (rounds.Step.ANALYSE, row.analysed_on, row.analyse),
        (rounds.Step.RESPOND, row.responded_on, row.respond),
        (rounds.Step.ASSESS, row.assessed_on, row.assess),
    )
    return ShownRound(
        row,
        [(rounds.SHORT[one], on, text) for one, on, text in told],
        rounds.SHORT[step] if step else None,
        rounds.change(row.before, row.after) if row.after is not None else None,
    )


@dataclass(frozen=True)
class ShownPower:
    row: PlacePower
    name: str
    status: powers.Status
    words: str
    colour: str
    last: date | None


def powers_of(case_uid: str, area_uid: str) -> list[ShownPower]:
    """Those in force first."""
    warn = partnership.number("place.power_warning", area_uid)
    shown = []
    for row in queries.list_powers(case_uid):
        status = powers.status_of(row, today(), warn)
        name = partnership.code_label("rules_in_force", row.code)
        shown.append(ShownPower(row, name, status, powers.NAMES[status], powers.COLOURS[status], powers.last_day(row)))
    return sorted(shown, key=lambda one: one.status is powers.Status.ENDED)
