"""Changing the catalogue: who provides what."""

from app.features.interventions.models import Intervention
from app.features.partnership import interface as partnership
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor

audit.declare("catalogue.provider_named", facts={"agency_uid"})

PROVIDER = "VCS_PROV"


def name_provider(*, actor: Actor, intervention: Intervention, agency_uid: str | None) -> None:
    """Tie a row of the catalogue to the agency that provides it, so that referrals reach its people."""
    if agency_uid and agency_uid not in {agency.uid for agency in providers_in(actor.area_uids)}:
        raise Refused("Select a provider", field="agency_uid")
    if intervention.provider_agency_uid == (agency_uid or None):
        return
    intervention.provider_agency_uid = agency_uid or None
    audit.record("catalogue.provider_named", intervention, agency_uid=agency_uid or None)


def providers_in(area_uids: frozenset[str]) -> list[partnership.AgencyItem]:
    """Agencies that people can be referred to."""
    found = {agency.uid: agency for uid in area_uids for agency in partnership.agencies_in(uid)}
    return sorted(
        (agency for agency in found.values() if agency.agency_type == PROVIDER), key=lambda one: one.name.casefold()
    )
