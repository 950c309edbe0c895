"""Asking for a file of the tracker, showing its password once, fetching it."""

import base64
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.tracker import queries
from app.features.tracker.domain import State, basis_of, check_disclosure, export_state
from app.features.tracker.models import Export, ExportPiece, ExportWork
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, Refused
from app.kernel.references import reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.numbering import next_number
from app.platform.vault import ERASED_TEXT
from app.platform.workbook import new_password

audit.declare(
    "tracker.exported",
    facts={
        "agency_uid", "case_kind", "category", "due_from", "due_to", "form", "gateway", "meeting_uid", "names",
        "owner_uid", "priority", "recipient_uid", "status",
    },
)  # fmt: skip
audit.declare("tracker.password_shown")
audit.declare("tracker.fetched")

PREFIX = "E"
MOST_WAITING = 3
SAME = timedelta(minutes=1)
"""Asked for again within this time, it is the same request sent twice."""


def ask_for_export(
    *,
    actor: Actor,
    form: str,
    names: bool,
    reason: str,
    filters: Mapping[str, str],
    recipient: str = "",
    recipient_uid: str | None = None,
    gateway: str | None = None,
) -> Export:
    """Enter a copy into the register, for the worker to write. What leaves is a disclosure: the audit has it with its
    reason and power. Asked twice, it is one. Raises Refused, see `domain.check_disclosure`."""
    reason, recipient = reason.strip(), recipient.strip() if names else ""
    recipient_uid, gateway = (recipient_uid, gateway) if names else (None, None)
    check_disclosure(
        names=names, form=form, reason=reason, recipient=recipient, recipient_uid=recipient_uid, gateway=gateway
    )
    if gateway is not None and recipient_uid is not None:
        _check_reach(actor, gateway, recipient_uid)
    waiting = queries.list_unwritten(actor)
    told = (form, names, dict(filters), gateway, recipient_uid, reason, recipient)
    for one in waiting:
        before = (one.form, one.names, one.filters, one.gateway, one.recipient_uid, one.reason, one.recipient or "")
        if before == told and now() - one.asked_at <= SAME:
            return one
    if len(waiting) >= MOST_WAITING:
        raise Refused(f"Wait until your other files are written: {MOST_WAITING} at a time are")
    area_uid = actor.area_uid
    on = today()
    export = Export(
        key_uid=area_uid,
        area_uid=area_uid,
        agency_uid=actor.agency_uid,
        reference=reference(PREFIX, on.year, next_number(PREFIX, on.year)),
        user_uid=actor.user_uid,
        form=form,
        names=names,
        filters=dict(filters),
        recipient_uid=recipient_uid,
        gateway=gateway,
        basis=basis_of(gateway) if gateway else None,
        asked_at=now(),
        destroy_on=on + timedelta(days=int(partnership.number("tracker.copy", area_uid))) if names else None,
        reason=reason,
        recipient=recipient or None,
        password=new_password() if names else None,
        work=ExportWork(),
    )
    db.session.add(export)
    db.session.flush()
    audit.record(
        "tracker.exported",
        export,
        reason=reason,
        form=form,
        names=names,
        gateway=gateway,
        recipient_uid=recipient_uid,
        **filters,
    )
    return export


def _check_reach(actor: Actor, gateway: str, recipient_uid: str) -> None:
    """The sender may use the power, and it reaches the recipient's kind of agency (section 5.2)."""
    partnership.check_recipient(recipient_uid, field="recipient_uid")
    usable = {one.code: one for one in partnership.gateways_for(actor.agency_type or "")}
    if gateway not in usable:
        raise Refused("Select a power that your agency may use", field="gateway", rule="5.2")
    kind = partnership.get_agency(recipient_uid).agency_type
    if kind in usable[gateway].attributes.get("not_to", ()):
        raise Refused("Select a power that reaches this agency", field="gateway", rule="5.2")


def show_password(*, actor: Actor, export: Export) -> str:
    """The password of one's own file, once. Raises Refused after that."""
    _own(actor, export)
    if export.password is None:
        raise Refused("Make the file again: its password was shown before, and is not kept")
    password: str = export.password
    export.password, export.password_shown_at = None, now()
    audit.record("tracker.password_shown", export)
    return password


def fetch_file(*, actor: Actor, export: Export) -> bytes:
    """The finished file, for whoever made it, until it expires. Raises NotFound, and
    Refused when its key is gone."""
    _own(actor, export)
    pieces = db.session.scalars(
        select(ExportPiece).where(ExportPiece.export_uid == export.uid).order_by(ExportPiece.number)
    ).all()
    if not pieces:
        raise NotFound("file")
    if pieces[0].content == ERASED_TEXT:
        raise Refused("Make the file again: somebody in it was erased since")
    if export.fetched_at is None:
        export.fetched_at = now()
    audit.record("tracker.fetched", export)
    return b"".join(base64.b64decode(piece.content) for piece in pieces)


def _own(actor: Actor, export: Export) -> None:
    if export.user_uid != actor.user_uid or export_state(export, now()) is not State.READY:
        raise NotFound("file")
