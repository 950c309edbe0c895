"""Changing the catalogue: its rows, who provides what, what happened in a year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.features.accounts import interface as accounts
from app.features.interventions import queries, terms
from app.features.interventions.catalogue import outside_places
from app.features.interventions.domain import Commissioning, State
from app.features.interventions.models import Intervention, InterventionYear
from app.features.partnership import interface as partnership
from app.features.providers import interface as providers
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission, Role
from app.platform.database import db
from app.platform.database.numbering import next_number

audit.declare("catalogue.provider_named", facts={"agency_uid"})
audit.declare("catalogue.added", facts={"code"})
audit.declare("catalogue.changed", facts={"code", "part"})
audit.declare("catalogue.year_recorded", facts={"code", "year", "status"})

LOCAL = "L"
"""Codes of rows that were added here begin with it; those of the documents with I."""


def may_change(actor: Actor, area_code: str) -> bool:
    """Whoever keeps the catalogue, for rows of an area they work in; a commissioner also those of places outside the
    partnership, which nobody else would keep."""
    if actor.is_system:
        return True
    if not actor.may(Permission.INTERVENTION_MANAGE):
        return False
    own = {partnership.get_area(uid).code for uid in actor.area_uids}
    return area_code in own or (Role.COMMISSIONER in actor.roles and area_code in outside_places())


def check_may_change(actor: Actor, area_code: str) -> None:
    """Raises NotPermitted."""
    if not may_change(actor, area_code):
        raise NotPermitted("change this row of the catalogue")


def money_to_look_at(actor: Actor, on: date) -> list[tuple[Intervention, Commissioning]]:
    """Rows the actor keeps whose money ends soon or is not confirmed."""
    found = [(row, queries.commissioning(row, on)) for row in queries.list_with_contracts()]
    asks = (State.SOON, State.UNCONFIRMED)
    return [(row, how) for row, how in found if how.state in asks and may_change(actor, row.area_code)]


def count_money(actor: Actor, on: date) -> dict[str, int]:
    """For the home page: interventions whose money ends `soon`, and those where it is `unconfirmed`."""
    states = [how.state for _row, how in money_to_look_at(actor, on)]
    return {"soon": states.count(State.SOON), "unconfirmed": states.count(State.UNCONFIRMED)}


def add_intervention(*, actor: Actor, area_code: str, values: Mapping[str, Any]) -> Intervention:
    """A new row. `values` are those of the part `what`. One of the same name in the area is refused."""
    check_may_change(actor, area_code)
    checked = terms.checked("what", values)
    same = select(Intervention.uid).where(Intervention.area_code == area_code, Intervention.name == checked["name"])
    if db.session.scalar(same):
        raise Refused("Enter another name: the catalogue has one of this name in the area", field="name")
    row = Intervention(
        code=f"{LOCAL}{next_number(LOCAL, 0):04}",
        area_code=area_code,
        cohort="",
        fund_route="UNK",
        factors=[],
        axes=[],
        changed_on=today(),
        **checked,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("catalogue.added", row, code=row.code)
    return row


def change_part(
    *, actor: Actor, intervention: Intervention, part: str, values: Mapping[str, Any], seen: str | None = None
) -> None:
    """Change one part of a row (`terms.PARTS`). `seen` is `terms.mark` of what the form showed: raises Stale when
    somebody has changed the part since."""
    check_may_change(actor, intervention.area_code)
    current = db.session.scalars(
        select(Intervention)
        .where(Intervention.uid == intervention.uid)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    checked = terms.checked(part, values)
    if all(getattr(current, name) == value for name, value in checked.items()):
        return
    if seen is not None and seen != terms.mark(current, part):
        raise Stale
    lead = checked.get("safeguarding_lead_uid")
    if lead and lead not in {user.uid for user in leads_of(actor, intervention)}:
        raise Refused("Select one of the provider’s people", field="safeguarding_lead_uid")
    for name, value in checked.items():
        setattr(current, name, value)
    current.changed_on = today()
    audit.record("catalogue.changed", current, code=current.code, part=part)


def leads_of(actor: Actor, intervention: Intervention) -> list[Any]:
    """The provider's people, of whom one leads on safeguarding."""
    if intervention.provider_agency_uid is None:
        return []
    return accounts.list_users(actor, intervention.provider_agency_uid, with_roles=False)


def add_year(*, actor: Actor, intervention: Intervention, year: str, status: str, note: str = "") -> InterventionYear:
    """What happened in a financial year, after what is recorded already. The same sent twice is kept once."""
    check_may_change(actor, intervention.area_code)
    if not terms.is_year(year or ""):
        raise Refused("Enter a financial year, such as 2026/27", field="year")
    if not partnership.is_code("intervention_year_status", status or ""):
        raise Refused("Select what happened", field="status")
    note = (note or "").strip()
    db.session.scalar(select(Intervention.uid).where(Intervention.uid == intervention.uid).with_for_update())
    same = {"intervention_uid": intervention.uid, "year": year, "status": status, "note": note}
    there = db.session.scalar(select(InterventionYear).filter_by(**same))
    if there is not None:
        return there
    last = select(func.max(InterventionYear.position)).where(InterventionYear.intervention_uid == intervention.uid)
    row = InterventionYear(**same, position=(db.session.scalar(last) or 0) + 1)
    db.session.add(row)
    intervention.changed_on = today()
    db.session.flush()
    audit.record(
        "catalogue.year_recorded", intervention, code=intervention.code, year=year.replace("/", "-"), status=status
    )
    return row


def name_provider(*, actor: Actor, intervention: Intervention, agency_uid: str | None) -> None:
    """Tie a row of the catalogue to the agency that provides it, so that referrals reach its people."""
    check_may_change(actor, intervention.area_code)
    if agency_uid and agency_uid not in {agency.uid for agency in providers_in(actor.area_uids)}:
        raise Refused("Select a provider", field="agency_uid")
    if intervention.provider_agency_uid == (agency_uid or None):
        return
    intervention.provider_agency_uid = agency_uid or None
    intervention.safeguarding_lead_uid = None
    audit.record("catalogue.provider_named", intervention, agency_uid=agency_uid or None)


def providers_in(area_uids: frozenset[str]) -> list[partnership.AgencyItem]:
    """Agencies that people can be referred to."""
    found = {agency.uid: agency for uid in area_uids for agency in partnership.agencies_in(uid)}
    return sorted(
        (agency for agency in found.values() if agency.agency_type == providers.PROVIDER),
        key=lambda one: one.name.casefold(),
    )
