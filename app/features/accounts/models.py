"""Users, their roles, and everything sign-in needs.

What is not sealed and lets somebody in (sessions, links, recovery codes) carries a keyed digest of what it says, so
that a row written or changed by hand in the database lets nobody in.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, LargeBinary, String, or_, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.access import Actor, Role, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class User(Sealed, Base):
    """Somebody with an account. The e-mail address is looked up by its keyed token only.

    `key_uid` is the user's own uid. State is computed by `domain.account_status`.
    """

    __tablename__ = "user_account"
    __table_args__ = (Index("ix_user_account_area", "area_uid"),)
    UNBOUND = {
        "last_seen_on": "set at sign-in, decides nothing but idleness",
        "totp_used": "moves with every sign-in",
    }

    email_token: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    invited_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    left_on: Mapped[date | None]
    last_seen_on: Mapped[date | None]
    totp_used: Mapped[int] = mapped_column(default=0)
    """The last time step whose code was used: a code works once."""

    name = sealed(str)
    email = sealed(str)
    job_title = sealed(str | None)
    phone = sealed(str | None)
    totp_secret = sealed(str | None)

    roles: Mapped[list["UserRole"]] = relationship(back_populates="user", lazy="selectin", order_by="UserRole.role")


class UserRole(Sealed, Base):
    """A role somebody holds, with its dates. It is sealed so that nobody gives themselves one in the database."""

    __tablename__ = "user_role"

    user_uid: Mapped[str] = mapped_column(ForeignKey("user_account.uid"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="roles", lazy="raise_on_sql")


class MailedLink(Base):
    """A link, mailed once, that lets somebody set up their account or choose a new passphrase.

    Only keyed digests are kept: of the link itself, and of what the row says.
    """

    __tablename__ = "mailed_link"

    uid: Mapped[str] = uid_column()
    user_uid: Mapped[str] = mapped_column(ForeignKey("user_account.uid"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    bound: Mapped[bytes] = mapped_column(LargeBinary)
    purpose: Mapped[str] = mapped_column(String(12))
    """INVITE or RESET."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class ResetRequest(Base):
    """Somebody asked for a new passphrase. The worker answers it, so that the page takes as long for an address
    without an account as for one with it."""

    __tablename__ = "reset_request"

    uid: Mapped[str] = uid_column()
    email_token: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that stands in for the second factor, once. Only its keyed digest is kept."""

    __tablename__ = "recovery_code"

    uid: Mapped[str] = uid_column()
    user_uid: Mapped[str] = mapped_column(ForeignKey("user_account.uid"), index=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """A session on the server. The cookie holds a random value; its keyed digest is here."""

    __tablename__ = "web_session"

    uid: Mapped[str] = uid_column()
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    bound: Mapped[bytes] = mapped_column(LargeBinary)
    user_uid: Mapped[str | None] = mapped_column(ForeignKey("user_account.uid"), index=True)
    """Who is signed in. None: nobody."""
    waiting_uid: Mapped[str | None] = mapped_column(Uid)
    """Who has given the passphrase and must still give the second factor."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(12))
    """A value of `domain.Ended`."""
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What Flask keeps in a session: the CSRF secret, messages to show once. Never personal data."""


class SignInAttempt(Base):
    """A failed attempt, by keyed token of account, browser or address, to slow guessing."""

    __tablename__ = "sign_in_attempt"

    uid: Mapped[str] = uid_column()
    token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ParkedForm(Sealed, Base):
    """What somebody had typed when their session ran out, kept until they sign in again."""

    __tablename__ = "parked_form"

    user_uid: Mapped[str] = mapped_column(Uid, index=True)
    parked_at: Mapped[datetime] = mapped_column(index=True)

    path = sealed(str)
    fields = sealed(list)
    """Pairs of name and value, in the order they were sent."""


def _user_rule(actor: Actor) -> ColumnElement[bool]:
    """Colleagues of one's own areas, of one's own agency, and oneself; the system administrator sees every account."""
    if actor.is_system or Role.SYSADMIN in actor.roles:
        return true()
    return or_(area_rule(User, actor), User.agency_uid == actor.agency_uid, User.uid == actor.user_uid)


def _role_rule(actor: Actor) -> ColumnElement[bool]:
    """The roles of whoever is visible: they lie in the same area and agency as their user."""
    if actor.is_system or Role.SYSADMIN in actor.roles:
        return true()
    return or_(area_rule(UserRole, actor), UserRole.agency_uid == actor.agency_uid, UserRole.user_uid == actor.user_uid)


def _parked_rule(actor: Actor) -> ColumnElement[bool]:
    """One's own; the system only clears them away."""
    return true() if actor.is_system else ParkedForm.user_uid == actor.user_uid


protect(User, _user_rule)
protect(UserRole, _role_rule)
protect(ParkedForm, _parked_rule)
