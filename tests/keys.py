"""A root key for tests."""

import base64
import secrets

from config import KEY_BYTES, Settings


def make_root_key(settings: Settings) -> None:
    """Write a fresh root key where the settings want it, readable by its owner alone."""
    settings.key_file.parent.mkdir(parents=True, exist_ok=True)
    settings.key_file.touch(mode=0o600)
    settings.key_file.write_bytes(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
