"""What the forms of actions offer: agencies, colleagues, everybody of the area."""

from typing import Any

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.platform.access import Actor
from app.web.fields import SelectChoice, choice
from app.web.forms import Form


def agencies(actor: Actor) -> list[SelectChoice]:
    """Agencies of the actor's areas, by name."""
    return [
        choice(agency.uid, agency.name)
        for area in sorted(actor.area_uids)
        for agency in partnership.recipients_in(area)
    ]


def colleagues(actor: Actor, agency_uid: str) -> list[SelectChoice]:
    """People with an account at an agency, by name."""
    return [choice(user.uid, user.name) for user in accounts.list_users(actor, agency_uid)]


def everybody(actor: Actor) -> list[SelectChoice]:
    """People with an account in the actor's areas, by agency and name."""
    found = [(partnership.agency_name(user.agency_uid), user) for user in accounts.list_users(actor) if user.agency_uid]
    found.sort(key=lambda one: one[0].casefold())
    return [choice(user.uid, user.name, group=agency) for agency, user in found]


def handed_on(form: Form) -> dict[str, Any]:
    """To whom and why, as `transfer_action` takes it."""
    values = form.values
    return {name: values[name] or None for name in ("owner_uid", "owner_name")} | {"text": values["text"]}
