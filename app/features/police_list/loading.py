"""Loading a list: the file looked at in a process apart, kept, and read at once when it is short."""

import hashlib

from app.features.partnership import interface as partnership
from app.features.police_list import reference, taking_in
from app.features.police_list.models import Extract
from app.features.police_list.reading import keep_rows
from app.features.police_list.sheet import Table, table_of
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform.access import Actor, acting_as, fetch, system_actor
from app.platform.database.work import let_others_write
from app.platform.workbook.reading import Unreadable

SYSTEM = "police-list"


def look_at(actor: Actor, data: bytes) -> Table | None:
    """The table of a file, as far as it is read while somebody waits; the transaction ends before. Raises Refused at
    `file`."""
    area_uid = taking_in.area_of(actor)
    known, remembered, most = reference.columns(), taking_in.remembered(area_uid), _most(area_uid)
    let_others_write()
    try:
        return table_of(data, known, remembered, most=most)
    except Unreadable as unreadable:
        raise Refused(unreadable.message, field="file") from unreadable


def load_list(actor: Actor, data: bytes, table: Table | None) -> tuple[str, bool, bool]:
    """Take a list in: its uid, whether it is new, and whether its columns are known. A short one is read at once, a
    long one by the worker. Raises Refused at `file`."""
    digest = hashlib.sha256(data).hexdigest()
    extract, new = taking_in.take_in(actor=actor, data=data, digest=digest, table=table)
    uid, known = extract.uid, bool(extract.columns)
    if new and known and table is not None:
        if table.whole and len(table.rows) <= _most(extract.area_uid):
            _read(actor, uid, table)
        else:
            extract.work.queued_at = now()
    return uid, new, known


def _read(actor: Actor, uid: str, table: Table) -> None:
    with acting_as(system_actor(SYSTEM, actor.area_uids)) as system:
        keep_rows(fetch(system, Extract, uid), table)


def _most(area_uid: str) -> int:
    return int(partnership.number("import.at_once", area_uid))
