"""The audit: one event per command and per view of a record, chained, registered, checkpointed."""

from app.platform.audit.chain import AuditEntry, AuditHead
from app.platform.audit.checkpoints import write_checkpoint
from app.platform.audit.events import declare, declared
from app.platform.audit.recorder import Outliving, listen, mark, record, rewind, written_now
from app.platform.audit.restored import adopt, find_lost
from app.platform.audit.verify import Finding, verify

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Finding",
    "Outliving",
    "adopt",
    "declare",
    "declared",
    "find_lost",
    "listen",
    "mark",
    "record",
    "rewind",
    "verify",
    "write_checkpoint",
    "written_now",
]
