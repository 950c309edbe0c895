"""The keyring: the versions of every key that is not a data key, each wrapped by the root key.

root key (file)  wraps  the keyring  (data | audit | token | signing | index), by version
data version     wraps  one random data key per subject  (see keystore.py)
"""

import base64
import hmac
import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.exc import IntegrityError

from app.kernel.clock import now
from app.platform.vault import cipher
from app.platform.vault.errors import VaultError
from app.platform.vault.keystore import KeyStore


class Purpose(StrEnum):
    DATA = "data"
    AUDIT = "audit"
    TOKEN = "token"
    SIGNING = "signing"
    INDEX = "index"


class Secret:
    """Key bytes that do not show themselves."""

    __slots__ = ("number", "raw")

    def __init__(self, number: int, raw: bytes) -> None:
        self.number = number
        self.raw = raw

    def __repr__(self) -> str:
        return f"<Secret {self.number}>"


def create_root_key(path: Path) -> None:
    """Write a new root key, readable by its owner alone. An existing file is left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(cipher.new_key()) + b"\n")


class Keyring:
    """Opens key versions with the root key and keeps the open ones in memory."""

    def __init__(self, root_key: bytes, store: KeyStore) -> None:
        self._root = AESGCM(root_key)
        self._store = store
        self._open: dict[tuple[Purpose, int], Secret] = {}
        self._ciphers: dict[int, AESGCM] = {}

    def ensure(self) -> None:
        """Make the first version of every purpose that has none."""
        for purpose in Purpose:
            if self._store.active_version(purpose) is None:
                self.add_version(purpose)

    def add_version(self, purpose: Purpose) -> int:
        """Add a version and make it the active one. Returns its number."""
        number = self._store.next_version(purpose)
        wrapped = cipher.seal(self._root, number, cipher.new_key(), self._bound(purpose, number))
        self._store.add_version(purpose, number, wrapped, now())
        return number

    def secret(self, purpose: Purpose, number: int) -> Secret:
        """The key of a version. Raises VaultError when there is none (destroyed, or never was)."""
        found = self._open.get((purpose, number))
        if found is None:
            wrapped = self._store.wrapped_version(purpose, number)
            if wrapped is None:
                raise VaultError(f"no {purpose} key version {number}")
            what = f"{purpose} key version {number}"
            raw = cipher.unseal(self._root, wrapped, self._bound(purpose, number), what)
            found = self._open[purpose, number] = Secret(number, raw)
        return found

    def active(self, purpose: Purpose) -> Secret:
        """The newest version, asked of the store each time: another process may have added one."""
        number = self._store.active_version(purpose)
        if number is None:
            raise VaultError(f"no {purpose} key")
        return self.secret(purpose, number)

    def wrapping_cipher(self, number: int) -> AESGCM:
        """The cipher that wraps data keys under data version `number`."""
        found = self._ciphers.get(number)
        if found is None:
            found = self._ciphers[number] = AESGCM(self.secret(Purpose.DATA, number).raw)
        return found

    def token(self, kind: str, value: str) -> bytes:
        """A keyed digest to look up one exact, unique identifier by (never a name, date or postcode)."""
        return hmac.digest(self.secret(Purpose.TOKEN, 1).raw, f"{kind}\x1f{value}".encode(), "sha256")

    def newest(self, purpose: Purpose) -> Secret:
        """As `active`, but made on first use."""
        if self._store.active_version(purpose) is None:
            with suppress(IntegrityError):  # another process made it at the same moment
                self.add_version(purpose)
        return self.active(purpose)

    @staticmethod
    def seal(secret: Secret, plain: bytes, bound: bytes) -> bytes:
        """Seal what is of no subject."""
        return cipher.seal(AESGCM(secret.raw), secret.number, cipher.pad(plain), bound)

    def unseal(self, purpose: Purpose, blob: bytes, bound: bytes, what: str) -> bytes:
        """Open what `seal` sealed. Raises VaultError when its key was destroyed, Tampered when it was changed."""
        number = cipher.key_number_of(blob, what)
        if self._store.wrapped_version(purpose, number) is None:
            raise VaultError(f"no {purpose} key version {number}")
        return cipher.unpad(cipher.unseal(AESGCM(self.secret(purpose, number).raw), blob, bound, what))

    def renew(self, purpose: Purpose) -> None:
        """Destroy every key of a purpose, and with them what they sealed; the next is made in their place."""
        newest = self._store.active_version(purpose)
        if newest is None:
            return
        with suppress(IntegrityError):  # another process made the same one at the same moment
            self.add_version(purpose)
        for number in range(1, newest + 1):
            self._store.destroy_version(purpose, number)

    def sign(self, message: bytes) -> bytes:
        return self._signing_key().sign(message)

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` is this keyring's over `message`."""
        try:
            self._signing_key().public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def public_key(self) -> bytes:
        """The public half of the key that signs checkpoints, 32 bytes."""
        return self._signing_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def _signing_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret(Purpose.SIGNING, 1).raw)

    @staticmethod
    def _bound(purpose: Purpose, number: int) -> bytes:
        return cipher.bound_fields("keyring", purpose, str(number))
