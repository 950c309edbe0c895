"""What the forms of actions offer: agencies, colleagues, everybody of the area."""

from typing import Any

from app.features.actions import queries
from app.features.partnership import interface as partnership
from app.platform.access import Actor
from app.web.fields import SelectChoice, choice
from app.web.forms import Form


def agencies(actor: Actor) -> list[SelectChoice]:
    """Agencies of the actor's areas, by name."""
    return [
        choice(agency.uid, agency.name) for area in sorted(actor.area_uids) for agency in partnership.agencies_in(area)
    ]


def colleagues(agency_uid: str) -> list[SelectChoice]:
    return [choice(user.uid, user.name) for user in queries.list_colleagues(agency_uid)]


def everybody(actor: Actor) -> list[SelectChoice]:
    """Everybody with an account in the actor's areas, by agency and name."""
    return [
        choice(user.uid, user.name, group=partnership.agency_name(user.agency_uid))
        for user in queries.list_everybody(actor)
        if user.agency_uid
    ]


def handed_on(form: Form) -> dict[str, Any]:
    """To whom and why, as `transfer_action` takes it."""
    values = form.values
    return {name: values[name] or None for name in ("owner_uid", "owner_name")} | {"text": values["text"]}
