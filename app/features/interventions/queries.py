"""Reads of the catalogue, which is about nobody."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from app.features.interventions import domain
from app.features.interventions.catalogue import outside_places
from app.features.interventions.domain import Commissioning
from app.features.interventions.models import Contract, Intervention, InterventionVenue, VenueUse
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound
from app.platform.access import Actor
from app.platform.database import db

WITH_YEARS = (selectinload(Intervention.years), selectinload(Intervention.contracts))


def list_catalogue(actor: Actor, *, area_code: str | None = None, kind: str | None = None) -> list[Intervention]:
    """The catalogue: the actor's own area first, places outside the partnership last."""
    own = {partnership.get_area(uid).code for uid in actor.area_uids}
    rows = [
        row
        for row in db.session.scalars(select(Intervention).order_by(Intervention.code).options(*WITH_YEARS))
        if (not area_code or row.area_code == area_code) and (not kind or kind in row.kind_codes)
    ]
    away = outside_places()
    return sorted(rows, key=lambda row: (row.area_code not in own, row.area_code in away, row.area_code, row.code))


def get_intervention(actor: Actor, uid: str) -> Intervention:
    """Raises NotFound."""
    row = db.session.scalar(select(Intervention).where(Intervention.uid == uid).options(*WITH_YEARS))
    if row is None:
        raise NotFound("Intervention")
    return row


def list_of_provider(agency_uid: str) -> Sequence[Intervention]:
    """What an agency provides, by name."""
    return db.session.scalars(
        select(Intervention)
        .where(Intervention.provider_agency_uid == agency_uid)
        .order_by(Intervention.name)
        .options(*WITH_YEARS)
    ).all()


def list_with_contracts() -> Sequence[Intervention]:
    """Rows that have a contract, by name."""
    with_one = select(Contract.intervention_uid)
    return db.session.scalars(
        select(Intervention).where(Intervention.uid.in_(with_one)).order_by(Intervention.name).options(*WITH_YEARS)
    ).all()


def delivering_agencies() -> set[str]:
    """Agencies that provide a row of the catalogue."""
    told = select(Intervention.provider_agency_uid).where(Intervention.provider_agency_uid.is_not(None)).distinct()
    return {uid for uid in db.session.scalars(told) if uid}


def place_name(area_code: str) -> str:
    """The words for a code of the catalogue: an area of the partnership, or a place outside it."""
    names = {area.code: area.name for area in partnership.list_areas()}
    return names.get(area_code) or outside_places().get(area_code, area_code)


def area_codes() -> list[str]:
    """Areas that the catalogue has rows of, those of the partnership first."""
    codes = set(db.session.scalars(select(Intervention.area_code).distinct()))
    return sorted(codes, key=lambda code: (code in outside_places(), place_name(code)))


def takes_named_people(intervention: Intervention) -> bool:
    """Whether any of its kinds works with named people, rather than with everybody in a place or a school (PR-51)."""
    kinds = [partnership.code_item("intervention_kind", code) for code in intervention.kind_codes]
    return not kinds or any(kind is None or kind.attributes.get("named", True) for kind in kinds)


def commissioning(intervention: Intervention, on: date) -> Commissioning:
    """Whether it runs `on` a day, until when it is paid for, and what a reader must know of that."""
    if {"years", "contracts"} & inspect(intervention).unloaded:
        db.session.scalars(select(Intervention).where(Intervention.uid == intervention.uid).options(*WITH_YEARS)).one()
    contracts = [
        domain.Contract(
            one.starts_on,
            min(one.stopped_on or one.ends_on, one.ends_on),
            one.confirmed_on,
            tuple((date.fromisoformat(each["from"]), date.fromisoformat(each["until"])) for each in one.breaks),
        )
        for one in intervention.contracts
    ]
    years = []
    for year in intervention.years:
        item = partnership.code_item("intervention_year_status", year.status)
        runs = item is None or item.attributes.get("running", True)
        years.append(domain.Year(year.year, item.label if item else year.status, runs))
    return domain.commissioning(contracts, years, on, int(partnership.number("intervention.unfunded_soon")))


def is_live(intervention: Intervention, on: date) -> bool:
    """Whether it runs `on` a day, as far as contracts and years are recorded."""
    return commissioning(intervention, on).is_live


def venues_of(intervention: Intervention) -> list[InterventionVenue]:
    """Where it happens now, by name, of the areas the actor works in."""
    return venues_by_intervention([intervention.uid]).get(intervention.uid, [])


def venues_by_intervention(uids: Iterable[str]) -> dict[str, list[InterventionVenue]]:
    """The same for several at once."""
    found: dict[str, list[InterventionVenue]] = {}
    rows = db.session.execute(
        select(VenueUse.intervention_uid, InterventionVenue)
        .join(InterventionVenue, InterventionVenue.uid == VenueUse.venue_uid)
        .where(VenueUse.intervention_uid.in_(set(uids)), InterventionVenue.ended_on.is_(None))
        .order_by(InterventionVenue.name, InterventionVenue.uid)
    )
    for intervention_uid, venue in rows:
        found.setdefault(intervention_uid, []).append(venue)
    return found
