"""Planning a session, or a series of them at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.sessions import people as whom
from app.features.sessions.domain import planning as rules
from app.features.sessions.models import Attendance, Session, SessionWorker
from app.features.sessions.people import Key, Somebody
from app.features.sessions.warning import go_on, warned
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.kernel.references import is_uid, new_uid
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("session.planned", facts={"sessions", "mode", "people"})


@dataclass(frozen=True)
class Plan:
    """What is planned: the days, and what is the same on each of them."""

    intervention_uid: str
    mode: str
    dates: tuple[date, ...]
    starts_at: str
    minutes: int
    venue_uid: str | None = None
    worker_uids: tuple[str, ...] = ()
    people: tuple[Key, ...] = ()
    parallel: bool = False
    """A group for parents, carers and others at the same time."""


def plan(*, actor: Actor, plan: Plan, token: str, reason: str | None = None) -> Sequence[Session]:
    """Make the sessions; the first has the uid `token`, so that a plan sent twice is made once.

    `reason` is needed where people who should not meet, or a venue that is not for all, were warned of. Raises Refused
    with the field, NotFound for an intervention of another provider.
    """
    may_record(actor)
    if not is_uid(token):
        raise Refused("Start again: this page is out of date")
    hold_intervention(actor, plan.intervention_uid)
    there = db.session.scalar(select(Session).where(Session.uid == token))
    if there is not None:
        return [there]
    check(actor, plan)
    venue = venue_of(actor, plan.intervention_uid, plan.venue_uid)
    somebody = chosen(actor, plan.intervention_uid, plan.people)
    adults = whom.adults_on(actor, {one.referral.uid for one in somebody}, plan.dates)
    same = {
        "agency_uid": actor.agency_uid,
        "area_uid": actor.area_uid,
        "intervention_uid": plan.intervention_uid,
        "series_uid": new_uid() if len(plan.dates) > 1 else None,
        "starts_at": rules.read_time(plan.starts_at),
        "minutes": plan.minutes,
        "mode": plan.mode,
        "venue_uid": plan.venue_uid,
        "place_uid": venue.place_uid if venue else None,
        "planned_by_uid": actor.user_uid,
    }
    made: list[Session] = []
    for day in plan.dates:
        parallel_uid = new_uid() if plan.parallel else None
        for for_others, group in _groups(plan, somebody):
            uid = new_uid() if made else token
            session = Session(
                uid=uid, key_uid=uid, held_on=day, parallel_uid=parallel_uid, for_others=for_others, **same
            )
            _fill(session, plan.worker_uids, group, adults[day])
            made.append(session)
    found = warned(actor, {one.referral.uid for one in somebody}, plan.venue_uid)
    go_on(actor=actor, found=found, session=made[0], reason=reason)
    audit.record("session.planned", made[0], sessions=len(made), mode=plan.mode, people=len(somebody))
    return made


def _groups(plan: Plan, somebody: list[Somebody]) -> list[tuple[bool, list[Somebody]]]:
    """Whether it is the second group, that of parents, carers and others, and who is in it."""
    if not plan.parallel:
        return [(False, somebody)]
    return [
        (False, [one for one in somebody if one.participant is None]),
        (True, [one for one in somebody if one.participant]),
    ]


def _fill(session: Session, worker_uids: Collection[str], group: list[Somebody], adults: Collection[str]) -> None:
    db.session.add(session)
    db.session.flush()
    add_workers(session, worker_uids)
    db.session.add_all(expected(session, one, adult=whom.is_adult(one, adults)) for one in group)
    db.session.flush()


def add_workers(session: Session, worker_uids: Collection[str]) -> None:
    db.session.add_all(
        SessionWorker(area_uid=session.area_uid, session_uid=session.uid, worker_uid=uid)
        for uid in sorted(set(worker_uids))
    )


def may_record(actor: Actor) -> None:
    if not actor.may(Permission.SESSION_RECORD) or actor.agency_uid is None:
        raise NotPermitted("record sessions")


def hold_intervention(actor: Actor, uid: str) -> Intervention:
    """One that the actor's agency works in, held so that of two presses the second sees what the first made."""
    row = db.session.scalar(select(Intervention).where(Intervention.uid == uid).with_for_update(of=Intervention))
    if row is None or not works_in(actor, row):
        raise NotFound("Intervention")
    return row


def works_in(actor: Actor, row: Intervention) -> bool:
    """Whether the actor's agency provides it, or people were referred to the agency for it."""
    return row.provider_agency_uid == actor.agency_uid or bool(whom.who_may_come(actor, row.uid))


def check(actor: Actor, plan: Plan) -> None:
    """Raises Refused with the field for what cannot be planned."""
    if not partnership.is_code("session_mode", plan.mode or ""):
        raise Refused("Select how you work", field="mode")
    if not plan.dates:
        raise Refused("Choose at least one day", field="dates")
    rules.check_minutes(plan.minutes)
    rules.check_people(plan.mode, plan.people, parallel=plan.parallel)
    check_workers(actor, plan.worker_uids)


def venue_of(actor: Actor, intervention_uid: str, venue_uid: str | None) -> interventions.InterventionVenue | None:
    """Raises Refused for one where the intervention does not happen."""
    if not venue_uid:
        return None
    there = interventions.venues_of(interventions.get_intervention(actor, intervention_uid))
    found = next((venue for venue in there if venue.uid == venue_uid), None)
    if found is None:
        raise Refused("Select a venue from the list", field="venue_uid")
    return found


def check_workers(actor: Actor, worker_uids: Collection[str]) -> None:
    if not worker_uids:
        raise Refused("Select who runs it", field="worker_uids")
    if not set(worker_uids) <= {user.uid for user in colleagues(actor)}:
        raise Refused("Select workers of your own organisation", field="worker_uids")


def colleagues(actor: Actor) -> list[User]:
    """People of the actor's agency who may record sessions."""
    found = accounts.people_who_may(actor.area_uid, Permission.SESSION_RECORD)
    mine = [user for user in found if user.agency_uid == actor.agency_uid]
    return sorted(mine, key=lambda user: user.name.casefold())


def chosen(actor: Actor, intervention_uid: str, keys: Collection[Key]) -> list[Somebody]:
    """Those who were chosen. Raises Refused at `people` for anybody who may not be asked."""
    possible = {one.key: one for one in whom.who_may_come(actor, intervention_uid)} if keys else {}
    if not possible.keys() >= set(keys):
        raise Refused("Select people from the list", field="people")
    return [one for key, one in possible.items() if key in set(keys)]


def expected(session: Session, one: Somebody, *, adult: bool) -> Attendance:
    """A row for somebody who is asked to come; nothing is said of it yet."""
    return Attendance(
        key_uid=one.referral.key_uid,
        agency_uid=session.agency_uid,
        area_uid=session.area_uid,
        session_uid=session.uid,
        referral_uid=one.referral.uid,
        participant_uid=one.participant.uid if one.participant else None,
        adult=adult,
    )
