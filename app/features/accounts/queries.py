"""Reads. Who is visible follows from the rule on `User`; see `models.py`."""

from collections.abc import Iterable

from flask import g, has_request_context
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.features.accounts.actors import may_sign_in
from app.features.accounts.domain import Status, account_status, roles_on
from app.features.accounts.models import User
from app.kernel.clock import today
from app.platform.access import ROLE_PERMISSIONS, SYSTEM, Actor, Permission, Role, fetch
from app.platform.database import db


def current_user() -> User | None:
    """Who is signed in on this request."""
    return g.get("user") if has_request_context() else None


def get_user(actor: Actor, uid: str) -> User:
    """Raises NotFound."""
    return fetch(actor, User, uid)


def list_users(
    actor: Actor, agency_uid: str | None = None, *, with_left: bool = False, with_roles: bool = True
) -> list[User]:
    """The people with an account in the actor's area, or of one agency there, by name; without those who left. Without
    `with_roles` nobody's roles are read."""
    query = select(User) if with_roles else select(User).options(lazyload(User.roles))
    if not actor.is_system and Role.SYSADMIN not in actor.roles:
        query = query.where(User.area_uid.in_(sorted(actor.area_uids)))
    if agency_uid is not None:
        query = query.where(User.agency_uid == agency_uid)
    on = today()
    users = [user for user in db.session.scalars(query) if with_left or account_status(user, on) != Status.LEFT.name]
    return sorted(users, key=lambda user: user.name.casefold())


def user_names(actor: Actor, uids: Iterable[str | None]) -> dict[str, str]:
    """The names of those whom the actor may see, in one query; the others are not in it. The system is called by what
    it is."""
    wanted = sorted({uid for uid in uids if uid} - {SYSTEM})
    named = select(User).where(User.uid.in_(wanted)).options(lazyload(User.roles))
    return {SYSTEM: "Concord"} | ({user.uid: user.name for user in db.session.scalars(named)} if wanted else {})


def holders_of(area_uid: str, role: Role | str) -> list[User]:
    """The active people who hold a role in an area today, by name, as far as whoever acts may see them."""
    on = today()
    users = db.session.scalars(select(User).where(User.area_uid == area_uid))
    found = [
        user
        for user in users
        if account_status(user, on) == Status.ACTIVE.name and str(role) in roles_on(user.roles, on)
    ]
    return sorted(found, key=lambda user: user.name.casefold())


def people_who_may(area_uid: str, permission: Permission) -> list[User]:
    """The people of an area who may sign in today (PR-02) and hold a role with `permission`, as far as whoever acts
    may see them."""
    on = today()
    users = db.session.scalars(select(User).where(User.area_uid == area_uid).order_by(User.uid))
    return [
        user
        for user in users
        if any(permission in ROLE_PERMISSIONS[Role(role)] for role in roles_on(user.roles, on)) and may_sign_in(user)
    ]
