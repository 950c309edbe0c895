"""What the group works by: fictional documents in force, and the police list as a source that was assessed first."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.features.demonstration.cast import Cast
from app.features.demonstration.replay import Step
from app.features.governance import interface as governance
from app.features.partnership import interface as partnership
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.platform.access import Actor, Role

BEFORE_TODAY = timedelta(days=60)
AN_HOUR = timedelta(hours=1)
LASTS = {"TOR": 2}
"""Months until the review, where it is not a year: one comes up for review."""
MISSING = frozenset({"CALDICOTT", "PROVIDER", "REVIEW"})
"""Kinds that nobody has recorded yet."""
OWNER, BOARD = "Head of community safety", "Serious Violence Steering Group"
KEPT = "Partnership shared drive, governance folder (fictional)"


def steps(cast: Cast, began: datetime, now: datetime) -> Iterator[Step]:
    """After the accounts are there, and well before the first police list."""
    at = max(began + AN_HOUR, now - BEFORE_TODAY)
    yield Step(at, cast.coordinator, _record)
    yield Step(at + AN_HOUR, cast.first(Role.DPO), _approve)


def _record(actor: Actor) -> None:
    area_uid = actor.area_uid
    governance.propose_change(
        actor=actor,
        area_uid=area_uid,
        what=governance.POLICE_LIST,
        words="Load the monthly list of the police, row by row and judged by a person.",
    )
    for item in partnership.code_list("governed_document"):
        if item.code not in MISSING:
            governance.record_document(
                actor=actor,
                area_uid=area_uid,
                kind=item.code,
                version="1.0",
                title=f"{item.label} (fictional)",
                owner=OWNER,
                kept_at=KEPT,
                covers=[matter.code for matter in partnership.code_list("assessed_matter")],
            )


def _approve(actor: Actor) -> None:
    area_uid = actor.area_uid
    for document in [one for one in governance.list_documents(area_uid) if one.approved_on is None]:
        governance.approve_document(
            actor=actor,
            document=document,
            approved_by=BOARD,
            approved_on=today(),
            review_due=months_after(today(), LASTS.get(document.kind, 12)),
        )
