"""What other pages show of the catalogue: on a provider's page what it delivers, in the mail of the day what ends."""

from collections.abc import Iterator
from datetime import date

from app.features.interventions import queries, shown
from app.features.interventions.commands import money_to_look_at
from app.features.providers import interface as providers
from app.features.reminders import interface as reminders
from app.kernel.clock import today
from app.platform.access import Actor, Permission, Role, current_actor
from app.web import panels
from app.web.addresses import public_link
from app.web.rendering import part

ENDS = "Money of interventions to look at"


def on_provider(*, agency_uid: str, **_context: object) -> str:
    actor, on = current_actor(), today()
    rows = queries.list_of_provider(agency_uid)
    return part(
        "interventions/of_provider.html",
        rows=[(row, queries.commissioning(row, on)) for row in rows],
        states=shown.STATES,
        may_view=actor.may(Permission.INTERVENTION_VIEW),
    )


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """The commissioner: money that ends soon or is not confirmed."""
    if Role.COMMISSIONER not in actor.roles:
        return
    for row, how in money_to_look_at(actor, on):
        link = public_link("interventions.intervention", intervention_uid=row.uid)
        yield reminders.Line(ENDS, row.code, f"{row.name}: {how.banner}", how.until or on, link)


panels.register("provider", 10, on_provider)
providers.add_source("interventions", queries.delivering_agencies)
reminders.add_source("interventions", waiting)
