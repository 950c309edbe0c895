"""The sealed file that makes a restart quick. It is sealed under a key of its own purpose, which is made anew whenever
somebody is erased: no copy of an older file opens any more, wherever it was kept."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from app.platform.identity.segment import Segment
from app.platform.identity.spellings import Spellings
from app.platform.vault import Keyring, Purpose, Secret, VaultError

NAME = "identity.index"
FORMAT = 2
BOUND = b"identity index"
HEAD_BYTES = 512


@dataclass(frozen=True)
class Kept:
    segment: Segment
    seq: int
    """The last entry of the audit that was followed."""
    mac: bytes
    """Of that entry: the file is of this very database."""


def save(file: Path, secret: Secret, kept: Kept, spellings: Spellings) -> None:
    """Put the file in the place of the one before, at once and readable by its owner alone."""
    facts = {"format": FORMAT, "seq": kept.seq, "mac": kept.mac.hex(), "spellings": _digest(spellings)}
    head = json.dumps(facts).encode().ljust(HEAD_BYTES)
    sealed = Keyring.seal(secret, head + kept.segment.to_bytes(), BOUND)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as writing:
        writing.write(sealed)
    fresh.replace(file)


def load(file: Path, keyring: Keyring, spellings: Spellings) -> Kept | None:
    """None when there is no file, or none that this key, this version and these names can use."""
    try:
        plain = keyring.unseal(Purpose.INDEX, file.read_bytes(), BOUND, "the index file")
        head = json.loads(plain[:HEAD_BYTES])
        if head["format"] != FORMAT or head["spellings"] != _digest(spellings):
            return None
        return Kept(Segment.from_bytes(plain[HEAD_BYTES:]), head["seq"], bytes.fromhex(head["mac"]))
    except (OSError, VaultError):
        return None


def _digest(spellings: Spellings) -> str:
    text = json.dumps({name: sorted(groups) for name, groups in sorted(spellings.groups.items())})
    return hashlib.sha256(text.encode()).hexdigest()
