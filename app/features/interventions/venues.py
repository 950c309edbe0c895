"""Venues, which interventions happen there, and which networks' members are not to come."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions.commands import check_may_change
from app.features.interventions.models import Intervention, InterventionVenue, VenueRestriction, VenueUse
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission, fetch
from app.platform.database import db

audit.declare("venue.added")
audit.declare("venue.ended")
audit.declare("venue.uses_set", facts={"code", "venues"})
audit.declare("venue.restricted", facts={"venue_uid"})
audit.declare("venue.restriction_lifted", facts={"venue_uid"})


def list_venues(area_uid: str) -> Sequence[InterventionVenue]:
    """Those in use, by name."""
    return db.session.scalars(
        select(InterventionVenue)
        .where(InterventionVenue.area_uid == area_uid, InterventionVenue.ended_on.is_(None))
        .order_by(InterventionVenue.name, InterventionVenue.uid)
    ).all()


def get_venue(actor: Actor, uid: str) -> InterventionVenue:
    """Raises NotFound."""
    return fetch(actor, InterventionVenue, uid)


def add_venue(*, actor: Actor, area_uid: str, name: str, place_uid: str | None = None) -> InterventionVenue:
    """A venue of the area. `place_uid` is the place of concern it is or stands in."""
    _check_keeps(actor, area_uid)
    name = (name or "").strip()
    if not name:
        raise Refused("Enter the name", field="name")
    there = db.session.scalars(select(InterventionVenue).where(InterventionVenue.area_uid == area_uid)).all()
    same = next((one for one in there if one.name.casefold() == name.casefold()), None)
    if same is not None and same.ended_on is None:
        raise Refused("Enter another name: the area has a venue of this name", field="name")
    if same is not None:
        same.ended_on, same.place_uid = None, place_uid or None
    row = same or InterventionVenue(area_uid=area_uid, name=name, place_uid=place_uid or None)
    db.session.add(row)
    db.session.flush()
    audit.record("venue.added", row)
    return row


def end_venue(*, actor: Actor, venue: InterventionVenue) -> None:
    """It is used no more from today."""
    _check_keeps(actor, venue.area_uid)
    if venue.ended_on is None:
        venue.ended_on = today()
        audit.record("venue.ended", venue)


def set_venues(*, actor: Actor, intervention: Intervention, venue_uids: Iterable[str]) -> None:
    """Where it happens, of the venues of the areas the actor works in. What it has elsewhere stays."""
    check_may_change(actor, intervention.area_code)
    known = {row.uid for row in db.session.scalars(select(InterventionVenue))}
    wanted = set(venue_uids)
    if not wanted <= known:
        raise Refused("Select venues from the list", field="venue_uids")
    there = {
        row.venue_uid: row
        for row in db.session.scalars(select(VenueUse).where(VenueUse.intervention_uid == intervention.uid))
    }
    if wanted == there.keys() & known:
        return
    for uid in wanted - there.keys():
        db.session.add(VenueUse(intervention_uid=intervention.uid, venue_uid=uid))
    for uid in (there.keys() & known) - wanted:
        db.session.delete(there[uid])
    audit.record("venue.uses_set", intervention, code=intervention.code, venues=len(wanted))


def interventions_at(venue: InterventionVenue) -> Sequence[Intervention]:
    uses = select(VenueUse.intervention_uid).where(VenueUse.venue_uid == venue.uid)
    return db.session.scalars(select(Intervention).where(Intervention.uid.in_(uses)).order_by(Intervention.name)).all()


def restrict(
    *, actor: Actor, venue: InterventionVenue, case: Case, reason: str, review_on: date | None = None
) -> VenueRestriction:
    """Members of the network of `case` are not to come to a venue. Sealed under the network's key. One that is there
    already is answered as it is."""
    if not actor.is_system and not actor.may(Permission.INTERVENTION_LINK):
        raise NotPermitted("keep a network from a venue")
    if case.subject_kind != "NETWORK" or not cases.is_open(case) or case.area_uid != venue.area_uid:
        raise Refused("Select a network", field="case_uid")
    reason = (reason or "").strip()
    if not reason:
        raise Refused("Enter why its members are not to come", field="reason")
    review_on = review_on or today() + timedelta(days=int(partnership.number("venue.review", venue.area_uid)))
    if review_on <= today():
        raise Refused("Enter a day in the future", field="review_on")
    there = next((row for row in restrictions_of([venue.uid]) if row.network_uid == case.subject_uid), None)
    if there is not None:
        return there
    row = VenueRestriction(
        key_uid=case.key_uid,
        agency_uid=actor.agency_uid,
        area_uid=venue.area_uid,
        venue_uid=venue.uid,
        case_uid=case.uid,
        network_uid=case.subject_uid,
        recorded_on=today(),
        recorded_by_uid=actor.user_uid,
        review_on=review_on,
        reason=reason,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("venue.restricted", row, venue_uid=venue.uid)
    return row


def lift(*, actor: Actor, restriction: VenueRestriction) -> None:
    if not actor.is_system and not actor.may(Permission.INTERVENTION_LINK):
        raise NotPermitted("let a network come to a venue")
    if restriction.lifted_on is None:
        restriction.lifted_on = today()
        audit.record("venue.restriction_lifted", restriction, venue_uid=restriction.venue_uid)


def restrictions_of(venue_uids: Iterable[str]) -> Sequence[VenueRestriction]:
    """What holds at venues, as far as whoever acts may see it."""
    return db.session.scalars(
        select(VenueRestriction)
        .where(VenueRestriction.venue_uid.in_(set(venue_uids)), VenueRestriction.lifted_on.is_(None))
        .order_by(VenueRestriction.recorded_on, VenueRestriction.uid)
    ).all()


def cases_of(case_uids: set[str]) -> dict[str, Case]:
    """Cases with their subjects by uid, as far as whoever acts may see them."""
    rows = db.session.scalars(select(Case).where(Case.uid.in_(case_uids)).options(joinedload(Case.subject)))
    return {row.uid: row for row in rows}


def _check_keeps(actor: Actor, area_uid: str) -> None:
    if not actor.is_system and not (actor.may(Permission.INTERVENTION_MANAGE) and area_uid in actor.area_uids):
        raise NotPermitted("keep the venues of this area")
