"""Slowing down guesses, without telling whether an account exists and without letting a stranger shut anybody out.

Failures count against the account and against the address they come from. A browser in which somebody has signed in
before carries a cookie that says so; it is counted by itself, so that a stranger's guesses never keep out the owner.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Request
from sqlalchemy import delete, select
from werkzeug.wrappers import Response

from app.features.accounts.digests import digest, is_digest
from app.features.accounts.domain import LOOK_BACK, must_wait
from app.features.accounts.models import SignInAttempt
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.platform.database import db

KNOWN_FOR = timedelta(days=180)
ACCOUNT = "sign_in.failures"
ADDRESS = "sign_in.failures.address"

Counter = tuple[bytes, str]
"""A keyed token, and the number that limits it."""


def counters(email: bytes, address: str, browser: str | None) -> list[Counter]:
    """What an attempt at the account of `email` (a token) from `address` counts against."""
    if browser is not None and is_known_browser(browser, email):
        return [(digest("attempt-browser", browser, email.hex()), ACCOUNT)]
    return [(digest("attempt-account", email.hex()), ACCOUNT), (digest("attempt-address", address), ADDRESS)]


def second_factor_counters(user_uid: str) -> list[Counter]:
    """Whoever gets here knows the passphrase: codes are counted by account alone."""
    return [(digest("attempt-code", user_uid), ACCOUNT)]


def reset_counters(email: bytes, address: str) -> list[Counter]:
    """Asking for a new passphrase, which sends mail."""
    return [(digest("reset-account", email.hex()), ACCOUNT), (digest("reset-address", address), ADDRESS)]


def calendar_counters(address: str) -> list[Counter]:
    """Asking for a private calendar that is not there."""
    return [(digest("calendar-address", address), ADDRESS)]


def feedback_counters(address: str) -> list[Counter]:
    """Opening a link for feedback that does not work."""
    return [(digest("feedback-address", address), ADDRESS)]


def are_too_many(counted: Sequence[Counter]) -> bool:
    """Whether the next attempt must wait."""
    moment = now()
    limits = dict(counted)
    failures: dict[bytes, list[datetime]] = {token: [] for token in limits}
    rows = db.session.execute(
        select(SignInAttempt.token, SignInAttempt.at).where(
            SignInAttempt.token.in_(list(limits)), SignInAttempt.at > moment - LOOK_BACK
        )
    )
    for token, at in rows:
        failures[token].append(at)
    window = timedelta(minutes=partnership.number("sign_in.window"))
    return any(
        must_wait(failures[token], moment, limit=partnership.number(key), window=window) for token, key in counted
    )


def count(counted: Sequence[Counter]) -> None:
    """Note one more failure."""
    db.session.add_all(SignInAttempt(token=token, at=now()) for token, _key in counted)


def forget(counted: Sequence[Counter]) -> None:
    """Somebody proved who they are: what was counted against them is done with. The address keeps its count, or one
    account of one's own would reset it between guesses at others."""
    tokens = [token for token, key in counted if key != ADDRESS]
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.token.in_(tokens)))


# Known browsers -----------------------------------------------------------------------------------------------------


def cookie_name(secure: bool) -> str:
    return "__Host-concord-browser" if secure else "concord-browser"


def browser_of(request: Request, secure: bool) -> str | None:
    return request.cookies.get(cookie_name(secure))


def is_known_browser(cookie: str, email: bytes) -> bool:
    nonce, _, proof = cookie.partition(".")
    try:
        return is_digest(bytes.fromhex(proof), "known-browser", nonce, email.hex())
    except ValueError:
        return False


def remember_browser(response: Response, email: bytes, secure: bool) -> None:
    """Let this browser be known as one in which the account was used."""
    nonce = secrets.token_hex(16)
    proof = digest("known-browser", nonce, email.hex()).hex()
    response.set_cookie(
        cookie_name(secure),
        f"{nonce}.{proof}",
        max_age=KNOWN_FOR,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
