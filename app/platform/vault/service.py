"""The vault of an application: data keys made on first use, opened in batches, rotated, destroyed."""

from collections.abc import Iterable
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import Engine

from app.kernel.clock import now
from app.platform.vault import cipher
from app.platform.vault.errors import KeyDestroyed, VaultError
from app.platform.vault.keyring import Keyring, Purpose
from app.platform.vault.keystore import TOMBSTONE, KeyStore, WrappedKey

FIRST_GENERATION = 1
OPEN_KEYS = 4096
"""How many unwrapped data keys a process remembers, by their wrapped bytes. The store is asked for those bytes every
time, so a key that was destroyed is gone at once."""


class DataKey:
    """An open data key: the newest generation seals, every generation opens."""

    __slots__ = ("erased", "generations", "uid")

    def __init__(self, uid: str) -> None:
        self.uid = uid
        self.erased = False
        """Whether the key was destroyed: what it sealed is erased, and nothing new is sealed under it."""
        self.generations: dict[int, AESGCM] = {}

    def __repr__(self) -> str:
        return f"<DataKey {self.uid}>"

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        if self.erased:
            raise KeyDestroyed(self.uid)
        newest = max(self.generations)
        return cipher.seal(self.generations[newest], newest, cipher.pad(plain), bound)

    def unseal(self, blob: bytes, bound: bytes, what: str) -> bytes:
        generation = self.generations.get(cipher.key_number_of(blob, what))
        if generation is None or self.erased:
            raise KeyDestroyed(self.uid)
        return cipher.unpad(cipher.unseal(generation, blob, bound, what))


class Vault:
    """What the rest of the application uses of the keys."""

    def __init__(self, root_key: bytes, store: KeyStore) -> None:
        self.store = store
        self.keyring = Keyring(root_key, store)
        self._cipher_of = lru_cache(OPEN_KEYS)(lambda key: AESGCM(self._unwrap(key)))
        self.highest_audit_size = 0
        """The longest the audit has been seen by this process."""

    def keys(self, uids: Iterable[str]) -> dict[str, DataKey]:
        """The data keys of `uids` that exist, in one look-up."""
        found: dict[str, DataKey] = {}
        for wrapped in self.store.find(uids):
            uid, generation = wrapped[:2]
            key = found.get(uid)
            if key is None:
                key = found[uid] = DataKey(uid)
            if generation == TOMBSTONE:
                key.erased = True
                continue
            key.generations[generation] = self._cipher_of(wrapped)
        return found

    def keys_to_seal_with(self, uids: Iterable[str]) -> dict[str, DataKey]:
        """The data keys of `uids`; those that do not exist yet are made."""
        wanted = set(uids)
        found = self.keys(wanted)
        missing = sorted(wanted - found.keys())
        if missing and not self._made(missing, found):
            for uid in missing:  # another process makes one of them at the same moment: which, each shows by itself
                if not self._made([uid], found):
                    found |= self.keys([uid])
        return found

    def _made(self, uids: list[str], found: dict[str, DataKey]) -> bool:
        """Make keys in one transaction and add them to `found`. False, and none is made, when one is there already."""
        version = self.keyring.active(Purpose.DATA).number
        raw = {uid: cipher.new_key() for uid in uids}
        wrapped = [
            (uid, FIRST_GENERATION, version, self._wrap(uid, FIRST_GENERATION, version, raw[uid])) for uid in uids
        ]
        if not self.store.add(wrapped, now()):
            return False
        for uid in uids:
            key = found[uid] = DataKey(uid)
            key.generations[FIRST_GENERATION] = AESGCM(raw[uid])
        return True

    def add_generation(self, uid: str) -> None:
        """Make a new data key for a subject: from now on its rows are sealed under this one."""
        version = self.keyring.active(Purpose.DATA).number
        generation = max((key[1] for key in self.store.find([uid])), default=0) + 1
        self.store.add([(uid, generation, version, self._wrap(uid, generation, version, cipher.new_key()))], now())

    def destroy_version(self, number: int) -> None:
        """Destroy a data version that no key stands under any more. Raises VaultError for one in use."""
        if number == self.keyring.active(Purpose.DATA).number or self.store.count_by_version().get(number):
            raise VaultError(f"version {number} is in use")
        self.store.destroy_version(Purpose.DATA, number)

    def destroy_key(self, uid: str) -> bool:
        """Erase everything sealed under `uid`, and every file of the identity index, which may know them. It cannot be
        undone."""
        destroyed = self.store.destroy(uid, now()) > 0
        self.keyring.renew(Purpose.INDEX)
        return destroyed

    def rotate(self) -> int:
        """Add a data version. Returns its number; `rewrap` then moves the data keys to it."""
        return self.keyring.add_version(Purpose.DATA)

    def rewrap(self) -> int:
        """Rewrap a batch of data keys under the newest version. Returns how many; 0 when all are under it."""
        version = self.keyring.active(Purpose.DATA).number
        return self.store.rewrap_batch(version, lambda key: self._wrap(key[0], key[1], version, self._unwrap(key)))

    def _wrap(self, uid: str, generation: int, version: int, raw: bytes) -> bytes:
        return cipher.seal(self.keyring.wrapping_cipher(version), version, raw, self._bound(uid, generation))

    def _unwrap(self, key: WrappedKey) -> bytes:
        uid, generation, version, wrapped = key
        what = f"data key {uid}"
        return cipher.unseal(self.keyring.wrapping_cipher(version), wrapped, self._bound(uid, generation), what)

    @staticmethod
    def _bound(uid: str, generation: int) -> bytes:
        return cipher.bound_fields("dek", uid, str(generation))


def init_vault(app: Flask, *, root_key: bytes, engine: Engine) -> Vault:
    vault = Vault(root_key, KeyStore(engine))
    app.extensions["vault"] = vault
    return vault


def current_vault() -> Vault:
    vault: Vault = current_app.extensions["vault"]
    return vault
