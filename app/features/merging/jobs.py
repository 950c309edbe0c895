"""Every night: which people of each area may be the same, for the review list; and what is kept of merges is forgotten
when they can no longer be taken back."""

from datetime import time

from sqlalchemy import select

from app.features.merging import pairs
from app.features.merging.models import Merge
from app.features.merging.parting import forget
from app.features.partnership import interface as partnership
from app.features.subjects import interface as subjects
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from app.platform.jobs import job
from app.platform.vault import is_erased

audit.declare("merges.forgotten", facts={"area_uid", "count"})

LOOKED_AT = 10_000
"""Pairs that look alike, with those somebody has spoken of: more than anybody ever will."""
REVIEW, FORGET = "people-alike", "merges-forget"


@job(REVIEW, at=time(2, 10), commits_itself=True)
def review() -> None:
    """Looks each person up in the index, area by area; comparing takes a while, and nobody waits for it."""
    for area in partnership.list_areas():
        with acting_as(system_actor(REVIEW, frozenset({area.uid}))) as actor:
            most = partnership.number("merge.list", area.uid)
            found = subjects.likely_pairs(actor, area.uid, most=LOOKED_AT)
            pairs.review(actor, area.uid, found, most=most)
            db.session.commit()


@job(FORGET, at=time(2, 50))
def forget_merges() -> None:
    """The state before a merge is kept no longer than it can be brought back."""
    for area in partnership.list_areas():
        with acting_as(system_actor(FORGET, frozenset({area.uid}))):
            over = db.session.scalars(select(Merge).where(Merge.until < today(), Merge.purged_on.is_(None))).all()
            for merge in over:
                if is_erased(merge):
                    merge.purged_on = today()
                else:
                    forget(merge)
            if over:
                audit.record("merges.forgotten", area_uid=area.uid, count=len(over))
