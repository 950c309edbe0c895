"""The vault: one sealed payload a row, one data key a subject, and the keys that wrap them.

The only home of `cryptography`.
"""

from app.platform.vault.errors import KeyDestroyed, Tampered, VaultError
from app.platform.vault.keyring import Keyring, Purpose, Secret, create_root_key
from app.platform.vault.keystore import KeyStore
from app.platform.vault.rows import ERASED_TEXT, MARKING, Sealed, destroy_after_commit, is_erased, open_all, sealed
from app.platform.vault.service import Vault, current_vault, init_vault

__all__ = [
    "ERASED_TEXT",
    "MARKING",
    "KeyDestroyed",
    "KeyStore",
    "Keyring",
    "Purpose",
    "Sealed",
    "Secret",
    "Tampered",
    "Vault",
    "VaultError",
    "create_root_key",
    "current_vault",
    "destroy_after_commit",
    "init_vault",
    "is_erased",
    "open_all",
    "sealed",
]
