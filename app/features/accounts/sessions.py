"""Sessions on the server: the cookie holds a random value, the row holds its digest.

A session is idle after 15 minutes (the number `idle_minutes`) and over after ten hours, whatever happens.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import select
from werkzeug.datastructures import CallbackDict

from app.features.accounts.domain import account_status, session_is_live
from app.features.accounts.models import User, WebSession
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.platform.access import Actor, Role, bind_actor, system_actor
from app.platform.database import db

TOUCH_EVERY = timedelta(seconds=30)
REF_LENGTH = 16


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """A Flask session kept in a row. Anonymous ones get a row only when something is put in."""

    def __init__(self, row: WebSession | None) -> None:
        self.modified = False

        def changed(_session: CallbackDict[str, Any]) -> None:
            self.modified = True

        super().__init__(dict(row.data) if row is not None else {}, changed)
        self.row = row
        self.new_token: str | None = None
        self.ended = False


class SessionStore(SessionInterface):
    def __init__(self, secure: bool) -> None:
        self.secure = secure
        self.cookie = "__Host-concord" if secure else "concord"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.cookie)
        if request.endpoint == "static" or not token:
            return ServerSession(None)
        row = db.session.scalar(select(WebSession).where(WebSession.token_digest == token_digest(token)))
        return ServerSession(row if row is not None and row.ended_at is None else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Sets the cookie; the row itself was written before the commit (see `_keep`)."""
        if not isinstance(session, ServerSession):
            return
        if session.ended:
            response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")
        if session.new_token is not None:
            response.set_cookie(
                self.cookie, session.new_token, path="/", secure=self.secure, httponly=True, samesite="Lax"
            )


def token_digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def init_sessions(app: Flask) -> None:
    """Keep sessions on the server, and bind the actor of each request."""
    app.session_interface = SessionStore(secure=app.extensions["settings"].cookie_secure)
    app.before_request(bind_request_actor)
    app.after_request(keep_session)
    app.teardown_appcontext(lambda _error: None)


def _session() -> ServerSession:
    from flask import session

    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]


def bind_request_actor() -> None:
    """Find who is acting from the session's row."""
    bind_actor(None)
    row = _session().row
    if row is None or row.user_uid is None:
        return
    moment = now()
    idle = timedelta(minutes=partnership.number("idle_minutes"))
    if not session_is_live(row.created_at, row.seen_at, moment, idle=idle):
        g.expired_user_uid = row.user_uid
        end_row(row)
        _session().clear()
        return
    bind_actor(system_actor("sign-in", frozenset()))
    user = db.session.scalar(select(User).where(User.uid == row.user_uid))
    bind_actor(None)
    if user is None or account_status(user, today()) != "ACTIVE":
        end_row(row)
        return
    if request.endpoint != "accounts.status" and moment - row.seen_at > TOUCH_EVERY:
        row.seen_at = moment
    bind_actor(actor_for(user, session_uid=row.uid))
    g.user = user


def actor_for(user: User, *, session_uid: str | None = None) -> Actor:
    """The actor `user` is today."""
    on = today()
    agency = partnership.get_agency(user.agency_uid) if user.agency_uid else None
    return Actor(
        user_uid=user.uid,
        agency_uid=user.agency_uid,
        area_uids=frozenset({user.area_uid}),
        roles=frozenset(
            Role(row.role)
            for row in user.roles
            if row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)
        ),
        agency_type=agency.agency_type if agency else None,
        session_ref=session_uid[:REF_LENGTH] if session_uid else None,
    )


def keep_session(response: Response) -> Response:
    """Write the session's row before the request's commit."""
    current = _session()
    if current.ended:
        return response
    if current.row is None and current.modified:
        current.row, current.new_token = new_row(None)
    if current.row is not None and current.modified:
        current.row.data = dict(current)
    return response


def new_row(user_uid: str | None) -> tuple[WebSession, str]:
    """A new session row, and the value for its cookie."""
    token = secrets.token_urlsafe(32)
    moment: datetime = now()
    row = WebSession(
        token_digest=token_digest(token), user_uid=user_uid, created_at=moment, seen_at=moment, data={}
    )
    db.session.add(row)
    return row, token


def begin(user: User) -> None:
    """Sign `user` in on this request: the session of before is ended, a new one begins (no fixation)."""
    current = _session()
    if current.row is not None:
        end_row(current.row)
    current.clear()
    current.row, current.new_token = new_row(user.uid)
    current.modified = True
    db.session.flush()
    bind_actor(actor_for(user, session_uid=current.row.uid))
    g.user = user


def end() -> None:
    """Sign out on this request."""
    current = _session()
    if current.row is not None:
        end_row(current.row)
    current.clear()
    current.ended = True
    bind_actor(None)


def end_row(row: WebSession) -> None:
    row.ended_at = now()


def end_all(user_uid: str) -> int:
    """End every session of a user. Returns how many there were."""
    rows = db.session.scalars(
        select(WebSession).where(WebSession.user_uid == user_uid, WebSession.ended_at.is_(None))
    ).all()
    for row in rows:
        end_row(row)
    return len(rows)


def start_session(user: User) -> str:
    """A session for `user` outside a request: the cookie's value. For tests and tools."""
    _row, token = new_row(user.uid)
    db.session.commit()
    return token


Finder = Callable[[], User | None]
