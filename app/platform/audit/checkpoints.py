"""Checkpoints: the chain's end, signed and written outside the database.

Without them a cut-off tail cannot be seen. A checkpoint is a signed note of five lines:

    concord
    <number of entries>
    <base64 of the last entry's digest>

    — concord <base64 of the Ed25519 signature over the three lines>
"""

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.platform.audit.chain import AuditHead
from app.platform.database.base import db
from app.platform.vault import current_vault

FILE = "checkpoints.txt"
PUBLIC_KEY_FILE = "checkpoints.pub"
ORIGIN = "concord"
SIGNATURE = f"\N{EM DASH} {ORIGIN} "


@dataclass(frozen=True)
class Checkpoint:
    size: int
    mac: bytes
    genuine: bool


def write_checkpoint(folder: Path) -> int:
    """Append a checkpoint to the file in `folder` when the audit has grown. Returns the number of entries."""
    size, mac = db.session.execute(select(AuditHead.size, AuditHead.mac)).one()
    folder.mkdir(parents=True, exist_ok=True)
    before = list(read_checkpoints(folder))
    if before and (before[-1].size, before[-1].mac) == (size, mac):
        return int(size)
    keyring = current_vault().keyring
    note = f"{ORIGIN}\n{size}\n{base64.b64encode(mac).decode()}\n"
    signature = base64.b64encode(keyring.sign(note.encode())).decode()
    (folder / PUBLIC_KEY_FILE).write_text(base64.b64encode(keyring.public_key()).decode() + "\n")
    with open(folder / FILE, "a", encoding="utf-8") as file:
        file.write(f"{note}\n{SIGNATURE}{signature}\n\n")
        file.flush()
        os.fsync(file.fileno())
    return int(size)


def read_checkpoints(folder: Path) -> Iterator[Checkpoint]:
    """Every checkpoint in the file, oldest first; one whose signature is wrong is not genuine."""
    path = folder / FILE
    if not path.exists():
        return
    keyring = current_vault().keyring
    lines = path.read_text(encoding="utf-8").splitlines()
    for start in range(0, len(lines), 6):
        block = lines[start : start + 5]
        try:
            origin, size, mac, _, signed = block
            note = f"{origin}\n{size}\n{mac}\n"
            genuine = keyring.signed(note.encode(), base64.b64decode(signed.removeprefix(SIGNATURE)))
            yield Checkpoint(int(size), base64.b64decode(mac), genuine)
        except ValueError:
            yield Checkpoint(0, b"", genuine=False)
