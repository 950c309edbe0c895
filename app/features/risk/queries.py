"""Reading models and assessments. The visibility rules are added by the session."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.risk.domain import course
from app.features.risk.domain.model import Model
from app.features.risk.facts import factors
from app.features.risk.models import Assessment, QuietCase, RiskModel
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.access.reading import fetch
from app.platform.database import db
from app.platform.database.memo import once_a_page

AT_ONCE = 200


def model_of(row: RiskModel) -> Model:
    """The version as the rules take it."""
    kinds = {code: str(item.attributes.get("kind")) for code, item in factors().items()}
    return Model({key: Decimal(str(value)) for key, value in row.amounts.items()}, kinds)


def model_in_force(actor: Actor, area_uid: str, on: date | None = None) -> RiskModel | None:
    """The version that counts for an area on a day; None where none was loaded."""
    found: RiskModel | None = db.session.scalar(_in_force(), {"area": area_uid, "on": on or today()})
    return found


def model_for(actor: Actor, case: Case) -> tuple[RiskModel | None, date | None]:
    """The version that counts for a case today, and when an earlier case of the same person was closed last."""
    asked = {"area": case.area_uid, "on": today(), "subject": case.subject_uid, "this": case.uid}
    found = db.session.execute(_for_case(), asked).first()
    return (found[0], found[1]) if found is not None else (None, None)


@cache
def _for_case() -> Select[Any]:
    earlier = Case.subject_uid == bindparam("subject"), Case.uid != bindparam("this")
    return _in_force().add_columns(select(func.max(Case.closed_on)).where(*earlier).scalar_subquery())


@cache
def _in_force() -> Select[Any]:
    return (
        select(RiskModel)
        .where(
            RiskModel.area_uid == bindparam("area"),
            RiskModel.valid_from <= bindparam("on"),
            RiskModel.chair_at.is_not(None),
            RiskModel.officer_at.is_not(None),
            RiskModel.withdrawn_at.is_(None),
        )
        .order_by(RiskModel.valid_from.desc(), RiskModel.number.desc())
        .limit(1)
    )


def get_model(actor: Actor, uid: str) -> RiskModel:
    return fetch(actor, RiskModel, uid)


def list_models(actor: Actor) -> Sequence[RiskModel]:
    """Every version of the actor's areas, the newest first."""
    return db.session.scalars(select(RiskModel).order_by(RiskModel.area_uid, RiskModel.number.desc())).all()


def in_force_of(rows: Sequence[RiskModel], on: date) -> list[RiskModel]:
    """Of versions that were read, the one of each area that counts on a day."""
    counting = [row for row in rows if course.is_approved(row) and row.withdrawn_at is None and row.valid_from <= on]
    newest = {row.area_uid: row for row in sorted(counting, key=lambda row: (row.valid_from, row.number))}
    return list(newest.values())


def open_draft(actor: Actor, area_uid: str) -> RiskModel | None:
    """The version of an area that waits for approval."""
    rows = db.session.scalars(select(RiskModel).where(RiskModel.area_uid == area_uid, RiskModel.withdrawn_at.is_(None)))
    return next((row for row in rows if not course.is_approved(row)), None)


def get_assessment(actor: Actor, uid: str) -> Assessment:
    return fetch(actor, Assessment, uid)


@once_a_page
def list_assessments(actor: Actor, case_uid: str) -> Sequence[Assessment]:
    """Those of a case, the newest first."""
    return db.session.scalars(_assessments_of(), {"case": case_uid}).all()


@cache
def _assessments_of() -> Select[Any]:
    newest = Assessment.made_at.desc(), Assessment.uid.desc()
    return select(Assessment).where(Assessment.case_uid == bindparam("case")).order_by(*newest)


def latest_of(actor: Actor, case_uids: Sequence[str]) -> Mapping[str, Assessment]:
    """The newest assessment of each case that has one."""
    if not case_uids:
        return {}
    rows = db.session.scalars(
        select(Assessment).where(Assessment.case_uid.in_(case_uids)).order_by(Assessment.made_at, Assessment.uid)
    )
    return {row.case_uid: row for row in rows}


def quiet_of(actor: Actor, case_uid: str) -> QuietCase | None:
    """The newest proposal to close a case in which nothing happens."""
    return db.session.scalar(
        select(QuietCase).where(QuietCase.case_uid == case_uid).order_by(QuietCase.proposed_on.desc()).limit(1)
    )


def closed_below_threshold(actor: Actor, first: date, last: date) -> Sequence[Case]:
    """People whose cases were closed between two days because the threshold was not met."""
    return db.session.scalars(
        select(Case)
        .where(
            Case.subject_kind == "PERSON",
            Case.closed_on.between(first, last),
            Case.closure_reason == "THRESHOLD_NOT_MET",
        )
        .order_by(Case.closed_on, Case.reference)
    ).all()


def quiet_cases(actor: Actor) -> list[tuple[Case, QuietCase]]:
    """Open cases for which closing was proposed because nothing happens, each with its newest proposal."""
    rows = db.session.execute(
        select(QuietCase, Case)
        .join(Case, Case.uid == QuietCase.case_uid)
        .where(Case.closed_on.is_(None))
        .order_by(Case.reference, QuietCase.proposed_on)
    )
    newest = {case.uid: (case, quiet) for quiet, case in rows}
    return list(newest.values())


def shares(uids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cases in shares whose entries are in memory together."""
    for start in range(0, len(uids), AT_ONCE):
        yield uids[start : start + AT_ONCE]


def entries_by_case(case_uids: Sequence[str]) -> dict[str, list[cases.CaseEntry]]:
    """What was recorded in each case, the newest first, in one statement."""
    found: dict[str, list[cases.CaseEntry]] = {uid: [] for uid in case_uids}
    rows = db.session.scalars(
        select(cases.CaseEntry)
        .where(cases.CaseEntry.case_uid.in_(case_uids))
        .order_by(cases.CaseEntry.recorded_at.desc(), cases.CaseEntry.uid)
    )
    for row in rows:
        found[row.case_uid].append(row)
    return found


def closed_before(case_uids: Sequence[str]) -> dict[str, date]:
    """When an earlier case of the same person was closed last, by case; those without one are left out."""
    mine = db.session.execute(select(Case.uid, Case.subject_uid).where(Case.uid.in_(case_uids))).all()
    closed = db.session.execute(
        select(Case.subject_uid, Case.uid, Case.closed_on).where(
            Case.subject_uid.in_({row.subject_uid for row in mine}), Case.closed_on.is_not(None)
        )
    ).all()
    earlier: dict[str, date] = {}
    for row in mine:
        days = [one.closed_on for one in closed if one.subject_uid == row.subject_uid and one.uid != row.uid]
        if days:
            earlier[row.uid] = max(days)
    return earlier


def before(actor: Actor, row: RiskModel) -> RiskModel | None:
    """The version that a version was drafted from: the newest approved one of a lower number."""
    rows = db.session.scalars(
        select(RiskModel)
        .where(RiskModel.area_uid == row.area_uid, RiskModel.number < row.number, RiskModel.withdrawn_at.is_(None))
        .order_by(RiskModel.number.desc())
    )
    return next((one for one in rows if course.is_approved(one)), None)


def newest_approved(actor: Actor, area_uid: str) -> RiskModel | None:
    """What the next version follows, in force or still to come."""
    rows = db.session.scalars(
        select(RiskModel)
        .where(RiskModel.area_uid == area_uid, RiskModel.withdrawn_at.is_(None))
        .order_by(RiskModel.number.desc())
    )
    return next((one for one in rows if course.is_approved(one)), None)


def visible_cases(actor: Actor, uids: Sequence[str]) -> Sequence[Case]:
    """Those of `uids` that the actor may see."""
    if not uids:
        return []
    return db.session.scalars(select(Case).where(Case.uid.in_(uids)).order_by(Case.reference)).all()
