"""From a user to the actor they are today."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.features.accounts.domain import Status, account_status, roles_on
from app.features.accounts.models import User
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, NoActor, Role, bind_actor, current_actor, system_actor
from app.platform.database import db
from app.platform.vault import open_all

REF_LENGTH = 16


@contextmanager
def as_system(job: str) -> Iterator[Actor]:
    """Within this block the system acts, to look up the account of somebody who is not signed in yet. What it
    loaded stays loaded, unlike with `acting_as`."""
    try:
        before: Actor | None = current_actor()
    except NoActor:
        before = None
    actor = system_actor(job, frozenset())
    bind_actor(actor)
    try:
        yield actor
    finally:
        if not db.session().is_active:  # a failed flush: nothing can be said to the database before it is undone
            db.session.rollback()
        bind_actor(before)


def actor_for(user: User, *, session_uid: str | None = None) -> Actor:
    """The actor `user` is today. Raises Tampered when the account or a role was changed in the database by hand."""
    open_all([user, *user.roles])
    agency = partnership.get_agency(user.agency_uid) if user.agency_uid else None
    return Actor(
        user_uid=user.uid,
        agency_uid=user.agency_uid,
        area_uids=frozenset({user.area_uid}),
        roles=frozenset(Role(role) for role in roles_on(user.roles, today())),
        agency_type=agency.agency_type if agency else None,
        session_ref=session_uid[:REF_LENGTH] if session_uid else None,
    )


def may_sign_in(user: User) -> bool:
    """Whether the account is active and its agency shares information under an agreement in date. PR-02."""
    return account_status(user, today()) == Status.ACTIVE.name and agreement_in_date(user)


def agreement_in_date(user: User) -> bool:
    """Somebody without an agency runs the installation itself and reads no case."""
    if user.agency_uid is None:
        return roles_on(user.roles, today()) == [Role.SYSADMIN.value]
    return partnership.has_current_agreement(user.agency_uid)
