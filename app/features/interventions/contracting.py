"""Contracts of an intervention: their days, breaks, late confirmation, an early end."""

from datetime import date, timedelta

from sqlalchemy import select

from app.features.interventions.commands import check_may_change
from app.features.interventions.models import Contract, Intervention
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("contract.added", facts={"code", "starts_on", "ends_on"})
audit.declare("contract.confirmed", facts={"code", "late_days"})
audit.declare("contract.break_recorded", facts={"code", "from", "until"})
audit.declare("contract.stopped", facts={"code", "stopped_on"})

LONGEST = timedelta(days=15 * 366)


def add_contract(
    *,
    actor: Actor,
    intervention: Intervention,
    starts_on: date | None,
    ends_on: date | None,
    fund_route: str,
    reference: str = "",
    confirmed_on: date | None = None,
    grant_uid: str | None = None,
) -> Contract:
    """From when to when it is paid for, both days included. An extension is a contract that begins the day after.
    Sent twice, the first is answered."""
    check_may_change(actor, intervention.area_code)
    if starts_on is None:
        raise Refused("Enter the first day", field="starts_on")
    if ends_on is None:
        raise Refused("Enter the last day", field="ends_on")
    if ends_on < starts_on or ends_on - starts_on > LONGEST:
        raise Refused("Enter a last day after the first, within 15 years", field="ends_on")
    if not partnership.is_code("fund_route", fund_route or ""):
        raise Refused("Select how it is paid for", field="fund_route")
    _check_past(confirmed_on, "confirmed_on")
    plain = {
        "intervention_uid": intervention.uid,
        "reference": (reference or "").strip(),
        "fund_route": fund_route,
        "grant_uid": grant_uid,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    there = db.session.scalar(select(Contract).filter_by(**plain))
    if there is not None:
        return there
    row = Contract(**plain, breaks=[], confirmed_on=confirmed_on)
    db.session.add(row)
    db.session.flush()
    audit.record(
        "contract.added",
        intervention,
        code=intervention.code,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
    )
    return row


def get_contract(actor: Actor, uid: str) -> tuple[Contract, Intervention]:
    """With its intervention. Raises NotFound."""
    row = db.session.get(Contract, uid)
    intervention = db.session.get(Intervention, row.intervention_uid) if row else None
    if row is None or intervention is None:
        raise NotFound("Contract")
    return row, intervention


def confirm_contract(
    *, actor: Actor, contract: Contract, intervention: Intervention, confirmed_on: date | None
) -> None:
    """The money was confirmed on a day, which may be after it began."""
    check_may_change(actor, intervention.area_code)
    if confirmed_on is None:
        raise Refused("Enter the day the money was confirmed", field="confirmed_on")
    _check_past(confirmed_on, "confirmed_on")
    if contract.confirmed_on == confirmed_on:
        return
    contract.confirmed_on = confirmed_on
    late = max(0, (confirmed_on - contract.starts_on).days)
    audit.record("contract.confirmed", intervention, code=intervention.code, late_days=late)


def record_break(
    *, actor: Actor, contract: Contract, intervention: Intervention, first: date | None, last: date | None
) -> None:
    """Nothing is delivered from `first` to `last`, both included, within the contract."""
    check_may_change(actor, intervention.area_code)
    if first is None or not contract.starts_on <= first <= contract.ends_on:
        raise Refused("Enter a first day within the contract", field="first")
    if last is None or not first <= last <= contract.ends_on:
        raise Refused("Enter a last day within the contract, not before the first", field="last")
    told = {"from": first.isoformat(), "until": last.isoformat()}
    if told in contract.breaks:
        return
    if any(one["from"] <= told["until"] and told["from"] <= one["until"] for one in contract.breaks):
        raise Refused("Enter days that no other break has", field="first")
    contract.breaks = sorted([*contract.breaks, told], key=lambda one: str(one["from"]))
    audit.record("contract.break_recorded", intervention, code=intervention.code, **told)


def stop_contract(*, actor: Actor, contract: Contract, intervention: Intervention, stopped_on: date | None) -> None:
    """It ends before its end; `stopped_on` is the last day."""
    check_may_change(actor, intervention.area_code)
    if stopped_on is None or not contract.starts_on <= stopped_on < contract.ends_on:
        raise Refused("Enter a last day within the contract, before its end", field="stopped_on")
    if contract.stopped_on == stopped_on:
        return
    contract.stopped_on = stopped_on
    audit.record("contract.stopped", intervention, code=intervention.code, stopped_on=stopped_on.isoformat())


def _check_past(day: date | None, field: str) -> None:
    if day is not None and day > today():
        raise Refused("Enter a day that is not in the future", field=field)
