"""Who was accepted from an earlier list and is not on the newest any more: nothing closes, the case comes to review.
PR-14(7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.partnership import interface as partnership
from app.features.police_list.domain.course import RowState
from app.features.police_list.domain.marks import REFERENCE, tidy_reference
from app.features.police_list.models import Extract, Row
from app.features.police_list.sheet import Line
from app.kernel.clock import today
from app.platform.access import current_actor
from app.platform.calendar import working_days
from app.platform.database import db


@dataclass(frozen=True)
class Accepted:
    """The newest row accepted under a reference."""

    row_uid: str
    subject_uid: str


def accepted_before(area_uid: str, extract_uid: str) -> dict[str, Accepted]:
    """By reference, of every list but this."""
    rows = db.session.scalars(
        select(Row)
        .where(Row.area_uid == area_uid, Row.state == RowState.ACCEPTED, Row.extract_uid != extract_uid)
        .order_by(Row.decided_at)
    )
    return {row.ref: Accepted(row.uid, row.subject_uid) for row in rows if row.subject_uid}


def mark_gone(extract: Extract, lines: Iterable[Line], accepted: dict[str, Accepted]) -> int:
    """Say of the rows that are still kept that they are gone, and bring the cases of the accepted to review. Returns
    how many of them were accepted."""
    here = {tidy_reference(line.cells.get(REFERENCE, "")) for line in lines}
    left = {one.row_uid for reference, one in accepted.items() if reference not in here}
    waiting = select(Row).where(
        Row.extract_uid == (extract.before_uid or ""), Row.state != RowState.COUNTED, Row.gone_uid.is_(None)
    )
    for row in db.session.scalars(waiting).all():
        if row.state != RowState.ACCEPTED and row.ref not in here:
            row.gone_uid = extract.uid
    gone = 0
    for row in db.session.scalars(select(Row).where(Row.uid.in_(left), Row.gone_uid.is_(None))).all():
        row.gone_uid = extract.uid
        row.made = {**row.made, **_raise_review(row)}
        gone += 1
    return gone


def _raise_review(row: Row) -> dict[str, str | None]:
    """Bring the case of a row back to the group, unless it comes sooner anyway; what is needed to undo that."""
    actor = current_actor()
    case = cases.find_open_case(actor, row.subject_uid or "")
    days = int(partnership.number("import.review", row.area_uid))
    on = working_days().add(today(), days)
    if case is None or (case.review_on is not None and case.review_on <= on):
        return {}
    before = case.review_on
    cases.set_review(actor=actor, case=case, on=on)
    return {"review_before": before.isoformat() if before else None, "review_set": on.isoformat()}
