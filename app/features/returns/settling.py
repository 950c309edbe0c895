"""After the meeting: who was not known is forgotten in the view of the agency that was asked (PR-40)."""

from collections.abc import Callable, Collection

from sqlalchemy import select

from app.features.returns.domain import forgets_identity, is_owed
from app.features.returns.models import InformationRequest
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("return.called_off", facts={"area_uid", "meeting_uid", "requests"})
audit.declare("return.meeting_over", facts={"area_uid", "meeting_uid", "requests", "forgotten"})

OverSource = Callable[[Collection[str]], Collection[str]]
_source: list[OverSource] = []


def set_over_source(source: OverSource) -> None:
    """Let the room of meetings, which lies above, say which of the meetings of these uids are over."""
    _source[:] = [source]


def meetings_over(meeting_uids: Collection[str]) -> Collection[str]:
    return _source[0](meeting_uids) if _source and meeting_uids else ()


def purge_not_known(*, actor: Actor, meeting_uid: str) -> int:
    """The meeting is over: nothing is chased any more, and whom it was about is taken from each request that the
    agency does not know. That it was asked and answered stays. Returns how many forgot; the second time, nothing."""
    rows = db.session.scalars(
        select(InformationRequest).where(
            InformationRequest.meeting_uid == meeting_uid, InformationRequest.over_at.is_(None)
        )
    ).all()
    forgotten = 0
    for row in rows:
        row.over_at = now()
        if row.forgotten_at is None and forgets_identity(row, over=True):
            forget(row)
            forgotten += 1
    if rows:
        audit.record(
            "return.meeting_over",
            area_uid=rows[0].area_uid,
            meeting_uid=meeting_uid,
            requests=len(rows),
            forgotten=forgotten,
        )
    return forgotten


def call_off(*, actor: Actor, meeting_uid: str) -> int:
    """The meeting was called off: what is still owed for it is no longer asked. Returns how many; done again, none."""
    rows = db.session.scalars(select(InformationRequest).where(InformationRequest.meeting_uid == meeting_uid)).all()
    owed = [row for row in rows if is_owed(row, now())]
    for row in owed:
        row.withdrawn_at = now()
        forget(row)
    if owed:
        audit.record("return.called_off", area_uid=owed[0].area_uid, meeting_uid=meeting_uid, requests=len(owed))
    return len(owed)


def forget(request: InformationRequest) -> None:
    """Take away the copy of whom it was about, and what was noted when it was handed on. What was erased is gone."""
    if request.about:
        request.about = {}
    if request.note is not None:
        request.note = None
    request.forgotten_at = now()
