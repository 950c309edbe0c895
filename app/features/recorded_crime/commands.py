"""Taking files of street-level crime in, replacing a month, and loading a table of harm."""

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.recorded_crime import keeping, reading
from app.features.recorded_crime.domain.course import State, state_of
from app.features.recorded_crime.models import CrimeFile, HarmWeight
from app.kernel.clock import now
from app.kernel.errors import NotPermitted, Refused, Stale
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("crime-file.loaded", facts={"bytes"})
audit.declare("crime-file.left")
audit.declare("harm.loaded", facts={"added", "changed"})

LISTS = ("crime_type", "violence_type")
COLUMNS = ("list", "code", "weight", "source", "valid_from", "valid_to")
LONGEST = 200
MOST_WEIGHT = 100_000


def _check_may(actor: Actor) -> None:
    if not actor.is_system and not actor.may(Permission.CRIME_LOAD):
        raise NotPermitted("recorded crime")


def take_in(*, actor: Actor, data: bytes) -> tuple[CrimeFile, bool]:
    """Leave a file to be read, and whether it is new: one that is in use or waits already is the one that is there."""
    _check_may(actor)
    if not data:
        raise Refused("Choose a file", field="file")
    digest = hashlib.sha256(data).hexdigest()
    for there in db.session.scalars(select(CrimeFile).where(CrimeFile.digest == digest)):
        if state_of(there) in (State.IN_USE, State.READING, State.DIFFERS, State.SAME):
            return there, False
    file = CrimeFile(
        uid=new_uid(),
        user_uid=None if actor.is_system else actor.user_uid,
        loaded_at=now(),
        digest=digest,
        content=data,
        facts={},
        differs={},
    )
    db.session.add(file)
    db.session.flush()
    audit.record("crime-file.loaded", file, bytes=len(data))
    return file, True


def replace_month(*, actor: Actor, file: CrimeFile) -> None:
    """Put the counts of a file in the place of those of its month. Raises Stale when the month is another by now."""
    _check_may(actor)
    if state_of(file) is State.IN_USE:
        return
    there = reading.in_use(reading.key_of(file)) if file.month else None
    if state_of(file) is not State.DIFFERS or (there.uid if there else None) != file.differs.get("from_uid"):
        raise Stale("crime file")
    reading.replace_month(file)


def leave_month(*, actor: Actor, file: CrimeFile) -> None:
    """Keep the month as it is; the counts of the file go."""
    _check_may(actor)
    if state_of(file) is State.LEFT:
        return
    if state_of(file) is not State.DIFFERS:
        raise Stale("crime file")
    keeping.forget_counts(file)
    file.left_at = now()
    audit.record("crime-file.left", file)


def load_harm(*, actor: Actor, data: bytes, only_new: bool = False) -> tuple[int, int]:
    """Load a table of harm: list, code, weight, source, valid_from, valid_to. A row of the same list, code and first
    day is changed, unless `only_new`; nothing is deleted. Returns how many were added and changed. Raises Refused at
    `file`."""
    _check_may(actor)
    there = {(row.list, row.code, row.valid_from): row for row in db.session.scalars(select(HarmWeight))}
    added = changed = 0
    for one in _weights(data):
        key = (one.list, one.code, one.valid_from)
        kept = there.get(key)
        if kept is None:
            kept = there[key] = HarmWeight(uid=new_uid(), list=one.list, code=one.code, valid_from=one.valid_from)
            db.session.add(kept)
            added += 1
        elif only_new or (kept.weight, kept.source, kept.valid_to) == (one.weight, one.source, one.valid_to):
            continue
        else:
            changed += 1
        kept.weight, kept.source, kept.valid_to = one.weight, one.source, one.valid_to
    if added or changed:
        db.session.flush()
        audit.record("harm.loaded", added=added, changed=changed)
    return added, changed


class _Weight(NamedTuple):
    list: str
    code: str
    weight: float
    source: str
    valid_from: date
    valid_to: date | None


def _weights(data: bytes) -> list[_Weight]:
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Refused("Choose a CSV file in UTF-8: this one cannot be read", field="file") from problem
    if not rows or not {*COLUMNS} <= rows[0].keys():
        raise Refused(
            "Choose a CSV file with the columns list, code, weight, source, valid_from and valid_to", field="file"
        )
    return [_weight(row, number) for number, row in enumerate(rows, start=1)]


def _weight(row: Mapping[str, str | None], number: int) -> _Weight:
    text = {name: (row[name] or "").strip() for name in COLUMNS}
    if text["list"] not in LISTS or not partnership.is_code(text["list"], text["code"]):
        raise Refused(f"Check row {number}: there is no such list or code", field="file")
    try:
        weight = float(text["weight"])
        first = date.fromisoformat(text["valid_from"])
        last = date.fromisoformat(text["valid_to"]) if text["valid_to"] else None
    except ValueError as problem:
        raise Refused(f"Check row {number}: the weight is a number, days are as 2026-04-01", field="file") from problem
    if not 0 <= weight <= MOST_WEIGHT or (last and last < first):
        raise Refused(f"Check row {number}: the weight or the days cannot be", field="file")
    if not text["source"] or len(text["source"]) > LONGEST:
        raise Refused(f"Check row {number}: say in at most {LONGEST} characters where the weight is from", field="file")
    return _Weight(text["list"], text["code"], weight, text["source"], first, last)
