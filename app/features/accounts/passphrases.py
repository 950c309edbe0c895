"""Passphrases: kept as argon2id, checked in the same time whether or not there is an account."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from app.features.accounts import domain
from app.features.accounts.models import User
from app.features.partnership import interface as partnership

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
COMMON = Path(__file__).parent / "reference" / "common.txt"


@cache
def common_words() -> frozenset[str]:
    """Words and passwords that are tried first, four letters or longer, in lower case."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def check(user: User, passphrase: str) -> None:
    """Refuse a passphrase that is too short or easily guessed for this user. Raises Refused at `passphrase`."""
    own = [user.name, user.email, user.job_title or "", "concord"]
    if user.agency_uid:
        own.append(partnership.agency_name(user.agency_uid))
    own.append(partnership.area_name(user.area_uid))
    domain.check_passphrase(passphrase, own_words=own, common=common_words())


def hashed(passphrase: str) -> str:
    return _hasher.hash(passphrase)


def matches(user: User | None, passphrase: str) -> bool:
    """Whether it is this user's passphrase. Without a user, or without a passphrase of theirs, it takes as long."""
    known = user.password_hash if user is not None else None
    try:
        _hasher.verify(known or _nobodys(), passphrase[: domain.MOST_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def rehash_if_old(user: User, passphrase: str) -> None:
    """Hash again when the parameters have changed since. Call it with a passphrase that matched."""
    if user.password_hash is not None and _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hashed(passphrase)


@cache
def _nobodys() -> str:
    return hashed("the passphrase of nobody")
