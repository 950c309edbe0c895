"""A database restored from an older backup is taken on deliberately: what is lost is said, and stays in the audit."""

from dataclasses import dataclass
from pathlib import Path

from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform.audit.checkpoints import FILE, read_checkpoints, write_checkpoint
from app.platform.audit.events import declare
from app.platform.audit.recorder import Outliving, record
from app.platform.audit.verify import CUT_OFF, verify
from app.platform.database.base import db

declare("audit.restored", facts={"first", "last"})


@dataclass(frozen=True)
class Lost:
    """Entries that a checkpoint saw and the database no longer has, by number, both included."""

    first: int
    last: int


def find_lost(folder: Path) -> Lost:
    """What the restore lost, by the checkpoints in `folder`. Raises Refused when nothing is missing, or when something
    is wrong that a restore does not explain."""
    report = verify(folder)
    other = [finding for finding in report.findings if not finding.what.startswith(CUT_OFF)]
    if other:
        raise Refused(f"Look into this first, a restore does not explain it: {other[0]}")
    last = max((point.size for point in read_checkpoints(folder)), default=0)
    if last <= report.entries:
        raise Refused("Check the database: no entry is missing that a checkpoint saw")
    return Lost(report.entries + 1, last)


def adopt(folder: Path, lost: Lost, reason: str) -> Path:
    """Go on with the restored database: an entry says what is lost and why, and checkpoints begin anew. The old file
    is kept beside the new one. Returns where. Commits."""
    if not reason.strip():
        raise Refused("Enter the reason")
    record("audit.restored", first=lost.first, last=lost.last, reason=Outliving(reason.strip()))
    db.session.commit()
    kept = folder / f"checkpoints-until-{now():%Y%m%dT%H%M%SZ}.txt"
    (folder / FILE).rename(kept)
    write_checkpoint(folder)
    return kept
