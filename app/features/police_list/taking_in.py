"""Taking a list in: the file, what its columns mean, or that there is none this month. PR-14."""

from collections.abc import Mapping
from datetime import timedelta

from app.features.governance import interface as governance
from app.features.partnership import interface as partnership
from app.features.police_list import keeping, queries, reference
from app.features.police_list.domain import columns as heads
from app.features.police_list.domain.course import State, extract_state
from app.features.police_list.models import Extract, ExtractWork, Headings
from app.features.police_list.sheet import Table
from app.kernel.clock import local, now, today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.kernel.references import new_uid
from app.kernel.references import reference as numbered
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db, next_number

audit.declare("police.list_loaded", facts={"form", "known", "unknown"})
audit.declare("police.list_named", facts={"known", "unknown"})
audit.declare("police.list_none")

PREFIX = "V"
NOTHING, BY_HAND = "NONE", "HAND"


def check_may(actor: Actor) -> None:
    if not actor.may(Permission.POLICE_LIST) and not actor.is_system:
        raise NotPermitted("police list")


def remembered(area_uid: str) -> dict[str, str]:
    """What the area said its headings mean."""
    kept = queries.headings_of(area_uid)
    return dict(kept.known) if kept else {}


def take_in(*, actor: Actor, data: bytes, digest: str, table: Table, form: str | None = None) -> tuple[Extract, bool]:
    """Keep a file until its rows are read, and whether it is new: the same one again is the one that is there.

    Its columns are those that are known; when one that is needed is not among them, somebody says which it is
    (`set_columns`). The first list of an area turns the source on, and its impact was assessed before (PR-27).
    """
    check_may(actor)
    area_uid = actor.area_uid
    partnership.hold_area(area_uid)
    before = queries.sent_before(actor, area_uid, digest)
    if before is not None:
        return before, False
    governance.turn_on(actor=actor, area_uid=area_uid, source=governance.POLICE_LIST)
    days = int(partnership.number("import.file_keep", area_uid))
    extract = _new(actor, area_uid, form or ("XLSX" if data.startswith(b"PK") else "CSV"))
    extract.file_until = now() + timedelta(days=days)
    extract.digest = digest
    extract.headings = {str(number): heading for number, heading in table.headings.items()}
    complete = not heads.missing(table.columns, reference.columns())
    extract.columns = {str(number): code for number, code in table.columns.items()} if complete else {}
    db.session.add(extract)
    db.session.flush()
    keeping.keep_file(extract, data)
    known = len(table.columns)
    audit.record("police.list_loaded", extract, form=extract.form, known=known, unknown=len(table.headings) - known)
    return extract, True


def set_columns(*, actor: Actor, extract: Extract, chosen: Mapping[str, str]) -> None:
    """Say which heading each column has: number of the heading by code. It is remembered for the area. Raises Refused
    at the code of the column."""
    check_may(actor)
    if extract_state(extract) is not State.COLUMNS:
        raise Stale(extract.reference)
    taken: dict[str, str] = {}
    for column in reference.columns():
        number = chosen.get(column.code)
        if column.needed and not number:
            raise Refused(f"Select the heading of “{column.label}”", field=column.code)
        if number and number not in extract.headings:
            raise Refused("Select a heading of the file", field=column.code)
        if number and number in taken:
            raise Refused("Select another heading: this one was given to a column above", field=column.code)
        if number:
            taken[number] = column.code
    extract.columns = taken
    said = {heads.folded(heading): taken.get(number, "") for number, heading in extract.headings.items()}
    kept = queries.headings_of(extract.area_uid)
    if kept is None:
        kept = Headings(key_uid=extract.area_uid, area_uid=extract.area_uid, known={})
        db.session.add(kept)
    kept.known = {**kept.known, **said}
    db.session.flush()
    audit.record("police.list_named", extract, known=len(taken), unknown=len(extract.headings) - len(taken))


def suggested(extract: Extract) -> dict[str, str]:
    """Number of the heading by code, of the columns that are known without asking."""
    headings = {int(number): heading for number, heading in extract.headings.items()}
    found = heads.matched(headings, reference.columns(), remembered(extract.area_uid))
    return {code: str(number) for number, code in found.items()}


def nothing_to_send(*, actor: Actor) -> Extract:
    """The police say that they have nothing to send. Said twice on a day, it is said once."""
    check_may(actor)
    area_uid = actor.area_uid
    partnership.hold_area(area_uid)
    for one in queries.list_extracts(actor):
        if one.undone_at is not None or local(one.loaded_at).date() != today():
            continue
        if one.form == NOTHING:
            return one
        if extract_state(one) not in (State.FAILED, State.FORGOTTEN):
            raise Refused(f"Undo list {one.reference} first: it was loaded today, so there was something to send")
    extract = _new(actor, area_uid, NOTHING)
    extract.digest, extract.read_at = "", now()
    db.session.add(extract)
    db.session.flush()
    audit.record("police.list_none", extract)
    return extract


def _new(actor: Actor, area_uid: str, form: str) -> Extract:
    year = today().year
    return Extract(
        uid=new_uid(),
        key_uid=area_uid,
        area_uid=area_uid,
        agency_uid=reference.police_agency(area_uid, actor.agency_uid),
        reference=numbered(PREFIX, year, next_number(PREFIX, year)),
        user_uid=actor.user_uid,
        form=form,
        loaded_at=now(),
        counts={},
        columns={},
        headings={},
        salt="",
        work=ExtractWork(),
    )
