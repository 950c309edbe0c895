"""Keyed digests of what lets somebody in: without the key nobody can write such a row by hand."""

import hmac
from datetime import UTC, datetime

from app.platform.vault import current_vault


def digest(kind: str, *parts: str | datetime | None) -> bytes:
    """The keyed digest of `parts`, told apart by `kind`."""
    return current_vault().keyring.token(f"accounts.{kind}", "\x1f".join(_text(part) for part in parts))


def is_digest(found: bytes, kind: str, *parts: str | datetime | None) -> bool:
    return hmac.compare_digest(found, digest(kind, *parts))


def email_token(address: str) -> bytes:
    """What an e-mail address is looked up by."""
    return digest("email", address.strip().casefold())


def _text(part: str | datetime | None) -> str:
    if part is None:
        return "-"
    return part.astimezone(UTC).isoformat() if isinstance(part, datetime) else part
