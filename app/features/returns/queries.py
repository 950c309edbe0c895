"""Reads of requests and returns. Visibility is added by the session; states are worked out from the row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case
from app.features.returns.models import AgencyReturn, InformationRequest
from app.features.returns.shown import Matrix, Said, matrix_of, said
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("return.viewed", facts={"own"})


def get_request(actor: Actor, uid: str) -> InformationRequest:
    """For a command. Raises NotFound."""
    return fetch(actor, InformationRequest, uid)


def view_request(actor: Actor, uid: str) -> InformationRequest:
    """For its own page; the view is recorded. Raises NotFound."""
    found = get_request(actor, uid)
    audit.record("return.viewed", found, own=found.agency_uid == actor.agency_uid)
    return found


def versions_of(request: InformationRequest) -> list[AgencyReturn]:
    """Every version that was given and the bound actor may read, the newest first."""
    return list(
        db.session.scalars(
            select(AgencyReturn)
            .where(AgencyReturn.request_uid == request.uid, AgencyReturn.given_at.is_not(None))
            .order_by(AgencyReturn.version.desc())
        )
    )


def case_of(request: InformationRequest) -> Case | None:
    """The case with its subject, for those who may see it; being asked is not enough."""
    return db.session.scalar(select(Case).where(Case.uid == request.case_uid).options(joinedload(Case.subject)))


# For the agency asked -----------------------------------------------------------------------------------------------


def _owed() -> ColumnElement[bool]:
    return and_(
        InformationRequest.returned_at.is_(None),
        InformationRequest.withdrawn_at.is_(None),
        InformationRequest.forgotten_at.is_(None),
    )


def list_owed_by_mine(actor: Actor) -> Sequence[InformationRequest]:
    """What the actor's agency has still to answer, the longest due first."""
    return db.session.scalars(
        select(InformationRequest)
        .where(InformationRequest.agency_uid == actor.agency_uid, _owed())
        .order_by(InformationRequest.due_at, InformationRequest.reference)
    ).all()


def list_settled_by_mine(actor: Actor, *, limit: int, offset: int) -> Sequence[InformationRequest]:
    """What it has answered, or is no longer asked; the newest first."""
    return db.session.scalars(
        select(InformationRequest)
        .where(InformationRequest.agency_uid == actor.agency_uid, ~_owed())
        .order_by(InformationRequest.asked_at.desc(), InformationRequest.reference.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def count_settled_by_mine(actor: Actor) -> int:
    statement = select(func.count()).where(InformationRequest.agency_uid == actor.agency_uid, ~_owed())
    return db.session.scalar(statement.select_from(InformationRequest)) or 0


@dataclass(frozen=True)
class Owed:
    """How many an agency owes, and how many of them are past the moment they were due."""

    total: int
    overdue: int


def owed_by_mine(actor: Actor) -> Owed:
    late = case((InformationRequest.due_at < now(), 1), else_=0)
    row = db.session.execute(
        select(func.count(), func.sum(late))
        .select_from(InformationRequest)
        .where(InformationRequest.agency_uid == actor.agency_uid, _owed())
    ).one()
    return Owed(int(row[0]), int(row[1] or 0))


# For those who run the month ----------------------------------------------------------------------------------------


@once_a_page
def list_for_meeting(actor: Actor, meeting_uid: str) -> Sequence[InformationRequest]:
    """Everything asked for a meeting, by reference; what is no longer asked too."""
    return db.session.scalars(
        select(InformationRequest)
        .where(InformationRequest.meeting_uid == meeting_uid)
        .order_by(InformationRequest.reference)
    ).all()


def researched(actor: Actor, meeting_uid: str) -> set[str]:
    """The cases about which every agency asked for a meeting has answered, by uid; those nobody was asked about are not
    among them. One query. For those who see every request."""
    owes = func.sum(case((_owed(), 1), else_=0))
    rows = db.session.execute(
        select(InformationRequest.case_uid, owes)
        .where(InformationRequest.meeting_uid == meeting_uid, InformationRequest.withdrawn_at.is_(None))
        .group_by(InformationRequest.case_uid)
    )
    return {case_uid for case_uid, left in rows if not left}


def matrix(actor: Actor, meeting_uid: str, case_uids: Collection[str] | None = None) -> Matrix:
    """How each agency stands with each case for a meeting. `case_uids`: of these cases alone. One query."""
    rows = list_for_meeting(actor, meeting_uid)
    return matrix_of(row for row in rows if case_uids is None or row.case_uid in case_uids)


@once_a_page
def said_about(actor: Actor, case_uid: str, meeting_uid: str | None = None) -> list[Said]:
    """What each agency asked about a case said, as the actor may read it; for one meeting, or the newest first. By name
    of agency within a meeting. Those who have not answered are in it; what is no longer asked is not. One query."""
    wanted = _latest().where(InformationRequest.case_uid == case_uid)
    if meeting_uid is not None:
        wanted = wanted.where(InformationRequest.meeting_uid == meeting_uid)
    found = [said(request, given) for request, given in db.session.execute(wanted)]
    newest: dict[str, datetime] = {}
    for one in found:
        newest[one.meeting_uid] = max(one.due_at, newest.get(one.meeting_uid, one.due_at))
    found.sort(key=lambda one: one.agency.casefold())
    return sorted(found, key=lambda one: (newest[one.meeting_uid], one.meeting_uid), reverse=True)


def said_about_each(actor: Actor, case_uids: Collection[str], meeting_uid: str) -> dict[str, list[Said]]:
    """As `said_about` for one meeting, by uid of the case; one query for all."""
    wanted = _latest().where(InformationRequest.case_uid.in_(case_uids), InformationRequest.meeting_uid == meeting_uid)
    found: dict[str, list[Said]] = {uid: [] for uid in case_uids}
    for request, given in db.session.execute(wanted):
        found[request.case_uid].append(said(request, given))
    return {uid: sorted(rows, key=lambda one: one.agency.casefold()) for uid, rows in found.items()}


def _latest() -> Select[InformationRequest, AgencyReturn]:
    """Every request that is still asked, with the version of its return that was given last."""
    return (
        select(InformationRequest, AgencyReturn)
        .outerjoin(
            AgencyReturn,
            and_(
                AgencyReturn.request_uid == InformationRequest.uid,
                AgencyReturn.version == InformationRequest.version,
                AgencyReturn.given_at.is_not(None),
            ),
        )
        .where(InformationRequest.withdrawn_at.is_(None))
    )


def overdue_research(actor: Actor, case_uids: Collection[str] | Select[str]) -> bool:
    """Whether an agency still owes an answer about one of these cases that was due before now (4.8)."""
    statement = select(InformationRequest.uid).where(
        InformationRequest.case_uid.in_(case_uids), _owed(), InformationRequest.due_at < now()
    )
    return db.session.scalar(statement.limit(1)) is not None
