"""Every place of concern somebody may see, side by side: where it is, what it comes to, and which is first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.geography import interface as geography
from app.features.incidents.interface import Happened, happened_at_each
from app.features.partnership import interface as partnership
from app.features.places.domain import priority
from app.features.places.domain.trend import Trend, of_days, windows
from app.features.places.models import PlaceProfile
from app.features.places.told import Told, told
from app.features.recorded_crime import interface as recorded_crime
from app.features.subjects.interface import Place, fold, is_home, is_kept_to_ward
from app.kernel.clock import today
from app.platform.access import SEES_RESTRICTED, Actor
from app.platform.database import db

PLACE = "PLACE"
MOST = 300
"""Places that are set side by side."""
NO_NAME = "A place shown by its ward alone"
RECENCY = ((3, "0_3"), (6, "3_6"), (12, "6_12"))
"""Months up to which a number of 3.3 counts."""


@dataclass
class Shown:
    """One place. `title` is what this reader may see of its name here; `point` is (longitude, latitude) where it may
    stand on a map."""

    case: Case
    place: Place
    profile: PlaceProfile | None
    told: Told
    happened: list[Happened]
    title: str
    kept_to_ward: bool
    point: tuple[float, float] | None
    ward: str | None
    """Its name, or what somebody typed."""
    ward_code: str | None
    lsoa: str | None
    trend: Trend
    parts: list[priority.Part]
    rank: int | None = None

    @property
    def score(self) -> float:
        return sum(part.sum for part in self.parts)

    @property
    def physical(self) -> Mapping[str, int]:
        return (self.profile.physical if self.profile else None) or self.told.physical

    @property
    def present(self) -> Mapping[str, object]:
        return (self.profile.present if self.profile else None) or self.told.present

    @property
    def children(self) -> bool | None:
        return priority.children_there(self.present)

    @property
    def guardians(self) -> list[str]:
        own = [str(one["who"]) for one in (self.profile.guardians if self.profile else ())]
        return own or self.told.guardians

    @property
    def gap(self) -> priority.Gap:
        return priority.gap(self.guardians, self.profile.sessions if self.profile else None, self.physical)


@dataclass
class Board:
    """`wards` are the boundaries that the map has, with `set` saying where they are from."""

    shown: list[Shown] = field(default_factory=list)
    wards: list[geography.Boundary] = field(default_factory=list)
    set: geography.BoundarySet | None = None
    weighted: bool = False

    def of(self, case_uid: str) -> Shown:
        return next(one for one in self.shown if one.case.uid == case_uid)


def sees_restricted(actor: Actor, case: Case) -> bool:
    return actor.is_system or actor.is_any(SEES_RESTRICTED) or case.lead_user_uid == actor.user_uid


def board(actor: Actor, also: Case | None = None) -> Board:
    """The open places, and the case that a page is about; the first in rank first."""
    area = next((one for one in partnership.list_areas() if one.uid in actor.area_uids), None)
    if area is None:
        return Board()
    found = list(cases.list_cases(actor, cases.CaseFilter(kind=PLACE), limit=MOST))
    if also is not None and also.uid not in {case.uid for case in found}:
        found.append(also)
    wards = geography.newest_set(geography.WARD, area.code)
    made = Board(set=wards, wards=list(geography.boundaries_of(wards, whole=True)))
    weights = recorded_crime.weights("violence_type")
    made.weighted = bool(weights)
    places = _Places(actor, area, found, made, weights)
    made.shown = [places.shown(case) for case in found]
    ranks = priority.ranks({one.case.uid: one.score for one in made.shown})
    for one in made.shown:
        one.rank = ranks[one.case.uid]
    made.shown.sort(key=lambda one: (one.rank or MOST + 1, one.case.reference))
    return made


class _Places:
    """What is read of all of them at once."""

    def __init__(
        self, actor: Actor, area: partnership.AreaItem, found: list[Case], made: Board, weights: Mapping[str, float]
    ) -> None:
        self.actor, self.area, self.weights = actor, area, weights
        self.today = today()
        uids = [case.uid for case in found]
        self.profiles = {row.case_uid: row for row in db.session.scalars(_profiles(uids))}
        self.entries: dict[str, list[CaseEntry]] = {}
        for entry in db.session.scalars(_entries(uids)):
            self.entries.setdefault(entry.case_uid, []).append(entry)
        since = windows(self.today).first
        self.happened = happened_at_each(actor, [case.subject_uid for case in found], since, self.today)
        self.postcodes = geography.locate_each(_place(case).postcode or "" for case in found)
        self.wards = geography.Finder(made.wards)
        self.codes = {fold(one.name): one for one in made.wards}
        self.recency = [(months, partnership.factor(f"place.recency.{name}", area.uid)) for months, name in RECENCY]
        self.steady = partnership.number("place.steady", area.uid)

    def shown(self, case: Case) -> Shown:
        place = _place(case)
        said, profile = told(self.entries.get(case.uid, ())), self.profiles.get(case.uid)
        happened = self.happened.get(case.subject_uid, [])
        kept = is_kept_to_ward(home=is_home(place.place_type), concerns=said.concerns)
        point = _point(place, profile)
        ward, code = self._ward(place, profile, point)
        located = self.postcodes.get(geography.tidy(place.postcode or ""))
        return Shown(
            case=case,
            place=place,
            profile=profile,
            told=said,
            happened=happened,
            title=place.title if not kept or sees_restricted(self.actor, case) else NO_NAME,
            kept_to_ward=kept,
            point=None if kept else point,
            ward=ward,
            ward_code=code,
            lsoa=place.details.get("lsoa") or (located.lsoa if located else None),
            trend=of_days((one.on for one in happened), self.today, self.steady),
            parts=priority.parts(happened, self.weights, self.recency, self.today),
        )

    def _ward(
        self, place: Place, profile: PlaceProfile | None, point: tuple[float, float] | None
    ) -> tuple[str | None, str | None]:
        found = self.wards.find(*point) if point else None
        if found:
            return found.name, found.code
        located = self.postcodes.get(geography.tidy(place.postcode or ""))
        typed = (profile.ward if profile else None) or place.ward or (located.ward if located else None)
        known = self.codes.get(fold(typed)) if typed else None
        return (known.name, known.code) if known else (typed, None)


def _place(case: Case) -> Place:
    assert isinstance(case.subject, Place)  # noqa: S101 - the case is about one
    return case.subject


def _profiles(case_uids: Iterable[str]) -> Select[PlaceProfile]:
    return select(PlaceProfile).where(PlaceProfile.case_uid.in_(list(case_uids)))


def _entries(case_uids: Iterable[str]) -> Select[CaseEntry]:
    wanted = CaseEntry.case_uid.in_(list(case_uids)), CaseEntry.kind.in_(["STATUS", "PROTECTIVE", "VOICE"])
    return select(CaseEntry).where(*wanted).order_by(CaseEntry.recorded_at.desc(), CaseEntry.uid)


def _point(place: Place, profile: PlaceProfile | None) -> tuple[float, float] | None:
    """Longitude and latitude, as somebody of the group set them, or the notifier said."""
    if profile is not None and profile.lon is not None and profile.lat is not None:
        return profile.lon, profile.lat
    try:
        lon, lat = float(place.details["lon"]), float(place.details["lat"])
    except (KeyError, TypeError, ValueError):
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def holidays(days: Iterable[date]) -> dict[date, bool]:
    """Whether each day is in school holidays, as the code list has them."""
    return {day: bool(partnership.code_list("school_holiday", day)) for day in {*days}}
