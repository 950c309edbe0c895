"""By the clock: closing is proposed where nothing has happened for so long. PR-20."""

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.features.risk import queries, waiting  # noqa: F401 - says what waits for somebody
from app.features.risk.domain.model import Model
from app.features.risk.domain.scoring import last_event
from app.features.risk.facts import known_of
from app.features.risk.keeping import propose_closing
from app.features.risk.models import QuietCase
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.platform.access import Actor, acting_as, system_actor
from app.platform.database import db
from app.platform.jobs import job

QUIET = "risk-quiet"


@job(QUIET, at=time(4, 20))
def look_for_quiet() -> int:
    """Each case once in as many months as have to be quiet, whoever kept it open since. Run again, it does nothing."""
    done = 0
    for area in partnership.list_areas():
        with acting_as(system_actor(QUIET, frozenset({area.uid}))) as actor:
            row = queries.model_in_force(actor, area.uid)
            if row is not None:
                done += _look(actor, area.uid, queries.model_of(row), today())
    return done


def _look(actor: Actor, area_uid: str, model: Model, on: date) -> int:
    months = model.whole("quiet.months")
    since = months_after(on, -months)
    proposed = select(QuietCase.case_uid).where(QuietCase.area_uid == area_uid, QuietCase.proposed_on > since)
    old_enough = db.session.scalars(
        select(Case.uid).where(
            Case.area_uid == area_uid,
            Case.subject_kind == "PERSON",
            Case.closed_on.is_(None),
            Case.on_hold_since.is_(None),
            Case.accepted_on.is_not(None),
            Case.opened_on < since,
            Case.uid.not_in(proposed),
        )
    ).all()
    done = 0
    for share in queries.shares(old_enough):
        told = queries.entries_by_case(share)
        quiet = [uid for uid, entries in told.items() if last_event(model, known_of(entries, on=on)) < since]
        for case in db.session.scalars(select(Case).where(Case.uid.in_(quiet)).options(joinedload(Case.subject))):
            propose_closing(actor=actor, case=case, months=months, on=on)
            done += 1
    return done
