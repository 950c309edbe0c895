"""Recording what is known of a place and done about it. Those who run the month, while the case is open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from app.features.cases import interface as cases
from app.features.cases.interface import Case, EntryDraft
from app.features.partnership import interface as partnership
from app.features.places.domain import grid as grids
from app.features.places.domain import powers, rounds
from app.features.places.domain.rounds import Step
from app.features.places.models import PlacePower, PlaceProfile, PlaceRound
from app.features.subjects.interface import Place, is_home
from app.kernel.clock import today
from app.kernel.errors import NotFound, NotPermitted, Refused, Stale
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("place.times_recorded", facts={"total"})
audit.declare("place.situation_recorded")
audit.declare("place.view_recorded")
audit.declare("place.power_recorded", facts={"code"})
audit.declare("place.power_ended", facts={"code"})
audit.declare("place.problem_step", facts={"step", "round"})


def _check(actor: Actor, case: Case) -> Place:
    if not actor.is_system and not actor.may(Permission.CASE_MANAGE):
        raise NotPermitted("places")
    if not isinstance(case.subject, Place):
        raise NotFound("place")
    cases.check_open(case)
    return case.subject


def _profile(actor: Actor, case: Case, ver: int | None) -> PlaceProfile:
    """The row of the case, held until the end of the transaction; a new one when nothing was recorded yet. `ver` is the
    version somebody was looking at, 0 for none. Raises Stale when it is another by now."""
    db.session.scalar(select(Case.uid).where(Case.uid == case.uid).with_for_update())
    there = db.session.scalar(select(PlaceProfile).where(PlaceProfile.case_uid == case.uid))
    if ver is not None and ver != (there.ver if there else 0):
        raise Stale(case.reference)
    if there is not None:
        return there
    row = PlaceProfile(**_sealed(actor, case), grid=[], seasons={}, present={}, physical={}, guardians=[])
    db.session.add(row)
    return row


def _sealed(actor: Actor, case: Case) -> dict[str, object]:
    return {
        "uid": new_uid(),
        "key_uid": case.subject_uid,
        "area_uid": case.area_uid,
        "agency_uid": actor.agency_uid,
        "case_uid": case.uid,
    }


def record_times(
    *,
    actor: Actor,
    case: Case,
    grid: Sequence[Sequence[int]],
    basis: str,
    seasons: Mapping[str, int | None],
    ver: int | None = None,
) -> None:
    """Keep the hours of the week as somebody typed them, with what was counted. Raises Refused, and Stale when somebody
    else recorded something since `ver`."""
    _check(actor, case)
    if [len(day) for day in grid] != [len(grids.HOURS)] * len(grids.DAYS):
        raise Refused("Enter numbers for seven days")
    if any(not 0 <= number <= grids.MOST for day in grid for number in day):
        raise Refused(f"Enter numbers between 0 and {grids.MOST}")
    if grids.total(grid) and not basis.strip():
        raise Refused("Enter what was counted, and over which time", field="basis")
    row = _profile(actor, case, ver)
    row.grid = [list(day) for day in grid] if grids.total(grid) else []
    row.grid_basis, row.grid_on = basis.strip() or None, today()
    row.seasons = {code: number for code, number in seasons.items() if number is not None}
    db.session.flush()
    audit.record("place.times_recorded", row, total=grids.total(grid))


def record_situation(
    *,
    actor: Actor,
    case: Case,
    ward: str = "",
    lat: float | None = None,
    lon: float | None = None,
    present: Mapping[str, int | None],
    physical: Mapping[str, int | None],
    guardians: Iterable[Mapping[str, str]],
    sessions: int | None,
    minutes: int | None,
    coverage_note: str = "",
    ver: int | None = None,
) -> None:
    """Keep where a place is, what it is like, who is there and who looks after it. A home has no point. PR-12.

    Raises Refused, and Stale when somebody else recorded something since `ver`.
    """
    place = _check(actor, case)
    if (lat is None) != (lon is None):
        raise Refused("Enter both latitude and longitude, or neither", field="lat" if lat is None else "lon")
    if lat is not None and is_home(place.place_type):
        raise Refused("Leave the point out: a home is shown by its ward alone", field="lat", rule="PR-12")
    if (sessions is None) != (minutes is None):
        named = "sessions" if sessions is None else "minutes"
        raise Refused("Enter how many sessions a week and how long each is, or neither", field=named)
    row = _profile(actor, case, ver)
    row.ward, row.lat, row.lon = ward.strip() or None, lat, lon
    row.present = {band: number for band, number in present.items() if number is not None}
    row.physical = {code: score for code, score in physical.items() if score is not None}
    row.guardians = [{"who": one["who"], "contact": one.get("contact") or ""} for one in guardians if one.get("who")]
    row.sessions, row.minutes, row.coverage_note = sessions, minutes, coverage_note.strip() or None
    db.session.flush()
    audit.record("place.situation_recorded", row)


def record_view(*, actor: Actor, case: Case, method: str, on: date, number: int, summary: str) -> None:
    """What young people say about the place: an entry of the case, so that everybody on it reads it there too."""
    _check(actor, case)
    if on > today():
        raise Refused("Enter a day that is not in the future", field="on")
    if not summary.strip() or not method.strip():
        raise Refused("Enter what they say and how they were asked", field="summary")
    details = {"whose": "young_people", "text": summary.strip(), "method": method.strip(), "n": number}
    draft = EntryDraft("VOICE", details, happened_on=on, agency_uid=actor.agency_uid)
    cases.add_entries(actor=actor, case=case, drafts=[draft])
    audit.record("place.view_recorded", case)


def record_power(
    *, actor: Actor, case: Case, code: str | None, starts_on: date, ends_on: date | None, note: str = ""
) -> PlacePower:
    """A power or tool in force at the place. The same sent twice is one."""
    _check(actor, case)
    if not code or not partnership.is_code("rules_in_force", code):
        raise Refused("Select what is in force", field="code")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("Enter a last day that is not before the first", field="ends_on")
    there = db.session.scalar(
        select(PlacePower).where(
            PlacePower.case_uid == case.uid,
            PlacePower.code == code,
            PlacePower.starts_on == starts_on,
            PlacePower.ended_on.is_(None),
        )
    )
    if there is not None:
        if there.ends_on != ends_on:
            raise Refused("End the one that is recorded from this day on first", field="starts_on")
        return there
    row = PlacePower(**_sealed(actor, case), code=code, starts_on=starts_on, ends_on=ends_on, note=note.strip() or None)
    db.session.add(row)
    db.session.flush()
    audit.record("place.power_recorded", row, code=code)
    return row


def end_power(*, actor: Actor, case: Case, power: PlacePower, on: date) -> None:
    """It ends before its last day, or on one that was not known."""
    _check(actor, case)
    if power.ended_on == on:
        return
    last = powers.last_day(power)
    if on < power.starts_on or on > today() or (last is not None and on > last):
        raise Refused("Enter a day from its first to today, and not after its last", field="on")
    power.ended_on = on
    audit.record("place.power_ended", power, code=power.code)


def begin_round(*, actor: Actor, case: Case, on: date, text: str, measure: str, before: int) -> PlaceRound:
    """Scan: what the problem is, what is measured and where it stands. One round at a time."""
    _check(actor, case)
    db.session.scalar(select(Case.uid).where(Case.uid == case.uid).with_for_update())
    under_way = db.session.scalar(
        select(PlaceRound).where(PlaceRound.case_uid == case.uid, PlaceRound.assessed_on.is_(None))
    )
    if under_way is not None:
        if (under_way.scan, under_way.scanned_on) == (text.strip(), on):
            return under_way  # sent twice
        raise Refused("Assess the round that is under way before a new one begins", field="text")
    if not text.strip() or not measure.strip():
        raise Refused("Enter the problem, and what is measured", field="text")
    last = db.session.scalar(select(func.max(PlaceRound.number)).where(PlaceRound.case_uid == case.uid)) or 0
    row = PlaceRound(
        **_sealed(actor, case),
        number=last + 1,
        scanned_on=on,
        scan=text.strip(),
        measure=measure.strip(),
        before=before,
    )
    rounds.check_day(row, Step.SCAN, on, today())
    db.session.add(row)
    db.session.flush()
    audit.record("place.problem_step", row, step=Step.SCAN, round=row.number)
    return row


def take_step(
    *, actor: Actor, case: Case, round_: PlaceRound, step: Step, on: date, text: str, after: int | None = None
) -> None:
    """Analyse, respond or assess; the same sent twice is once. Raises Stale when another step is next by now."""
    _check(actor, case)
    if _taken(round_, step) == (text.strip(), on):
        return
    if rounds.next_step(round_) is not step:
        raise Stale("round")
    rounds.check_day(round_, step, on, today())
    if not text.strip():
        raise Refused("Enter what was found or done", field="text")
    if step is Step.ASSESS and after is None:
        raise Refused("Enter the same measure now", field="after")
    match step:
        case Step.ANALYSE:
            round_.analyse, round_.analysed_on = text.strip(), on
        case Step.RESPOND:
            round_.respond, round_.responded_on = text.strip(), on
        case _:
            round_.assess, round_.assessed_on, round_.after = text.strip(), on, after
    db.session.flush()
    audit.record("place.problem_step", round_, step=step, round=round_.number)


def _taken(round_: PlaceRound, step: Step) -> tuple[str | None, date | None]:
    match step:
        case Step.ANALYSE:
            return round_.analyse, round_.analysed_on
        case Step.RESPOND:
            return round_.respond, round_.responded_on
        case _:
            return round_.assess, round_.assessed_on
