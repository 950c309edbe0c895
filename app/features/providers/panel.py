"""What of providers waits for those who commission them."""

from collections.abc import Iterator
from datetime import date

from app.features.providers import queries
from app.features.providers.domain import Standing
from app.features.reminders import interface as reminders
from app.platform.access import Actor, Role
from app.web.addresses import public_link

LAPSES = "Quality of providers to look at"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """The commissioner: what has lapsed, or lapses within the days that are set."""
    if Role.COMMISSIONER not in actor.roles or len(actor.area_uids) != 1:
        return
    for provider in queries.list_providers(actor, actor.area_uid, on):
        for kind in provider.kinds:
            if kind.standing not in (Standing.LAPSED, Standing.SOON) or kind.row is None:
                continue
            yield reminders.Line(
                group=LAPSES,
                reference=provider.agency.name,
                words=kind.label,
                due_on=kind.row.expires_on or on,
                link=public_link("providers.provider", agency_uid=provider.agency.uid),
            )


reminders.add_source("providers", waiting)
