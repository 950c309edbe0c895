"""Sessions on the server: the cookie holds a random value, the row its keyed digest.

A session ends when nothing was done for a while (the number `session.idle`) and at the latest after
`session.longest`. The value in the cookie changes at every step of signing in. Somebody not signed in has a row
only once something must be kept, such as the secret of a form.
"""

import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import CallbackDict

from app.features.accounts.actors import actor_for, may_sign_in
from app.features.accounts.digests import digest, is_digest
from app.features.accounts.domain import Ended, session_is_live
from app.features.accounts.models import User, WebSession
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.kernel.references import new_uid
from app.platform.access import bind_actor, system_actor
from app.platform.database import db
from app.web.access import is_unattended

TOUCH_EVERY = timedelta(seconds=30)
CSRF = "csrf_token"
"""Where Flask-WTF keeps the secret of forms. It is made with the row: two first requests at once must not make two."""
WAS = "was"
"""Whose session ran out in this browser (a uid)."""
KEEPS_FORMS = frozenset({Ended.IDLE, Ended.REVOKED})
"""Ends that may come while somebody types: what is sent afterwards is kept for them."""


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """A Flask session kept in a row."""

    def __init__(self, row: WebSession | None = None) -> None:
        self.modified = False

        def changed(_session: CallbackDict[str, Any]) -> None:
            self.modified = True

        super().__init__(dict(row.data) if row is not None else {}, changed)
        self.row = row
        self.new_token: str | None = None
        self.ended = False
        self.ran_out: str | None = None
        """Whose session it was, when it ran out."""

    def run_out(self, user_uid: str) -> None:
        """Go on without anybody signed in. The secret of forms stays, so that a form sent too late is known to be
        genuine and what was typed can be kept."""
        self.row = None
        self.ran_out = user_uid
        kept = {CSRF: self.get(CSRF), WAS: user_uid}
        self.clear()
        self.update({name: value for name, value in kept.items() if value})


class SessionStore(SessionInterface):
    def __init__(self, secure: bool) -> None:
        self.secure = secure
        self.cookie = "__Host-concord" if secure else "concord"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.cookie)
        if request.endpoint == "static" or not token:
            return ServerSession()
        row = db.session.scalar(_by_token(), {"digest": digest("session", token)})
        if row is None or not is_digest(row.bound, *_bound(row)):
            return ServerSession()
        if row.ended_at is None:
            return ServerSession(row)
        if row.ended_why in KEEPS_FORMS and row.user_uid is not None:
            found = ServerSession(row)
            found.run_out(row.user_uid)
            return found
        return ServerSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie. The row was written before the commit by `keep_session`; had the commit not happened, a
        cookie would lead nowhere."""
        if not isinstance(session, ServerSession):
            return
        options: dict[str, Any] = {"path": "/", "secure": self.secure, "httponly": True, "samesite": "Lax"}
        if session.new_token is not None and session.row is not None and inspect(session.row).has_identity:
            response.set_cookie(self.cookie, session.new_token, **options)
        elif session.ended:
            response.delete_cookie(self.cookie, **options)


def init_sessions(app: Flask) -> None:
    """Keep sessions on the server, and bind the actor of each request."""
    app.session_interface = SessionStore(secure=app.extensions["settings"].cookie_secure)
    app.before_request(bind_request_actor)
    app.after_request(keep_session)


@cache
def _by_token() -> Select[WebSession]:
    return select(WebSession).where(WebSession.token_digest == bindparam("digest"))


@cache
def _user_by_uid() -> Select[User]:
    return select(User).where(User.uid == bindparam("uid")).options(joinedload(User.roles))


def this_session() -> ServerSession:
    found: ServerSession = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def bind_request_actor() -> None:
    """Find who is acting from the session's row."""
    current = this_session()
    row = current.row
    if row is None or row.user_uid is None:
        return
    moment = now()
    if not is_live(row, moment):
        end_row(row, Ended.IDLE)
        current.run_out(row.user_uid)
        return
    bind_actor(system_actor("sign-in", frozenset()))
    user = db.session.scalars(_user_by_uid(), {"uid": row.user_uid}).unique().one_or_none()
    actor = actor_for(user, session_uid=row.uid) if user is not None and may_sign_in(user) else None
    if user is None or actor is None:
        bind_actor(None)
        end_row(row, Ended.CHANGED)
        current.row = None
        current.clear()
        return
    if not _asks_by_itself() and moment - row.seen_at > TOUCH_EVERY:
        row.seen_at = moment
    bind_actor(actor)
    g.user = user


def _asks_by_itself() -> bool:
    """Whether an open page asks, and not somebody who is there."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint == "accounts.status" or is_unattended(view)


def is_live(row: WebSession, moment: datetime) -> bool:
    return row.ended_at is None and session_is_live(
        row.created_at,
        row.seen_at,
        moment,
        idle=timedelta(minutes=partnership.number("session.idle")),
        longest=timedelta(hours=partnership.number("session.longest")),
    )


def keep_session(response: Response) -> Response:
    """Write the session's row before the request's commit."""
    current = this_session()
    if not current.modified or current.ended:
        return response
    if current.row is None:
        current.row, current.new_token = new_row()
        current.setdefault(CSRF, secrets.token_hex(20))
    if inspect(current.row).detached:  # somebody else acted for a moment, and what was loaded before was forgotten
        db.session.add(current.row)
    current.row.data = dict(current)
    return response


def new_row(user_uid: str | None = None, *, waiting_uid: str | None = None) -> tuple[WebSession, str]:
    """A new session row, and the value for its cookie."""
    token = secrets.token_urlsafe(32)
    moment = now()
    row = WebSession(
        uid=new_uid(),
        token_digest=digest("session", token),
        user_uid=user_uid,
        waiting_uid=waiting_uid,
        created_at=moment,
        seen_at=moment,
        data={CSRF: secrets.token_hex(20)},
    )
    row.bound = digest(*_bound(row))
    db.session.add(row)
    return row, token


def _bound(row: WebSession) -> tuple[str, str, str | None, str | None, datetime]:
    return "session-row", row.uid, row.user_uid, row.waiting_uid, row.created_at


def begin(user: User) -> None:
    """Sign `user` in on this request: the session of before is ended, a new one begins (no fixation)."""
    _replace(user, user_uid=user.uid)
    current = this_session()
    current.pop(WAS, None)
    assert current.row is not None  # noqa: S101 - just made
    db.session.flush()
    bind_actor(actor_for(user, session_uid=current.row.uid))
    g.user = user
    g.pop("viewer", None)


def begin_waiting(user: User, **data: Any) -> None:
    """`user` has given the passphrase; the second factor is still to come. Nobody is signed in yet."""
    _replace(user, waiting_uid=user.uid)
    this_session().update(data)


def _replace(user: User, **who: str) -> None:
    """Go on with a new row and a new value in the cookie.

    The secret of forms stays only when the same person comes back in the same browser after their session ran out:
    a page left open then still sends what was typed on it.
    """
    current = this_session()
    same_person = current.get(WAS) == user.uid
    kept = {name: current[name] for name in (CSRF, WAS) if same_person and name in current}
    if current.row is not None:
        end_row(current.row, Ended.REPLACED)
    current.clear()
    current.row, current.new_token = new_row(**who)
    current.update({**current.row.data, **kept})


def waiting_uid(moment: datetime, *, longest: timedelta) -> str | None:
    """Who has given the passphrase in this session, unless that is too long ago."""
    row = this_session().row
    if row is None or row.waiting_uid is None or moment - row.created_at > longest:
        return None
    return row.waiting_uid


def end(why: Ended = Ended.SIGNED_OUT) -> None:
    """Sign out on this request."""
    current = this_session()
    if current.row is not None:
        end_row(current.row, why)
    current.clear()
    current.row = None
    current.ended = True
    g.pop("user", None)
    g.pop("viewer", None)
    bind_actor(None)


def end_for_now(why: Ended) -> None:
    """Sign out on this request like a time-out does: a form still open in another tab is kept when it is sent."""
    current = this_session()
    user_uid = current.row.user_uid if current.row is not None else None
    if current.row is not None:
        end_row(current.row, why)
    if user_uid is not None:
        current.run_out(user_uid)
    g.pop("user", None)
    g.pop("viewer", None)
    bind_actor(None)


def end_row(row: WebSession, why: Ended) -> None:
    row.ended_at = now()
    row.ended_why = why


def sessions_of(user_uid: str) -> list[WebSession]:
    """The sessions in which somebody is signed in now, newest first."""
    moment = now()
    rows = db.session.scalars(
        select(WebSession)
        .where(WebSession.user_uid == user_uid, WebSession.ended_at.is_(None))
        .order_by(WebSession.seen_at.desc())
    )
    return [row for row in rows if is_live(row, moment)]


def end_all(user_uid: str, why: Ended = Ended.CHANGED, *, but: WebSession | None = None) -> int:
    """End every session of somebody, also one that waits for the second factor. Returns how many there were."""
    rows = db.session.scalars(
        select(WebSession).where(
            (WebSession.user_uid == user_uid) | (WebSession.waiting_uid == user_uid), WebSession.ended_at.is_(None)
        )
    ).all()
    ended = [row for row in rows if row is not but]
    for row in ended:
        end_row(row, why)
    return len(ended)


def start_session(user: User) -> str:
    """A session for `user` outside a request: the cookie's value. For tests and tools; it commits."""
    _row, token = new_row(user.uid)
    db.session.commit()
    return token
