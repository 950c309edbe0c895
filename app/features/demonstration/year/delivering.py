"""The sessions, contacts and money of the demonstration year, as rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.features.demonstration.year.shapes import Held, Year
from app.features.demonstration.year.writing import Stage, at_noon
from app.features.funding.models import Actual, BudgetLine, Grant, Match
from app.features.sessions.models import Attendance, ContactTally, Session, SessionWorker
from app.kernel.ages import CHILD_UNTIL, whole_years
from app.kernel.references import new_uid

GRANT = "Demonstration grant"


def of_sessions(stage: Stage, year: Year) -> Iterator[Any]:
    """Sessions first and then who came, lot by lot: a row refers to one that is there."""
    twins: dict[tuple[str, int], str] = {}
    for number, one in enumerate(year.sessions):
        agency_uid, _workers = stage.providers[one.intervention]
        uid = new_uid()
        recorded = one.happened is not None
        twin = twins.setdefault((one.intervention, one.twin), new_uid()) if one.twin else None
        worker = stage.worker(one.intervention, number)
        yield Session(
            uid=uid, key_uid=uid, area_uid=stage.area_uid, agency_uid=agency_uid, held_on=one.on,
            intervention_uid=stage.interventions[one.intervention].uid, starts_at="16:00", minutes=one.minutes,
            mode=one.mode, happened=one.happened, not_held_reason=one.reason, parallel_uid=twin,
            for_others=bool(one.came) and one.came[0].parent, planned_by_uid=worker,
            recorded_at=at_noon(one.on) if recorded else None, recorded_by_uid=worker if recorded else None, note=None,
        )  # fmt: skip
        yield SessionWorker(area_uid=stage.area_uid, session_uid=uid, worker_uid=worker)
        yield from _attendance(stage, year, one, uid, worker)
        yield from _tallies(stage, one, uid, agency_uid)
    for code, on, met in year.impressions:
        yield ContactTally(
            area_uid=stage.area_uid, agency_uid=stage.providers[code][0], session_uid=None, held_on=on,
            intervention_uid=stage.interventions[code].uid, age_band="NOT_SAID", sex="NOT_SAID", known="NOT_SAID",
            people=met, conversations=0,
        )  # fmt: skip


def _attendance(stage: Stage, year: Year, one: Held, uid: str, worker: str) -> Iterator[Any]:
    for came in one.came:
        row, person = stage.referrals[came.course], year.courses[came.course].person
        adult = came.parent or (person.dob is not None and whole_years(person.dob, one.on) >= CHILD_UNTIL)
        away = came.code is not None and came.minutes is None
        yield Attendance(
            session_uid=uid, referral_uid=row.uid, key_uid=row.key_uid, area_uid=stage.area_uid, adult=adult,
            agency_uid=row.agency_uid, participant_uid=stage.parents[came.course] if came.parent else None,
            code=came.code, minutes=came.minutes, reason_by="NOT_KNOWN" if away else None,
            recorded_at=at_noon(one.on) if came.code else None, recorded_by_uid=worker if came.code else None,
        )  # fmt: skip


def _tallies(stage: Stage, one: Held, uid: str, agency_uid: str) -> Iterator[Any]:
    for met in one.met:
        yield ContactTally(
            area_uid=stage.area_uid, agency_uid=agency_uid, session_uid=uid, held_on=one.on, age_band=met.band,
            intervention_uid=stage.interventions[one.intervention].uid, sex=met.sex, known=met.known,
            people=met.people, conversations=met.conversations,
        )  # fmt: skip


def of_money(stage: Stage, year: Year) -> Iterator[Any]:
    """One grant of the Home Office for each financial year, a line for each intervention, what was paid of it month by
    month, and what partners brought along."""
    years = sorted({_begins(on) for _code, on, _pence in (*year.paid, *year.matched)})
    grants = {begins: _grant(stage, begins) for begins in years}
    yield from grants.values()
    lines = {
        (code, begins): BudgetLine(
            uid=new_uid(), area_uid=stage.area_uid, grant_uid=grants[begins].uid, year=begins, name=row.name[:120],
            kind="INTERVENTION", intervention_uid=row.uid, amount=5_000_000,
        )
        for code, row in stage.interventions.items()
        for begins in years
    }  # fmt: skip
    yield from lines.values()
    of_area = {"key_uid": stage.area_uid, "area_uid": stage.area_uid}
    for code, on, pence in year.paid:
        yield Actual(
            line_uid=lines[code, _begins(on)].uid, intervention_uid=stage.interventions[code].uid, amount=pence,
            paid_on=on, entered_at=at_noon(on), entered_by_uid=stage.user_uid, what="Monthly invoice", **of_area,
        )  # fmt: skip
    for code, on, pence in year.matched:
        yield Match(
            grant_uid=grants[_begins(on)].uid, intervention_uid=stage.interventions[code].uid, kind="IN_KIND_STAFF",
            amount=pence, given_on=on, entered_at=at_noon(on), entered_by_uid=stage.user_uid, **of_area,
            contributor="Council", evidence="Timesheets of the quarter", valuation="Hours at cost",
        )  # fmt: skip


def _begins(on: date) -> int:
    """The calendar year in which the financial year of a day begins."""
    return on.year - (on.month < 4)


def _grant(stage: Stage, begins: int) -> Grant:
    return Grant(
        uid=new_uid(), of_area_uid=stage.area_uid, name=f"{GRANT} {begins}/{(begins + 1) % 100:02d}",
        source="HOME_OFFICE", reference="", amount=60_000_000, starts_on=date(begins, 4, 1),
        ends_on=date(begins + 1, 3, 31), signed_on=date(begins, 4, 1), confirmed_on=date(begins, 4, 1),
    )  # fmt: skip
