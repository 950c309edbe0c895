"""Users, their roles, and everything sign-in needs."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, UniqueConstraint, or_, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class User(Sealed, Base):
    """Somebody with an account. The e-mail address is looked up by its keyed token only.

    `key_uid` is the user's own uid. State is computed by `domain.account_status`.
    """

    __tablename__ = "user_account"
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


class UserRole(Base):
    """A role somebody holds, with its dates."""

    __tablename__ = "user_role"

    uid: Mapped[str] = uid_column()
    user_uid: Mapped[str] = mapped_column(ForeignKey("user_account.uid"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="roles")


class Invitation(Base):
    """A link, mailed once, that lets somebody set up their account. Only its digest is kept."""

    __tablename__ = "invitation"

    uid: Mapped[str] = uid_column()
    user_uid: Mapped[str] = mapped_column(ForeignKey("user_account.uid"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    purpose: Mapped[str] = mapped_column(String(12))
    """INVITE or RESET."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in for the second factor, once. Only its hash is kept."""

    __tablename__ = "recovery_code"

    uid: Mapped[str] = uid_column()
    user_uid: Mapped[str] = mapped_column(ForeignKey("user_account.uid"), index=True)
    code_hash: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """A session on the server; the cookie holds a random value whose digest is here."""

    __tablename__ = "web_session"

    uid: Mapped[str] = uid_column()
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_uid: Mapped[str | None] = mapped_column(ForeignKey("user_account.uid"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    data: Mapped[dict] = mapped_column()  # type: ignore[type-arg]
    """What Flask keeps in a session: the CSRF secret, messages to show once. Never personal data."""


class SignInAttempt(Base):
    """A failed or successful attempt, by keyed token of account and of address, to slow guessing."""

    __tablename__ = "sign_in_attempt"

    uid: Mapped[str] = uid_column()
    token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ParkedForm(Sealed, Base):
    """What somebody had typed when their session ran out, kept until they sign in again."""

    __tablename__ = "parked_form"
    __table_args__ = (UniqueConstraint("user_uid"),)

    user_uid: Mapped[str] = mapped_column(Uid)
    parked_at: Mapped[datetime]

    path = sealed(str)
    fields = sealed(list)


def _user_rule(actor: Actor) -> ColumnElement[bool]:
    """Colleagues of one's own areas, of one's own agency, and oneself."""
    if actor.is_system:
        return true()
    return or_(area_rule(User, actor), User.agency_uid == actor.agency_uid, User.uid == actor.user_uid)


protect(User, _user_rule)
protect(ParkedForm, lambda actor: ParkedForm.user_uid == actor.user_uid)
