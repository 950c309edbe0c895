"""Recording documents, their approval, their review, and their end."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.features.governance.domain import documents as rules
from app.features.governance.models import GovernedDocument
from app.features.governance.queries import gating_kinds
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission, fetch
from app.platform.database import db

audit.declare("document.recorded", facts={"kind", "version", "follows_uid"})
audit.declare("document.changed", facts={"kind", "version"})
audit.declare("document.approved", facts={"kind", "version", "approved_on", "review_due"})
audit.declare("document.reviewed", facts={"kind", "version", "reviewed_on", "review_due"})
audit.declare("document.ended", facts={"kind", "version", "ended_on"})


def may_manage(actor: Actor, area_uid: str) -> bool:
    return actor.is_system or (actor.may(Permission.GOVERNANCE_MANAGE) and area_uid in actor.area_uids)


def _allow(actor: Actor, area_uid: str) -> None:
    if not may_manage(actor, area_uid):
        raise NotPermitted("documents in force")


def record_document(
    *,
    actor: Actor,
    area_uid: str,
    kind: str,
    version: str,
    title: str,
    owner: str,
    kept_at: str,
    covers: Iterable[str] = (),
    note: str | None = None,
    follows_uid: str | None = None,
) -> GovernedDocument:
    """Record a version that is not approved yet. `covers` are codes of `assessed_matter`, for kinds that gate a change.

    `follows_uid`: the document in force whose place it takes on approval. The same version twice is one. Raises Refused
    at the field.
    """
    _allow(actor, area_uid)
    if not partnership.is_code("governed_document", kind):
        raise Refused("Select a kind of document", field="kind")
    version, title = rules.check_version(version), title.strip()
    matters = _matters(kind, covers)
    before = fetch(actor, GovernedDocument, follows_uid) if follows_uid else None
    if before is not None and (before.kind, before.area_uid) != (kind, area_uid):
        raise Refused("Select a document of the same kind", field="kind")
    if before is not None and before.ended_on is not None:
        raise Refused("Choose a document that still holds: another took the place of this one")
    for same in _versions(area_uid, kind):
        if (same.version, same.title) == (version, title):
            if same.recorded_by_uid == actor.user_uid and same.approved_on is None:
                return same
            raise Refused("Enter another version: this one is in the register", field="version")
    row = GovernedDocument(
        key_uid=area_uid,
        area_uid=area_uid,
        kind=kind,
        version=version,
        covers=matters,
        recorded_on=today(),
        recorded_by_uid=actor.user_uid,
        follows_uid=follows_uid,
        title=title,
        owner=owner.strip(),
        kept_at=kept_at.strip(),
        note=note,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("document.recorded", row, kind=kind, version=row.version, follows_uid=follows_uid)
    return row


def change_document(
    *,
    actor: Actor,
    document: GovernedDocument,
    expected_ver: int,
    title: str,
    owner: str,
    kept_at: str,
    covers: Iterable[str] = (),
    note: str | None = None,
) -> None:
    """Put a draft right; of an approved document its owner, where it is kept, and the note."""
    _allow(actor, document.area_uid)
    if document.ver != expected_ver:
        raise Stale
    matters = _matters(document.kind, covers) if document.approved_on is None else list(document.covers)
    if document.approved_on is not None and title.strip() != document.title:
        raise Refused("Record a new version: the title of an approved document stays", field="title")
    document.title, document.owner, document.kept_at, document.note = (
        title.strip(),
        owner.strip(),
        kept_at.strip(),
        note,
    )
    document.covers = matters
    audit.record("document.changed", document, kind=document.kind, version=document.version)


def approve_document(
    *, actor: Actor, document: GovernedDocument, approved_by: str, approved_on: date, review_due: date
) -> None:
    """Record who approved it, and when. What it follows has ended from that day. Sent twice, it is recorded once.

    Of an assessment somebody else records the approval than whoever recorded the draft: it opens the way for a change.
    """
    _allow(actor, document.area_uid)
    if document.approved_on is not None or document.ended_on is not None:
        raise Stale
    if document.kind in gating_kinds() and actor.user_uid == document.recorded_by_uid and not actor.is_system:
        raise Refused("Ask somebody else to record the approval: you recorded this assessment", rule="PR-27")
    months = partnership.number("governance.review", document.area_uid)
    rules.check_approval(approved_on, review_due, on=today(), months=months)
    document.approved_on, document.review_due = approved_on, review_due
    document.approved_by, document.approval_by_uid = approved_by.strip(), actor.user_uid
    if document.follows_uid:
        before = fetch(actor, GovernedDocument, document.follows_uid)
        if before.ended_on is None:
            before.ended_on = approved_on
            audit.record(
                "document.ended", before, kind=before.kind, version=before.version, ended_on=approved_on.isoformat()
            )
    audit.record(
        "document.approved",
        document,
        kind=document.kind,
        version=document.version,
        approved_on=approved_on.isoformat(),
        review_due=review_due.isoformat(),
    )


def review_document(
    *, actor: Actor, document: GovernedDocument, expected_ver: int, reviewed_on: date, review_due: date
) -> None:
    """It was reviewed and stays as it is. What needs changing becomes a new version instead."""
    _allow(actor, document.area_uid)
    if document.ver != expected_ver:
        raise Stale
    if document.approved_on is None or document.ended_on is not None:
        raise Refused("Choose a document that is approved and still holds")
    if not document.approved_on <= reviewed_on <= today():
        words = "Enter the day it was reviewed: not before its approval, and not in the future"
        raise Refused(words, field="reviewed_on")
    rules.check_review(reviewed_on, review_due, months=partnership.number("governance.review", document.area_uid))
    document.reviewed_on, document.review_due = reviewed_on, review_due
    audit.record(
        "document.reviewed",
        document,
        kind=document.kind,
        version=document.version,
        reviewed_on=reviewed_on.isoformat(),
        review_due=review_due.isoformat(),
    )


def end_document(*, actor: Actor, document: GovernedDocument, expected_ver: int, ended_on: date, reason: str) -> None:
    """From `ended_on` it no longer holds, though nothing took its place."""
    _allow(actor, document.area_uid)
    if document.ended_on is not None or document.ver != expected_ver:
        raise Stale
    if ended_on > today() or (document.approved_on is not None and ended_on < document.approved_on):
        raise Refused("Enter a day from its approval until today", field="ended_on")
    document.ended_on = ended_on
    audit.record(
        "document.ended",
        document,
        reason=reason,
        kind=document.kind,
        version=document.version,
        ended_on=ended_on.isoformat(),
    )


def _matters(kind: str, covers: Iterable[str]) -> list[str]:
    if kind not in gating_kinds():
        return []
    chosen = list(dict.fromkeys(covers))
    if not chosen or not all(partnership.is_code("assessed_matter", code) for code in chosen):
        raise Refused("Select what it covers", field="covers")
    return chosen


def _versions(area_uid: str, kind: str) -> list[GovernedDocument]:
    rows = select(GovernedDocument).where(GovernedDocument.area_uid == area_uid, GovernedDocument.kind == kind)
    return list(db.session.scalars(rows))
