"""Signing in to a demonstration: without a passphrase, on this machine alone, and only in a database that was made
as a demonstration. Such a database is not served to anybody else."""

from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from app.features.accounts.actors import may_sign_in
from app.features.accounts.domain import roles_on
from app.features.accounts.models import User
from app.kernel.clock import today
from app.platform.access import Role
from app.platform.database import db
from app.platform.demonstration import is_demonstration
from app.platform.vault import current_vault
from app.web.rendering import render
from config import ConfigError, Settings, is_loopback

CHECKED = "accounts.not_a_demonstration"
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""Headers of a proxy: the request may come from anywhere."""


def init_demonstration(app: Flask) -> None:
    """Refuse to start, and to answer, where a demonstration could be reached from elsewhere."""
    settings: Settings = app.extensions["settings"]
    if not settings.public_host_is_loopback:
        with app.app_context():
            if _holds_a_demonstration():
                db.engine.dispose()
                current_vault().store.engine.dispose()
                raise ConfigError(
                    "this database is a demonstration, which anybody may sign in to: PUBLIC_URL must be this machine"
                )
    app.before_request_funcs.setdefault(None, []).insert(0, refuse_elsewhere)


def refuse_elsewhere() -> ResponseReturnValue | None:
    """503 for a request from, or to, another machine. A database found to be real is not asked about again."""
    if from_this_machine() or request.endpoint == "static" or current_app.extensions.get(CHECKED):
        return None
    if is_demonstration():
        g.viewer = None
        return render("accounts/only_here.html", bare=True), 503
    current_app.extensions[CHECKED] = True
    return None


def from_this_machine() -> bool:
    """Whether the request was made on this machine, to this machine, by nobody else's hand."""
    host = urlsplit(f"//{request.host}").hostname or ""
    passed_on = any(name in request.headers for name in PASSED_ON)
    return is_loopback(request.remote_addr or "") and is_loopback(host) and not passed_on


def is_open() -> bool:
    """Whether this request may sign in without a passphrase."""
    settings: Settings = current_app.extensions["settings"]
    return settings.public_host_is_loopback and from_this_machine() and is_demonstration()


def list_accounts() -> list[tuple[Role, User]]:
    """One account for each role that somebody has, in the order of the roles. The system acts."""
    on = today()
    users = db.session.scalars(select(User).where(User.activated_at.is_not(None)).order_by(User.invited_at, User.uid))
    found: dict[str, User] = {}
    for user in users:
        if may_sign_in(user):
            for role in roles_on(user.roles, on):
                found.setdefault(role, user)
    return [(role, found[role]) for role in Role if role in found]


def _holds_a_demonstration() -> bool:
    try:
        return is_demonstration()
    except DatabaseError:
        return False  # not migrated yet: there is nothing in it
    finally:
        db.session.remove()
