"""Grants: recording them, their agreement and confirmation, a longer time, and sharing one out over the areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.funding.allowing import allow, needed, once_uid
from app.features.funding.domain import sums
from app.features.funding.lines import budgeted_everywhere
from app.features.funding.models import Allocation, Grant
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.kernel.money import pounds
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("funding.grant_recorded", facts={"source", "amount", "of_area_uid"})
audit.declare("funding.grant_settled", facts={"signed_on", "confirmed_on"})
audit.declare("funding.grant_extended", facts={"ends_on"})
audit.declare("funding.grant_shared", facts={"areas", "weight"})


def may_change(actor: Actor, grant: Grant) -> bool:
    """The hub changes grants of the force area, a commissioner those of the area, nobody a published figure."""
    if grant.code is not None:
        return False
    if grant.of_area_uid is None:
        return actor.is_system or actor.may(Permission.FUNDING_ALLOCATE)
    return actor.is_system or (actor.may(Permission.FUNDING_MANAGE) and grant.of_area_uid in actor.area_uids)


def _allow(actor: Actor, grant: Grant) -> None:
    if not may_change(actor, grant):
        raise NotPermitted("a grant")


def record_grant(
    *,
    actor: Actor,
    name: str,
    source: str,
    amount: int,
    starts_on: date,
    ends_on: date,
    of_area_uid: str | None = None,
    reference: str = "",
    core_amount: int | None = None,
    match_year: int | None = None,
    signed_on: date | None = None,
    confirmed_on: date | None = None,
    once: str | None = None,
) -> Grant | None:
    """A grant to an area, or without one to the whole force area. None when the form was sent before."""
    if of_area_uid is not None:
        allow(actor, of_area_uid)
    elif not actor.is_system and not actor.may(Permission.FUNDING_ALLOCATE):
        raise NotPermitted("a grant of the force area")
    if not partnership.is_code("fund_source", source):
        raise Refused("Select who gives the money", field="source")
    if ends_on < starts_on:
        raise Refused("Enter a last day after the first", field="ends_on")
    if core_amount is not None and core_amount > amount:
        raise Refused("Enter a core part that is no more than the whole", field="core_amount")
    uid = once_uid(Grant, once)
    if uid is None:
        return None
    grant = Grant(
        uid=uid,
        of_area_uid=of_area_uid,
        name=needed(name, "Enter what the grant is called", "name"),
        source=source,
        reference=reference.strip(),
        amount=amount,
        core_amount=core_amount,
        match_year=match_year,
        starts_on=starts_on,
        ends_on=ends_on,
        signed_on=signed_on,
        confirmed_on=confirmed_on,
    )
    db.session.add(grant)
    db.session.flush()
    audit.record("funding.grant_recorded", grant, source=source, amount=amount, of_area_uid=of_area_uid)
    return grant


def settle_grant(*, actor: Actor, grant: Grant, signed_on: date | None, confirmed_on: date | None) -> None:
    """Say when the agreement was signed and the money confirmed. The same again changes nothing."""
    _allow(actor, grant)
    for day, field in ((signed_on, "signed_on"), (confirmed_on, "confirmed_on")):
        if day is not None and day > today():
            raise Refused("Enter a day that is not after today", field=field)
    if (grant.signed_on, grant.confirmed_on) == (signed_on, confirmed_on):
        return
    grant.signed_on, grant.confirmed_on = signed_on, confirmed_on
    told = {"signed_on": signed_on, "confirmed_on": confirmed_on}
    audit.record("funding.grant_settled", grant, **{name: f"{day}" for name, day in told.items() if day})


def extend_grant(*, actor: Actor, grant: Grant, ends_on: date, reason: str) -> None:
    """The money may be spent until a later day."""
    _allow(actor, grant)
    if ends_on == grant.ends_on:
        return
    if ends_on < grant.ends_on:
        raise Refused("Enter a day after the last day there is now", field="ends_on")
    why = needed(reason, "Enter why it runs longer", "reason")
    grant.ends_on = ends_on
    audit.record("funding.grant_extended", grant, reason=why, ends_on=f"{ends_on}")


@dataclass(frozen=True)
class Basis:
    """What one area's share rests on: an amount that was decided, or the figures it is worked out from."""

    amount: int | None = None
    population: int | None = None
    crimes: int | None = None
    agreed_on: date | None = None


def share_out(
    *, actor: Actor, grant: Grant, shares: Mapping[str, Basis], period: str = "", weight: int | None = None
) -> None:
    """Share a grant of the force area over areas (by uid). With `weight` the amounts are worked out from population
    (that many per cent) and recorded serious violent crime of `period`; without it they are those given. Either way
    they sum to the grant, to the penny. Shared out again, the shares are put right."""
    _allow(actor, grant)
    if grant.of_area_uid is not None or grant.amount is None:
        raise Refused("Choose a grant of the whole force area, with an amount")
    amounts = _amounts(grant.amount, shares, weight)
    if weight is not None:
        period = needed(period, "Enter the months or the year that the figures are of", "period")
    there = {one.to_area_uid: one for one in _shares_of(grant)}
    _check_lines(grant, {uid: amounts.get(uid, 0) for uid in {*there, *amounts}})
    for place, (uid, amount) in enumerate(amounts.items(), start=1):
        one = there.pop(uid, None) or Allocation(grant_uid=grant.uid, to_area_uid=uid)
        given = shares[uid]
        one.position, one.amount, one.agreed_on = place, amount, given.agreed_on
        one.basis = (
            {}
            if weight is None
            else {"population": given.population, "crimes": given.crimes, "period": period.strip(), "weight": weight}
        )
        db.session.add(one)
    for left in there.values():
        db.session.delete(left)
    db.session.flush()
    audit.record("funding.grant_shared", grant, areas=len(amounts), weight=weight)


def _amounts(total: int, shares: Mapping[str, Basis], weight: int | None) -> dict[str, int]:
    if weight is None:
        amounts = {uid: one.amount or 0 for uid, one in shares.items()}
        sums.check_parts(total, list(amounts.values()))
        return {uid: amount for uid, amount in amounts.items() if amount}
    given = {uid: one for uid, one in shares.items() if one.population is not None or one.crimes is not None}
    people = [one.population or 0 for one in given.values()]
    crimes = [one.crimes or 0 for one in given.values()]
    parts = sums.split(total, sums.blend(people, crimes, weight)) if given else sums.split(total, [])
    return dict(zip(given, parts, strict=True))


def _shares_of(grant: Grant) -> list[Allocation]:
    return list(db.session.scalars(select(Allocation).where(Allocation.grant_uid == grant.uid)))


def _check_lines(grant: Grant, amounts: Mapping[str, int]) -> None:
    """No area's share falls below what its lines hold already, whoever may see them."""
    for uid, budgeted in budgeted_everywhere(grant.uid).items():
        if budgeted > amounts.get(uid, 0):
            area = partnership.area_name(uid)
            raise Refused(f"Enter a share of {pounds(budgeted)} or more for {area}: its lines hold that much")
