"""Commands of signing in and out. Each looks the same from outside whether or not there is an account."""

from dataclasses import dataclass

from sqlalchemy import select
from werkzeug.wrappers import Response

from app.features.accounts import passphrases, second_factor, sessions, throttle
from app.features.accounts.actors import agreement_in_date
from app.features.accounts.digests import email_token
from app.features.accounts.domain import Ended, Status, account_status
from app.features.accounts.models import ResetRequest, User, WebSession
from app.kernel.clock import now, today
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("sign-in.succeeded", facts={"how"})
audit.declare("sign-in.passphrase-accepted")
audit.declare("sign-in.failed", facts={"step"})
audit.declare("sign-in.refused", facts={"why"})
audit.declare("session.signed-out")
audit.declare("session.ended", facts={"session"})
audit.declare("sessions.ended", facts={"count"})
audit.declare("reset.asked")

NO_AGREEMENT = "NO_AGREEMENT"


@dataclass(frozen=True)
class Origin:
    """Where an attempt comes from: the address, and the cookie of a browser that was used before."""

    address: str
    browser: str | None


def check_passphrase(*, email: str, passphrase: str, origin: Origin) -> User | None:
    """The user whose passphrase it is. None: no such account, another passphrase, or too many attempts lately; from
    outside these look the same. The system acts."""
    token = email_token(email)
    counted = throttle.counters(token, origin.address, origin.browser)
    if throttle.are_too_many(counted):
        return None
    user = find_user(token)
    if passphrases.matches(user, passphrase):
        assert user is not None  # noqa: S101 - matched
        passphrases.rehash_if_old(user, passphrase)
        audit.record("sign-in.passphrase-accepted", user)
        return user
    throttle.count(counted)
    audit.record("sign-in.failed", user, step="PASSPHRASE")
    return None


def check_second_factor(*, user: User, code: str, recovery: bool, origin: Origin) -> bool:
    """Whether `code` is the user's second factor. Too many attempts lately look like a wrong one. The system acts."""
    counted = throttle.second_factor_counters(user.uid)
    if throttle.are_too_many(counted):
        return False
    accept = second_factor.accept_recovery_code if recovery else second_factor.accept_code
    if accept(user, code):
        token = email_token(user.email)
        throttle.forget([*counted, *throttle.counters(token, origin.address, origin.browser)])
        return True
    throttle.count(counted)
    audit.record("sign-in.failed", user, step="RECOVERY_CODE" if recovery else "CODE")
    return False


def why_not(user: User) -> str | None:
    """Why somebody who proved who they are still may not come in: a name of `Status`, NO_AGREEMENT, or None. PR-02."""
    status = account_status(user, today())
    if status != Status.ACTIVE.name:
        return status
    return None if agreement_in_date(user) else NO_AGREEMENT


def complete(*, user: User, how: str) -> str | None:
    """Sign `user` in on this request. Returns why not, as `why_not`; nobody is signed in then."""
    refused = why_not(user)
    if refused:
        audit.record("sign-in.refused", user, why=refused)
        sessions.end(Ended.REPLACED)
        return refused
    user.last_seen_on = today()
    sessions.begin(user)
    audit.record("sign-in.succeeded", user, how=how)
    return None


def sign_out(*, actor: Actor, user: User) -> None:
    """End this session."""
    audit.record("session.signed-out", user)
    sessions.end()


def hand_over_browser(*, actor: Actor, user: User, response: Response) -> Response:
    """Sign out because somebody else is given this device: `response` is what they see, and nothing of before stays in
    the browser for the way back."""
    sign_out(actor=actor, user=user)
    return forgotten_by_browser(response)


def forgotten_by_browser(response: Response) -> Response:
    """Cookies are named one by one: the one that marks a known browser stays."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def end_session(*, actor: Actor, user: User, session: WebSession) -> None:
    """End one of one's own sessions in another browser. Ended twice is ended."""
    sessions.end_row(session, Ended.REVOKED)
    audit.record("session.ended", user, session=session.uid)


def sign_out_everywhere(*, actor: Actor, user: User) -> int:
    """End every session of one's own, this one too. Returns how many. Forms still open somewhere are kept when sent."""
    count = sessions.end_all(user.uid, Ended.REVOKED)
    audit.record("sessions.ended", user, count=count)
    sessions.end_for_now(Ended.REVOKED)
    return count


def ask_for_reset(*, email: str, address: str) -> None:
    """Note that a new passphrase is wanted. The worker mails the link, if there is such an account."""
    token = email_token(email)
    counted = throttle.reset_counters(token, address)
    if throttle.are_too_many(counted):
        return
    throttle.count(counted)
    db.session.add(ResetRequest(email_token=token, asked_at=now()))
    audit.record("reset.asked")


def find_user(token: bytes) -> User | None:
    return db.session.scalar(select(User).where(User.email_token == token))
