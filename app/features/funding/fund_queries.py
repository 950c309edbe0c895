"""Reads of the Community Fund."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.features.funding.domain import states
from app.features.funding.models import Application, Award, MonitoringReturn
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.platform.database import db

WHOLE = selectinload(Application.award).selectinload(Award.returns)


def list_applications() -> Sequence[Application]:
    """With award and reports; the newest first."""
    statement = select(Application).options(WHOLE)
    return db.session.scalars(statement.order_by(Application.received_on.desc(), Application.reference.desc())).all()


def list_overdue(area_uids: Iterable[str], on: date) -> list[tuple[date, Application]]:
    """Reports that are not there, by the day they were due, with the application each belongs to."""
    statement = (
        select(MonitoringReturn.due_on, Application)
        .join(Award, Award.uid == MonitoringReturn.award_uid)
        .join(Application, Application.uid == Award.application_uid)
        .where(MonitoringReturn.received_on.is_(None), MonitoringReturn.due_on < on)
        .where(Application.area_uid.in_(sorted(set(area_uids))))
    )
    return [(due_on, row) for due_on, row in db.session.execute(statement.order_by(MonitoringReturn.due_on))]


def get_application(actor: Actor, uid: str) -> Application:
    """With award and reports. Raises NotFound."""
    row = db.session.scalar(select(Application).where(Application.uid == uid).options(WHOLE))
    if row is None:
        raise NotFound("application")
    return row


def get_award_of(actor: Actor, application_uid: str) -> Award:
    """Raises NotFound where nothing was awarded."""
    award = get_application(actor, application_uid).award
    if award is None:
        raise NotFound("award")
    return award


def get_report(actor: Actor, uid: str) -> MonitoringReturn:
    return fetch(actor, MonitoringReturn, uid)


def application_of(actor: Actor, award_uid: str) -> str:
    return fetch(actor, Award, award_uid).application_uid


def state_of(application: Application, on: date) -> states.Words:
    """From the facts of the application, its award and its reports."""
    award = application.award
    facts = states.Facts(
        decided_on=application.decided_on,
        agreed=application.agreed,
        withdrawn_on=application.withdrawn_on,
        starts_on=award.starts_on if award else None,
        ends_on=award.ends_on if award else None,
        clawed_back=award.clawed_back if award else 0,
        awarded=award.amount if award else 0,
        evaluated_on=award.evaluated_on if award else None,
        returns=tuple((one.due_on, one.received_on) for one in award.returns) if award else (),
    )
    return states.application_state(facts, on)
