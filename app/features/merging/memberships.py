"""Other groups that hold both of two who are joined: one row for each group, and one group that leads. PR-42."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.features.forums.models import LeadChange, Membership
from app.features.merging.changes import Changes
from app.kernel.errors import Refused
from app.platform.database import db

LEAD, COPY, NONE = "LEAD", "COPY", "NONE"
HELD = ("role", "since", "discussed_on", "reference", "worker")


def check_leads(kept_uid: str, away_uid: str) -> None:
    """Refused while two groups lead, or two changes of lead wait: people settle that first."""
    rows = [*_of(kept_uid), *_of(away_uid)]
    if len({row.forum_code for row in rows if row.role == LEAD}) > 1:
        raise Refused("Settle which group leads first: another leads each of the two", rule="PR-42")
    waiting = [_change_waits(uid) for uid in (kept_uid, away_uid)]
    if all(waiting):
        raise Refused("Withdraw one of the two changes of lead that wait first", rule="PR-42")


def join_memberships(changes: Changes, away_uid: str, kept_uid: str) -> int:
    """What other groups hold of one follows to the other. Returns how many rows."""
    there = {row.forum_code: row for row in _of(kept_uid)}
    moved = 0
    for row in _of(away_uid):
        own = there.get(row.forum_code)
        if own is None:
            with changes.to(row, "subject_uid"):
                row.subject_uid = kept_uid
        else:
            with changes.to(own, *HELD), changes.to(row, "role"):
                roles = {own.role, row.role}
                row.role = NONE
                own.role = next(role for role in (LEAD, COPY, NONE) if role in roles)
                own.since = min(own.since, row.since)
                own.discussed_on = max((day for day in (own.discussed_on, row.discussed_on) if day), default=None)
                own.reference = _both(own.reference, row.reference)
                own.worker = _both(own.worker, row.worker)
            db.session.flush()
        moved += 1
    return moved


def count_held(subject_uid: str) -> int:
    """How many other groups hold somebody."""
    return sum(row.role != NONE for row in _of(subject_uid))


def _of(subject_uid: str) -> Sequence[Membership]:
    return db.session.scalars(select(Membership).where(Membership.subject_uid == subject_uid)).all()


def _change_waits(subject_uid: str) -> bool:
    waits = select(LeadChange.uid).where(
        LeadChange.subject_uid == subject_uid, LeadChange.theirs_on.is_(None), LeadChange.withdrawn_on.is_(None)
    )
    return db.session.scalar(waits) is not None


def _both(*words: str | None) -> str | None:
    return "; ".join(_distinct(words)) or None


def _distinct(words: Iterable[str | None]) -> dict[str, None]:
    return dict.fromkeys(word for word in words if word)
