"""Taking a sheet in, applying what it would change in one step, and undoing that."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.features.actions import interface as actions
from app.features.actions.models import Action
from app.features.partnership import interface as partnership
from app.features.tracker.importing import queries
from app.features.tracker.importing.applying import GONE, NOT_THEIRS, take_row, try_row
from app.features.tracker.importing.checking import check_stamp
from app.features.tracker.importing.domain import RowState, State, upload_state
from app.features.tracker.importing.matching import Matched, match
from app.features.tracker.importing.models import Upload, UploadRow
from app.features.tracker.importing.sheet import Line
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, Refused, Stale
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db
from app.platform.database.numbering import next_number

audit.declare("tracker.returned", facts={"export_uid", "changed", "refused", "unchanged"})
audit.declare("tracker.checked", facts={"changed", "refused"})
audit.declare("tracker.applied", facts={"changed"})
audit.declare("tracker.undone", facts={"undone", "left"})

PREFIX = "U"
SINCE = "Look at the action: it was changed after this file was applied, and stays as it is"
LONGEST_REFERENCE = 40


def take_in(*, actor: Actor, digest: str, stamp: tuple[int, str], lines: Sequence[Line]) -> Upload:
    """Keep what a sheet would change and what of it is refused, for whoever sent it to look at. Nothing is changed yet.

    The same file sent twice is one, unless it was undone. Raises Refused at `file`.
    """
    before = queries.sent_before(actor, digest)
    if before is not None:
        return before
    check_stamp(actor, stamp)
    found = list(match(actor, lines))
    area_uid = actor.area_uid
    most = int(partnership.number("tracker.changes", area_uid))
    if len(found) > most:
        raise Refused(
            f"Send fewer rows at once: {len(found):,} of this file say something new, and {most:,} are looked through",
            field="file",
        )
    upload = Upload(
        uid=new_uid(),
        key_uid=area_uid,
        area_uid=area_uid,
        agency_uid=actor.agency_uid,
        reference=reference(PREFIX, today().year, next_number(PREFIX, today().year)),
        user_uid=actor.user_uid,
        export_uid=stamp[1],
        uploaded_at=now(),
        expires_at=now() + timedelta(hours=float(partnership.number("tracker.confirm", area_uid))),
        changed=0,
        refused=0,
        unchanged=len(lines) - len(found),
        digest=digest,
    )
    rows = [_row(actor, upload, one) for one in found]
    db.session.add(upload)
    db.session.flush()
    db.session.add_all(rows)
    _count(upload, rows)
    db.session.flush()
    audit.record(
        "tracker.returned",
        upload,
        export_uid=upload.export_uid,
        changed=upload.changed,
        refused=upload.refused,
        unchanged=upload.unchanged,
    )
    return upload


def apply_upload(*, actor: Actor, upload: Upload) -> bool:
    """Apply every change that was looked at, or none: when one can no longer be applied the others are put back, the
    row says why, and False says to look again. Applied twice, it is once. Raises Refused when it is too late, and when
    it was undone since."""
    queries.hold(upload)
    state = upload_state(upload, now())
    if state is State.UNDONE:
        raise Refused("Send the file again: it was undone")
    if upload.applied_at is not None:
        return True
    if state is not State.PENDING:
        raise Refused("Send the file again: it was to be confirmed sooner")
    rows = [row for row in queries.list_rows(actor, upload) if row.state == RowState.CHANGE]
    if _apply(actor, rows):
        upload.applied_at = now()
        upload.undo_until = now() + timedelta(hours=float(partnership.number("tracker.undo", upload.area_uid)))
        audit.record("tracker.applied", upload, changed=upload.changed)
        return True
    _count(upload, queries.list_rows(actor, upload))
    audit.record("tracker.checked", upload, changed=upload.changed, refused=upload.refused)
    return False


def undo_upload(*, actor: Actor, upload: Upload) -> int:
    """Put every action back that was not changed since; the others are left, and their rows say so. Returns how many
    were put back. Undone twice, it is once. Raises Refused when it is too late."""
    queries.hold(upload)
    rows = queries.list_rows(actor, upload)
    if upload.undone_at is None:
        if upload_state(upload, now()) is not State.APPLIED:
            raise Refused("Change the actions on their own pages: it is too late to undo this file")
        for row in rows:
            if row.state == RowState.APPLIED:
                _undo(actor, row)
        upload.undone_at = now()
        undone = sum(row.state == RowState.UNDONE for row in rows)
        audit.record("tracker.undone", upload, undone=undone, left=upload.changed - undone)
    return sum(row.state == RowState.UNDONE for row in rows)


def _row(actor: Actor, upload: Upload, one: Matched) -> UploadRow:
    """With what would become of it when it was applied now."""
    key, action = one.line.key, one.now
    row = UploadRow(
        key_uid=action.key_uid if action else upload.area_uid,
        area_uid=upload.area_uid,
        agency_uid=actor.agency_uid,
        import_uid=upload.uid,
        number=one.line.number,
        action_uid=action.uid if action else None,
        state=RowState.CHANGE,
        expected_ver=key.ver if key else None,
        reference=key.reference if key else str(one.line.cells.get("reference", ""))[:LONGEST_REFERENCE],
        changes=one.plan.changes,
        steps=[[step, fields] for step, fields in one.plan.steps],
        why=one.plan.why,
        before={},
    )
    if not one.plan.why:
        why = try_row(actor, row)
        row.why = [why] if why else []
    if row.why:
        row.state = RowState.REFUSED
    return row


def _count(upload: Upload, rows: Sequence[UploadRow]) -> None:
    upload.changed = sum(row.state == RowState.CHANGE for row in rows)
    upload.refused = sum(row.state == RowState.REFUSED for row in rows)


def _apply(actor: Actor, rows: Sequence[UploadRow]) -> bool:
    """All of them, or none and why in those that failed."""
    place = audit.mark()
    failed: dict[str, str] = {}
    try:
        with db.session.begin_nested():
            for row in rows:
                why = _apply_row(actor, row)
                if why:
                    failed[row.uid] = why
            if failed:
                raise _NotAll
    except _NotAll:
        audit.rewind(place)
    for row in rows:
        if row.uid in failed:
            row.state, row.why = RowState.REFUSED, [failed[row.uid]]
    db.session.flush()
    return not failed


class _NotAll(Exception):
    """Some rows can no longer be applied, so none is."""


def _apply_row(actor: Actor, row: UploadRow) -> str | None:
    """Why it cannot be applied; None when it was."""
    before = _before(actor, row)
    why = take_row(actor, row) if before else GONE
    if why is None:
        action = fetch(actor, Action, row.action_uid or "")
        row.state, row.before = RowState.APPLIED, before
        row.applied_ver, row.applied_position = action.ver, actions.last_position(action)
    return why


def _before(actor: Actor, row: UploadRow) -> dict[str, Any]:
    """How the action of a row stands; nothing for one that was erased or cannot be seen any more."""
    try:
        return actions.state_of(fetch(actor, Action, row.action_uid or "")) if row.steps else {}
    except NotFound:
        return {}


def _undo(actor: Actor, row: UploadRow) -> None:
    try:
        actions.take_back(
            actor=actor,
            action=fetch(actor, Action, row.action_uid or ""),
            to=row.before,
            expected_ver=row.applied_ver or 0,
            expected_position=row.applied_position or 0,
        )
        row.state = RowState.UNDONE
    except Stale:
        row.state, row.why = RowState.LEFT, [SINCE]
    except NotFound:
        row.state, row.why = RowState.LEFT, [NOT_THEIRS]
