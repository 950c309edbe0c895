"""Loading the demonstration year: once, into a demonstration alone."""

from datetime import timedelta

from sqlalchemy import select

from app.features.accounts.models import User, UserRole
from app.features.demonstration.year import delivering
from app.features.demonstration.year.planning import plan
from app.features.demonstration.year.shapes import DAYS, Runs, Year
from app.features.demonstration.year.writing import Say, Stage, of_courses, of_people, written
from app.features.funding.models import Grant
from app.features.interventions import interface as interventions
from app.features.interventions.models import Intervention
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Role, acting_as, system_actor
from app.platform.database import db, refresh_statistics
from app.platform.demonstration import is_demonstration

JOB = "demonstration year"
PEOPLE, SESSIONS, CONTACTS, SEED = 600, 9_000, 15_000, 2026
PLACES, MEETINGS = 40, 12
"""What the catalogue is given where it does not say: places, and sessions planned for one person."""
OPEN_KINDS, CAMPAIGN = frozenset({"UNI", "PLC", "WRK", "RES"}), "CMP"


def load_year(
    *,
    area_code: str = "BNES",
    seed: int = SEED,
    people: int = PEOPLE,
    sessions: int = SESSIONS,
    contacts: int = CONTACTS,
    say: Say = lambda _line: None,
) -> Year:
    """A year of activity up to yesterday, of every intervention of an area; committed as it goes.

    The same seed gives the same figures. Raises Refused outside a demonstration, when a year is there already, or when
    nobody delivers anything: load the month first.
    """
    with acting_as(system_actor(JOB, partnership.every_area_uid())):
        if not is_demonstration():
            raise Refused("Load the year into a demonstration only: this database is not one")
        area = partnership.area_by_code(area_code)
        if db.session.scalar(select(Grant.uid).where(Grant.name.startswith(delivering.GRANT)).limit(1)):
            raise Refused("Start with a new demonstration: a year was loaded into this one")
        stage = _set_up(area.uid, area_code)
    year = plan(
        [_runs(row) for row in stage.interventions.values()],
        begins=today() - timedelta(days=DAYS), seed=seed, persons=people, sessions=sessions, contacts=contacts,
    )  # fmt: skip
    with acting_as(system_actor(JOB, frozenset({area.uid}))):
        _keep_plans(stage)
        written(of_people(stage, year), say, "rows of people")
        written(of_courses(stage, year), say, "rows of referrals and measures")
        written(delivering.of_sessions(stage, year), say, "rows of sessions, attendance and contacts")
        written(delivering.of_money(stage, year), say, "rows of money")
        refresh_statistics()
        db.session.commit()
    return year


def _runs(row: Intervention) -> Runs:
    kinds = set(row.kind_codes)
    if CAMPAIGN in kinds:
        return Runs(row.code, "CAMPAIGN")
    if not interventions.takes_named_people(row) or (kinds & OPEN_KINDS and "outreach" in row.mode.casefold()):
        return Runs(row.code, "OPEN")
    mode = row.mode.casefold()
    grouped = "group" in mode and "one to one" not in mode
    return Runs(row.code, "GROUP" if grouped else "ONE", parents="PAR" in kinds)


def _set_up(area_uid: str, area_code: str) -> Stage:
    """Who tells, records and delivers: the agencies and accounts that are there."""
    rows = db.session.scalars(
        select(Intervention).where(Intervention.area_code == area_code).order_by(Intervention.code)
    ).all()
    roles = {role: sorted(uids) for role, uids in _people_of(area_uid).items()}
    able = [*roles.get(Role.PROV_WORKER, []), *roles.get(Role.PROV_LEAD, [])]
    if not rows or not able or not roles.get(Role.COORD):
        raise Refused("Load the demonstration month first: nobody delivers the interventions of this area")
    workers: dict[str, list[str]] = {}
    for agency_uid, user_uid in able:
        workers.setdefault(agency_uid, []).append(user_uid)
    agencies = sorted(workers, key=partnership.agency_name)
    told_by, coordinator = roles[Role.COORD][0]
    return Stage(
        area_uid, told_by, coordinator, {row.code: row for row in rows},
        {
            row.code: (agency, tuple(workers[agency]))
            for number, row in enumerate(rows)
            for agency in [_provider(row, number, agencies)]
        },
    )  # fmt: skip


def _provider(row: Intervention, number: int, agencies: list[str]) -> str:
    own = row.provider_agency_uid
    return own if own in agencies else agencies[number % len(agencies)]


def _people_of(area_uid: str) -> dict[Role, list[tuple[str, str]]]:
    """Agency and user of everybody of the area, by role."""
    found: dict[Role, list[tuple[str, str]]] = {}
    named = select(UserRole.role, User.agency_uid, User.uid).join(User, User.uid == UserRole.user_uid)
    for role, agency_uid, user_uid in db.session.execute(named.where(User.area_uid == area_uid)):
        if agency_uid:
            found.setdefault(Role(role), []).append((agency_uid, user_uid))
    return found


def _keep_plans(stage: Stage) -> None:
    """Dosage is of what is planned: the catalogue is told where it does not say. An intervention without a provider in
    the partnership is given one, so that its people see it."""
    for code, row in stage.interventions.items():
        there = db.session.merge(row)
        there.provider_agency_uid = there.provider_agency_uid or stage.providers[code][0]
        if interventions.takes_named_people(there):
            there.capacity = there.capacity or PLACES
            if not (there.sessions_planned and there.minutes_planned):
                there.sessions_planned, there.minutes_planned = MEETINGS, 60
    db.session.commit()
