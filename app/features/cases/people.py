"""Names of staff, asked of the room of accounts once a page."""

from app.features.accounts import interface as accounts
from app.features.partnership.interface import agency_name
from app.platform.access import Actor
from app.web.fields import SelectChoice, choice


def staff_choices(actor: Actor) -> list[SelectChoice]:
    """Everybody with an account in the actor's area, in groups by agency."""
    users = sorted(
        ((agency_name(user.agency_uid), user.name, user.uid) for user in accounts.list_users(actor) if user.agency_uid),
        key=lambda one: (one[0].casefold(), one[1].casefold()),
    )
    return [choice(uid, name, group=agency) for agency, name, uid in users]


def agency_of(actor: Actor, user_uid: str) -> str | None:
    """The agency somebody works for. Raises NotFound."""
    agency_uid: str | None = accounts.get_user(actor, user_uid).agency_uid
    return agency_uid
