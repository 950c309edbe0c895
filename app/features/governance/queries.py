"""Reads of documents and proposed changes. Visibility is added by the session."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.governance.domain.documents import Gap, Status, find_gaps, status
from app.features.governance.models import GovernedDocument, ProposedChange
from app.features.governance.queries_contests import count_by_status
from app.features.governance.queries_samples import count_waiting
from app.features.partnership import interface as partnership
from app.platform.access import Actor, fetch
from app.platform.database import db


def gating_kinds() -> dict[str, str]:
    """Kinds of document that a change waits for, with their words as they stand in a sentence."""
    return {
        item.code: item.attributes.get("words", item.label)
        for item in partnership.code_list("governed_document")
        if item.attributes.get("gates")
    }


def list_documents(area_uid: str) -> Sequence[GovernedDocument]:
    """Every document of an area, by kind, the newest first."""
    return db.session.scalars(
        select(GovernedDocument)
        .where(GovernedDocument.area_uid == area_uid)
        .order_by(GovernedDocument.kind, GovernedDocument.recorded_on.desc(), GovernedDocument.uid)
    ).all()


def get_document(actor: Actor, uid: str) -> GovernedDocument:
    """Raises NotFound."""
    return fetch(actor, GovernedDocument, uid)


def document_status(document: GovernedDocument, on: date) -> Status:
    return status(document, on, notice=partnership.number("governance.review.notice", document.area_uid))


def gaps(area_uid: str, on: date) -> list[Gap]:
    """Kinds of document the area has to have and has not in date (PR-26, PR-50)."""
    needed = [item.code for item in partnership.code_list("governed_document", on) if item.attributes.get("needed")]
    return find_gaps(list_documents(area_uid), needed, on)


def waiting_change(area_uid: str, what: str) -> ProposedChange | None:
    """The change of a kind that was proposed, and neither made nor withdrawn."""
    waits = ProposedChange.made_on.is_(None), ProposedChange.withdrawn_on.is_(None)
    mine = ProposedChange.area_uid == area_uid, ProposedChange.what == what
    return db.session.scalar(select(ProposedChange).where(*mine, *waits))


def was_made(area_uid: str, what: str) -> bool:
    """Whether a change of this kind was ever made."""
    made = ProposedChange.area_uid == area_uid, ProposedChange.what == what, ProposedChange.made_on.is_not(None)
    return db.session.scalar(select(ProposedChange.uid).where(*made).limit(1)) is not None


def list_changes(area_uid: str) -> Sequence[ProposedChange]:
    """Every change that was proposed, the newest first."""
    return db.session.scalars(
        select(ProposedChange)
        .where(ProposedChange.area_uid == area_uid)
        .order_by(ProposedChange.proposed_on.desc(), ProposedChange.uid)
    ).all()


def get_change(actor: Actor, uid: str) -> ProposedChange:
    """Raises NotFound."""
    return fetch(actor, ProposedChange, uid)


@dataclass(frozen=True)
class Standing:
    """What the home page says of governance."""

    missing: list[str]
    """Words of the impact assessments that are not in date (PR-26, PR-27)."""
    documents: int
    """Kinds of document that are not in date, these among them."""
    contests: Counter[str]
    """Contested records that are not settled, by `domain.contests.Status`."""
    samples: Counter[str]
    """Drawn cases that wait, by `domain.samples.Status`."""


def standing(actor: Actor, on: date) -> Standing:
    """Of the actor's own area."""
    area_uid = actor.area_uid
    found = gaps(area_uid, on)
    words = gating_kinds()
    return Standing(
        [words[gap.kind] for gap in found if gap.kind in words],
        len(found),
        count_by_status(actor, on),
        count_waiting(actor, on),
    )
