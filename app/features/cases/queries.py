"""Reading cases. The visibility rule of the actor is added to every one of these by the session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.features.cases.entries import STATUS
from app.features.cases.models import Case, CaseAgency, CaseEntry
from app.features.cases.visibility import NEED_TO_KNOW
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, current_actor
from app.platform.database import db

audit.declare("case.viewed", facts={"page"})


@dataclass(frozen=True)
class CaseFilter:
    """What a list shows: open or closed cases, of one kind of subject, with one highest level of concern."""

    closed: bool = False
    kind: str | None = None
    band_rank: int | None = None


def get_case(actor: Actor, uid: str, *, page: str = "case") -> Case:
    """The case with its subject, for reading; the view is recorded. Raises NotFound."""
    case = case_for_change(actor, uid)
    audit.record("case.viewed", case, page=page)
    return case


def case_for_change(actor: Actor, uid: str) -> Case:
    """The case with its subject, for a command; nothing is recorded. Raises NotFound."""
    if current_actor() is not actor:
        raise NotFound("case")
    case = db.session.scalar(_with_subject(), {"uid": uid})
    if case is None or case.subject is None:
        raise NotFound("case")
    return case


@cache
def _with_subject() -> Select[Case]:
    return select(Case).where(Case.uid == bindparam("uid")).options(joinedload(Case.subject))


def find_open_case(actor: Actor, subject_uid: str) -> Case | None:
    """The case that is open about a subject, if the actor may see one."""
    return db.session.scalar(
        select(Case)
        .where(Case.subject_uid == subject_uid, Case.closed_on.is_(None))
        .order_by(Case.opened_on.desc())
        .limit(1)
        .options(joinedload(Case.subject))
    )


def list_cases(actor: Actor, chosen: CaseFilter | None = None, *, limit: int = 25, offset: int = 0) -> Sequence[Case]:
    """Cases with their subjects: children first, then by the highest level of concern, then the newest."""
    return db.session.scalars(_listed(chosen or CaseFilter()), {"most": limit, "first": offset}).all()


@cache
def _listed(chosen: CaseFilter) -> Select[Case]:
    order = (Case.under_18.desc(), Case.band_rank.desc(), Case.opened_on.desc(), Case.uid.desc())
    return (
        _chosen(select(Case), chosen)
        .order_by(*order)
        .limit(bindparam("most"))
        .offset(bindparam("first"))
        .options(joinedload(Case.subject))
    )


def count_cases(actor: Actor, chosen: CaseFilter | None = None, *, at_most: int | None = None) -> int:
    """How many there are; the counting stops `at_most` there."""
    return db.session.scalar(_counted(chosen or CaseFilter(), at_most)) or 0


@cache
def _counted(chosen: CaseFilter, at_most: int | None) -> Select[int]:
    found = _chosen(select(Case.uid), chosen).limit(at_most)
    return select(func.count()).select_from(found.subquery())


def due_for_review(actor: Actor, on: date) -> Sequence[Case]:
    """Open cases whose review has come by a day, with their subjects, the longest due first."""
    return db.session.scalars(
        select(Case)
        .where(Case.closed_on.is_(None), Case.review_on <= on)
        .order_by(Case.review_on, Case.band_rank.desc(), Case.uid)
        .options(joinedload(Case.subject))
    ).all()


def list_entries(actor: Actor, case_uid: str) -> Sequence[CaseEntry]:
    """Everything recorded in a case that the actor may see, the newest first, but for the links that were told of a
    network: they name people, and only the room of networks knows which of them this actor may know of."""
    return [row for row in db.session.scalars(_entries_of(), {"case": case_uid}) if not _is_link(row)]


def list_told_links(actor: Actor, case_uid: str) -> Sequence[CaseEntry]:
    """The links that were told of a network, the newest first, whomever they name: see `list_entries`."""
    return [row for row in db.session.scalars(_entries_of(), {"case": case_uid}) if _is_link(row)]


def _is_link(row: CaseEntry) -> bool:
    return row.kind == STATUS and row.details.get("block") == "link"


@cache
def _entries_of() -> Select[CaseEntry]:
    newest = CaseEntry.recorded_at.desc(), CaseEntry.uid
    return select(CaseEntry).where(CaseEntry.case_uid == bindparam("case")).order_by(*newest)


def entry_is_there(uid: str) -> bool:
    return db.session.scalar(select(CaseEntry.uid).where(CaseEntry.uid == uid)) is not None


def case_title(case: Case) -> str:
    """What the case is called to those who may see it."""
    return case.subject.title


def agencies_of(case_uid: str) -> Sequence[CaseAgency]:
    """Every agency's standing in a case, the earliest first."""
    return db.session.scalars(_agencies_of(), {"case": case_uid}).all()


@cache
def _agencies_of() -> Select[CaseAgency]:
    earliest = CaseAgency.since, CaseAgency.uid
    return select(CaseAgency).where(CaseAgency.case_uid == bindparam("case")).order_by(*earliest)


def agencies_with_need(case_uid: str) -> list[str]:
    """The agencies that have a need to know of a case."""
    return [row.agency_uid for row in agencies_of(case_uid) if row.standing == NEED_TO_KNOW]


def standing_of(case_uid: str, agency_uid: str) -> CaseAgency | None:
    return db.session.scalar(
        select(CaseAgency).where(CaseAgency.case_uid == case_uid, CaseAgency.agency_uid == agency_uid)
    )


def open_case_uids(subject_uids: Sequence[str]) -> Mapping[str, str]:
    """Subject uid to the uid of its open case, of the cases the bound actor may see."""
    if not subject_uids:
        return {}
    rows = db.session.execute(
        select(Case.subject_uid, Case.uid).where(Case.subject_uid.in_(subject_uids), Case.closed_on.is_(None))
    )
    return {subject: case for subject, case in rows}  # noqa: C416 - rows are not pairs to the type checker


def closed_subjects(subject_uids: Sequence[str]) -> set[str]:
    """Those who had a case and have none open, whoever asks: closed people are nobody's associates (PR-22)."""
    if not subject_uids:
        return set()
    table = Case.__table__
    rows = db.session.connection().execute(
        select(table.c.subject_uid, func.count(table.c.closed_on), func.count())
        .where(table.c.subject_uid.in_(subject_uids))
        .group_by(table.c.subject_uid)
    )
    return {uid for uid, closed, every in rows if closed == every}


def _chosen(statement: Select[Any], chosen: CaseFilter) -> Select[Any]:
    statement = statement.where(Case.closed_on.is_not(None) if chosen.closed else Case.closed_on.is_(None))
    if chosen.kind:
        statement = statement.where(Case.subject_kind == chosen.kind)
    if chosen.band_rank is not None:
        statement = statement.where(Case.band_rank == chosen.band_rank)
    return statement
