"""Verification: the chain, the register of sealed rows, and the checkpoints."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.platform.access.binding import see_every_area
from app.platform.audit.chain import START, AuditEntry, AuditHead, Link
from app.platform.audit.checkpoints import read_checkpoints
from app.platform.audit.recorder import AUDIT_KEY
from app.platform.database.base import Base, db
from app.platform.vault import Purpose, Sealed, current_vault
from app.platform.vault.rows import stored_digests

BATCH = 5_000
CUT_OFF = "cut off"
COLUMNS = [getattr(AuditEntry, name) for name in (*Link._fields, "mac")]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Report:
    entries: int
    rows: int
    findings: list[Finding]


def verify(checkpoints: Path | None = None, *, rows: bool = True) -> Report:
    """Check the chain, every checkpoint in `checkpoints` and, with `rows`, every sealed row against the register."""
    report = Report(entries=0, rows=0, findings=[])
    see_every_area(db.session.connection())
    registered: dict[tuple[str, str], str] = {}
    wanted = {point.size: point for point in read_checkpoints(checkpoints)} if checkpoints else {}
    report.findings += [
        Finding("checkpoints", "a signature is wrong") for point in wanted.values() if not point.genuine
    ]
    mac = _check_chain(report, registered, {size: point.mac for size, point in wanted.items() if point.genuine})
    size, head_mac = db.session.execute(select(AuditHead.size, AuditHead.mac)).one()
    if (size, head_mac) != (report.entries, mac):
        report.findings.append(Finding("audit_head", f"says {size} entries, the chain has {report.entries}"))
    for point in wanted.values():
        if point.genuine and point.size > report.entries:
            report.findings.append(
                Finding("audit_entry", f"{CUT_OFF}: a checkpoint saw {point.size} entries, there are {report.entries}")
            )
    if rows:
        report.findings += _check_rows(report, registered)
    return report


def _check_chain(report: Report, registered: dict[tuple[str, str], str], points: dict[int, bytes]) -> bytes:
    key = current_vault().keyring.secret(Purpose.AUDIT, AUDIT_KEY).raw
    mac = START
    broken = False
    result = db.session.connection().execute(
        select(*COLUMNS).order_by(AuditEntry.seq).execution_options(yield_per=BATCH)
    )
    for *fields, stored in result:
        link = Link(*fields)
        report.entries += 1
        if not broken and link.seq != report.entries:
            broken = True
            report.findings.append(Finding(f"audit_entry {report.entries}", "is missing"))
        mac = link.mac(key, mac)
        if not broken and not hmac.compare_digest(mac, stored):
            broken = True
            report.findings.append(Finding(f"audit_entry {link.seq}", "was changed, moved or put in"))
        if report.entries in points and points[report.entries] != stored:
            report.findings.append(Finding(f"audit_entry {link.seq}", "differs from a signed checkpoint"))
        if link.written:
            for line in link.written.split("\n"):
                table, uid, _, value = line.split(" ")
                registered[table, uid] = value
        mac = stored
    return mac


def _check_rows(report: Report, registered: dict[tuple[str, str], str]) -> Iterator[Finding]:
    for model in sealed_models():
        for table, uid, _ver, value in stored_digests(db.session.connection(), model):
            report.rows += 1
            expected = registered.pop((table, uid), None)
            if expected is None or expected == "-":
                yield Finding(f"{table} {uid}", "was put in outside Concord")
            elif expected != value:
                yield Finding(f"{table} {uid}", "was changed or rolled back outside Concord")
    for (table, uid), value in registered.items():
        if value != "-":
            yield Finding(f"{table} {uid}", "was deleted outside Concord")


def sealed_models() -> list[type[Any]]:
    """The root class of every sealed table."""
    return sorted(
        (
            mapper.class_
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, Sealed) and mapper.base_mapper is mapper
        ),
        key=lambda model: str(model.__tablename__),
    )
