"""Loading a list: the file looked at in a process apart, kept, and read at once when it is short."""

import hashlib
import json
from collections.abc import Callable

from app.features.partnership import interface as partnership
from app.features.police_list import reference, taking_in
from app.features.police_list.models import Extract
from app.features.police_list.reading import keep_rows
from app.features.police_list.sheet import Table, table_of
from app.kernel.clock import now
from app.platform.access import Actor, acting_as, fetch, system_actor

SYSTEM = "police-list"


def reader(actor: Actor) -> Callable[[bytes], tuple[bytes, Table]]:
    """What gives a file and its table, as far as it is read while somebody waits. It asks nothing of the database."""
    area_uid = actor.area_uid
    known, remembered, most = reference.columns(), taking_in.remembered(area_uid), _most(area_uid)
    return lambda data: (data, table_of(data, known, remembered, most=most))


def load_list(actor: Actor, data: bytes, table: Table) -> tuple[str, bool, bool]:
    """Take a list in: its uid, whether it is new, and whether its columns are known. A short one is read at once, a
    long one by the worker. Raises Refused at `file`."""
    digest = hashlib.sha256(data).hexdigest()
    extract, new = taking_in.take_in(actor=actor, data=data, digest=digest, table=table)
    uid, known = extract.uid, bool(extract.columns)
    if new and known:
        if table.whole and len(table.rows) <= _most(extract.area_uid):
            _read(actor, uid, table)
        else:
            extract.work.queued_at = now()
    return uid, new, known


def key_row(actor: Actor, cells: dict[str, str]) -> tuple[str, bool]:
    """Take in one row that somebody keyed, cells by code with the empty ones, as a list of its own: its uid, whether
    it is new. 2.21"""
    columns = dict(enumerate(cells, start=1))
    table = Table(headings=columns, columns=columns, rows=[{at: cells[code] for at, code in columns.items()}])
    data = json.dumps(cells, sort_keys=True).encode()
    digest = hashlib.sha256(data).hexdigest()
    extract, new = taking_in.take_in(actor=actor, data=data, digest=digest, table=table, form=taking_in.BY_HAND)
    uid = extract.uid
    if new:
        _read(actor, uid, table)
    return uid, new


def _read(actor: Actor, uid: str, table: Table) -> None:
    with acting_as(system_actor(SYSTEM, actor.area_uids)) as system:
        keep_rows(fetch(system, Extract, uid), table)


def _most(area_uid: str) -> int:
    return int(partnership.number("import.at_once", area_uid))
