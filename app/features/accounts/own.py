"""Commands of somebody about their own account, by a mailed link or signed in."""

from sqlalchemy import select

from app.features.accounts import links, passphrases, second_factor, sessions, throttle
from app.features.accounts.digests import email_token
from app.features.accounts.domain import Ended, Status, account_status
from app.features.accounts.models import MailedLink, User
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("account.activated")
audit.declare("passphrase.chosen", facts={"by"})
audit.declare("recovery-codes.renewed")


def owner_of(link: MailedLink, *, status: Status) -> User:
    """Whose link it is. Raises NotFound when the account no longer stands as it must. The system acts."""
    user = db.session.scalar(select(User).where(User.uid == link.user_uid))
    if user is None or account_status(user, today()) != status.name:
        raise NotFound("link")
    return user


def choose_first_passphrase(*, user: User, passphrase: str) -> None:
    """The first step of setting up an account; the second factor follows under the same link."""
    passphrases.check(user, passphrase)
    user.password_hash = passphrases.hashed(passphrase)
    second_factor.new_secret(user)
    audit.record("passphrase.chosen", user, by=links.INVITE)


def activate(*, user: User, code: str) -> list[str]:
    """The last step: a code of the app shows that it holds the secret. Returns the recovery codes, to show once."""
    if not second_factor.accept_code(user, code):
        raise Refused("Enter the 6 digits that the app shows now", field="code")
    user.activated_at = now()
    user.last_seen_on = today()
    links.end_links(user, links.INVITE)
    codes = second_factor.new_recovery_codes(user)
    audit.record("account.activated", user)
    return codes


def choose_forgotten_passphrase(*, user: User, passphrase: str) -> None:
    """By a mailed link. Everybody signed in to the account is signed out; the second factor stays as it was."""
    passphrases.check(user, passphrase)
    user.password_hash = passphrases.hashed(passphrase)
    links.end_links(user, links.RESET)
    sessions.end_all(user.uid, Ended.CHANGED)
    throttle.forget(throttle.counters(email_token(user.email), "", None))
    audit.record("passphrase.chosen", user, by=links.RESET)


def change_passphrase(*, actor: Actor, user: User, passphrase: str) -> None:
    """Signed in, and asked for the present passphrase with `is_you`. Other browsers are signed out."""
    passphrases.check(user, passphrase)
    user.password_hash = passphrases.hashed(passphrase)
    links.end_links(user, links.RESET)
    sessions.end_all(user.uid, Ended.CHANGED, but=sessions.this_session().row)
    audit.record("passphrase.chosen", user, by="OWNER")


def renew_recovery_codes(*, actor: Actor, user: User) -> list[str]:
    """Fresh codes, to show once; the ones before stop working. Ask with `is_you` first."""
    codes = second_factor.new_recovery_codes(user)
    audit.record("recovery-codes.renewed", user)
    return codes


def is_you(user: User, passphrase: str) -> bool:
    """Whether it is the passphrase of whoever is signed in; too many attempts lately look like a wrong one."""
    counted = throttle.second_factor_counters(user.uid)
    if not throttle.are_too_many(counted) and passphrases.matches(user, passphrase):
        return True
    throttle.count(counted)
    audit.record("sign-in.failed", user, step="CONFIRM")
    return False
