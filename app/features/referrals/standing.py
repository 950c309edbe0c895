"""How referrals stand today: what is owed next and by when, the waiting list, the places that are taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from app.features.partnership import interface as partnership
from app.features.referrals.clocks import Clock, Limits, next_clock
from app.features.referrals.models import Referral
from app.kernel.clock import today
from app.platform.calendar import working_days
from app.platform.database import db


def limits(area_uid: str, on: date) -> Limits:
    """The clocks of an area (6.2), as they are `on` a day."""

    def number(key: str) -> int:
        return partnership.number(f"intervention.{key}", area_uid, on)

    return Limits(
        answer=number("accept"),
        contact=number("first_contact"),
        custody=number("first_contact.custody"),
        session=number("first_session"),
        progress=number("progress"),
        outcome=number("outcome"),
        follow_up=number("follow_up"),
    )


def clock_of(referral: Referral, on: date | None = None) -> Clock | None:
    """What the provider owes next of a referral, today or `on`: by the numbers of the day of the referral."""
    if referral.referred_on is None:
        return None
    found = limits(referral.area_uid, referral.referred_on)
    return next_clock(referral, found, working_days(), on or today())


@dataclass(frozen=True)
class Places:
    """Places of an intervention with one provider. `capacity` is None where nobody said."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def full(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity


_ROW = Referral.__table__
_NOT_OVER = and_(_ROW.c.declined_on.is_(None), _ROW.c.ended_on.is_(None))
_WAITS = and_(_ROW.c.waitlisted_on.is_not(None), _ROW.c.accepted_on.is_(None), _NOT_OVER)
"""Asked of the table itself: how many wait is the same for everybody, whoever they may see."""


def positions(referrals: Iterable[Referral]) -> dict[str, int]:
    """The place on the waiting list of each that waits, from 1: by the day it was put there, then by the day of the
    referral, for each intervention of each provider. One statement."""
    pairs = {(row.intervention_uid, row.agency_uid) for row in referrals if row.waitlisted_on and not row.accepted_on}
    if not pairs:
        return {}
    of_pairs = or_(*(and_(_ROW.c.intervention_uid == one, _ROW.c.agency_uid == agency) for one, agency in pairs))
    order = _ROW.c.waitlisted_on, _ROW.c.referred_on, _ROW.c.suggested_on, _ROW.c.uid
    waiting = select(_ROW.c.uid, _ROW.c.intervention_uid, _ROW.c.agency_uid).where(_WAITS, of_pairs).order_by(*order)
    found: dict[str, int] = {}
    count: dict[tuple[str, str], int] = {}
    for uid, intervention_uid, agency_uid in db.session.connection().execute(waiting):
        pair = intervention_uid, agency_uid
        count[pair] = found[uid] = count.get(pair, 0) + 1
    return found


def places_of(capacities: Mapping[str, int | None], agency_uid: str) -> dict[str, Places]:
    """How many are with a provider and wait, for each intervention whose capacity is given, in one statement."""
    wanted = sorted(capacities)
    with_us = and_(_ROW.c.accepted_on.is_not(None), _NOT_OVER)
    counted = (
        select(_ROW.c.intervention_uid, _WAITS.label("waits"), func.count())
        .where(_ROW.c.intervention_uid.in_(wanted), _ROW.c.agency_uid == agency_uid, or_(with_us, _WAITS))
        .group_by(_ROW.c.intervention_uid, _WAITS.label("waits"))
    )
    taken: dict[tuple[str, bool], int] = {}
    for uid, waits, number in db.session.connection().execute(counted):
        taken[uid, bool(waits)] = number
    return {uid: Places(capacities.get(uid), taken.get((uid, False), 0), taken.get((uid, True), 0)) for uid in wanted}
