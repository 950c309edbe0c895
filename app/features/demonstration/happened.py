"""What several agencies told of one moment, which the coordinator says is one event; and the first plans for an age
limit, which the worker makes every night after."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from sqlalchemy import select

from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month
from app.features.demonstration.replay import Step
from app.features.incidents import interface as incidents
from app.features.incidents.models import Incident
from app.features.transitions import interface as transitions
from app.kernel.clock import LONDON
from app.platform.access import Actor, beside, system_actor
from app.platform.calendar import working_days
from app.platform.database import db

DAYS_BEFORE, AT = -4, time(9, 40)
WHY = "The police confirm that it is one event: the same day, time and place"


def steps(month: Month, cast: Cast, area_uid: str) -> Iterator[Step]:
    """Once, before the packs of the meeting are made."""
    moment = datetime.combine(working_days().add(month.held_on, DAYS_BEFORE), AT, LONDON)
    yield Step(moment, cast.coordinator, _join)
    yield Step(moment, cast.coordinator, partial(_plan, area_uid))


def _plan(area_uid: str, actor: Actor) -> None:
    with beside(system_actor("demonstration", actor.area_uids)) as system:
        transitions.plan_near(system, area_uid)


def _join(actor: Actor) -> None:
    first: dict[tuple[object, object], Incident] = {}
    for one in db.session.scalars(select(Incident).order_by(Incident.reference)).all():
        moment = (one.happened_on, one.told.get("time"))
        if all(moment) and first.setdefault(moment, one) is not one:
            incidents.join(actor=actor, incident=one, into=first[moment], reason=WHY)
