"""Commands about other people's accounts: invite, roles, suspend, restore, leave."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from app.features.accounts import links, own, parking, second_factor, sessions, signing_in
from app.features.accounts.digests import email_token
from app.features.accounts.domain import Ended, Status, account_status, check_roles, grantable_roles, roles_on
from app.features.accounts.models import User, UserRole
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor, Permission, Role
from app.platform.database import db

__all__ = ["own", "parking", "signing_in"]
"""Imported so that their audit events are declared whenever this room is there."""

audit.declare("account.invited", facts={"roles"})
audit.declare("account.invited-again")
audit.declare("account.changed")
audit.declare("account.suspended", facts={"why"})
audit.declare("account.restored")
audit.declare("account.left", facts={"left_on"})
audit.declare("roles.changed", facts={"given", "taken"})

BY_HAND = "BY_HAND"


def create_user(
    *,
    actor: Actor,
    name: str,
    email: str,
    agency_uid: str | None,
    area_uid: str,
    roles: Iterable[Role | str],
    job_title: str | None = None,
    phone: str | None = None,
    activated: bool = False,
) -> User:
    """Make an account and mail its invitation. With `activated` it is ready at once, without a passphrase and
    without mail: for a demonstration and for tests.

    Raises Refused at `email`, `agency_uid`, `area_uid` or `roles`; NotPermitted outside the actor's area.
    """
    _allow(actor, area_uid)
    agency_type = _agency_type(agency_uid, area_uid)
    given = check_roles([str(role) for role in roles], _grantable(actor), agency_type=agency_type)
    if agency_uid is None and given != [Role.SYSADMIN.value]:
        raise Refused("Select an organisation", field="agency_uid")
    token = email_token(email)
    if db.session.scalar(select(User.uid).where(User.email_token == token)):
        raise Refused("Enter an email address that has no account yet", field="email")
    uid, on = new_uid(), today()
    user = User(
        uid=uid,
        key_uid=uid,
        agency_uid=agency_uid,
        area_uid=area_uid,
        email_token=token,
        invited_at=now(),
        activated_at=now() if activated else None,
        name=name,
        email=email.strip(),
        job_title=job_title or None,
        phone=phone or None,
        roles=[],
    )
    for role in given:
        user.roles.append(_term(user, role, on))
    db.session.add(user)
    audit.record("account.invited", user, roles=" ".join(sorted(given)))
    if not activated:
        links.mail_link(user, links.INVITE)
    return user


def invite_again(*, actor: Actor, user: User) -> None:
    """Mail a new invitation. Somebody who had set up the account sets it up anew, passphrase and second factor: for
    whoever has lost the second factor and the recovery codes."""
    _allow_change(actor, user)
    if account_status(user, today()) not in (Status.INVITED.name, Status.ACTIVE.name):
        raise Refused("Restore the account first")
    user.activated_at = None
    user.password_hash = None
    second_factor.forget(user)
    links.end_links(user, links.RESET)
    sessions.end_all(user.uid, Ended.CHANGED)
    links.mail_link(user, links.INVITE)
    audit.record("account.invited-again", user)


def change_details(*, actor: Actor, user: User, name: str, job_title: str | None, phone: str | None) -> None:
    """The e-mail address is not among them: it is how somebody is recognised."""
    _allow_change(actor, user)
    user.name, user.job_title, user.phone = name, job_title or None, phone or None
    audit.record("account.changed", user)


def change_roles(*, actor: Actor, user: User, roles: Iterable[Role | str]) -> None:
    """From today the user holds these roles. Whoever is signed in is signed out. Nothing changes when they hold them
    already."""
    _allow_change(actor, user)
    on = today()
    agency_type = _agency_type(user.agency_uid, user.area_uid)
    wanted = check_roles([str(role) for role in roles], _grantable(actor), agency_type=agency_type)
    held = set(roles_on(user.roles, on))
    given, taken = set(wanted) - held, held - set(wanted)
    if not given and not taken:
        return
    for term in list(user.roles):
        if term.role in taken and (term.valid_to is None or term.valid_to >= on):
            _end_term(user, term, on)
    for role in sorted(given):
        user.roles.append(_term(user, role, on))
    sessions.end_all(user.uid, Ended.CHANGED)
    audit.record("roles.changed", user, given=" ".join(sorted(given)), taken=" ".join(sorted(taken)))


def suspend(*, actor: Actor, user: User, why: str = BY_HAND) -> None:
    """Shut the account until it is restored. `why` is a code."""
    if not actor.is_system:
        _allow_change(actor, user)
    if user.suspended_at is not None:
        return
    user.suspended_at = now()
    sessions.end_all(user.uid, Ended.CHANGED)
    audit.record("account.suspended", user, why=why)


def restore(*, actor: Actor, user: User) -> None:
    """Open a suspended account, or one that was closed because its owner left."""
    _allow_change(actor, user)
    if user.suspended_at is None and user.left_on is None:
        return
    user.suspended_at, user.left_on = None, None
    user.last_seen_on = today()  # the days of not being used count anew
    audit.record("account.restored", user)


def leave(*, actor: Actor, user: User, left_on: date) -> None:
    """From `left_on` the user has no account any more; what they did stays under their name."""
    _allow_change(actor, user)
    if user.left_on == left_on:
        return
    user.left_on = left_on
    if left_on <= today():
        sessions.end_all(user.uid, Ended.CHANGED)
    audit.record("account.left", user, left_on=left_on.isoformat())


def may_change(actor: Actor, user: User) -> bool:
    """Whether `actor` looks after this account: in their own area, never their own, and none with roles that they
    could not give."""
    if not actor.may(Permission.ACCOUNT_INVITE) or user.uid == actor.user_uid:
        return False
    if not may_invite_in(actor, user.area_uid):
        return False
    return set(roles_on(user.roles, today())) <= set(_grantable(actor))


def may_invite_in(actor: Actor, area_uid: str) -> bool:
    return actor.is_system or Role.SYSADMIN in actor.roles or area_uid in actor.area_uids


def _allow(actor: Actor, area_uid: str) -> None:
    if actor.is_system:
        return
    if not actor.may(Permission.ACCOUNT_INVITE) or not may_invite_in(actor, area_uid):
        raise NotPermitted("accounts of this area")


def _allow_change(actor: Actor, user: User) -> None:
    if not may_change(actor, user):
        raise NotPermitted("this account")


def _grantable(actor: Actor) -> list[str]:
    every = [role.value for role in Role]
    return every if actor.is_system else grantable_roles([role.value for role in actor.roles], every)


def _agency_type(agency_uid: str | None, area_uid: str) -> str | None:
    """Raises Refused when the agency does not work in the area."""
    if agency_uid is None:
        return None
    agency = partnership.get_agency(agency_uid)
    if agency.area_uid not in (None, area_uid):
        raise Refused("Select an organisation of this area", field="agency_uid")
    return agency.agency_type


def _term(user: User, role: str, on: date) -> UserRole:
    return UserRole(key_uid=user.uid, agency_uid=user.agency_uid, area_uid=user.area_uid, role=role, valid_from=on)


def _end_term(user: User, term: UserRole, on: date) -> None:
    """It ended yesterday; one that began only today is as if it had never been."""
    if term.valid_from >= on:
        user.roles.remove(term)
        db.session.delete(term)
    else:
        term.valid_to = on - timedelta(days=1)
