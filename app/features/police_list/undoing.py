"""Undoing a list: what it made goes, as long as nobody built on it. PR-14(2)."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.police_list import keeping, queries
from app.features.police_list.domain.course import RowState, State, extract_state
from app.features.police_list.models import Extract, Row
from app.features.police_list.taking_in import check_may
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Person
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("police.list_undone", facts={"undone", "left", "reviews"})

SUBJECT_CHANGED = "What is known of the person was changed since"
REFERRED_TO = "Something else refers to the person or the case"
NOT_SEEN = "You may not see the case"


@dataclass
class Undone:
    """How many rows were taken back; why others stay, by number of the row."""

    rows: int = 0
    left: dict[int, str] = field(default_factory=dict)


def undo_list(*, actor: Actor, extract: Extract) -> Undone:
    """Take back what a list made and forget its rows; those that somebody built on stay, and say so. Undone twice, it
    is once. Raises Refused when it is too late, or too early: what the worker is reading would come in after all."""
    check_may(actor)
    undone = Undone()
    if extract.undone_at is not None:
        return undone
    if extract_state(extract) is State.READING:
        raise Refused("Wait until the list is read: then it can be undone")
    rows = queries.rows_of(extract.uid)
    accepted = [row for row in rows if row.state == RowState.ACCEPTED]
    if accepted and not actor.may(Permission.POLICE_LIST_ACCEPT):
        raise Refused("Ask the coordinator to undo this list: rows of it were accepted")
    if accepted and (extract.undo_until is None or extract.undo_until <= now()):
        raise Refused("Change the cases on their own pages: it is too late to undo this list")
    # The last first: a row may have added to the person that one above it made.
    for row in sorted(accepted, key=lambda one: (one.decided_at or now(), one.number), reverse=True):
        why = _take_back(actor, row)
        if why is None:
            undone.rows += 1
        else:
            row.why = undone.left[row.number] = why
    kept = set(undone.left)
    reviews = _put_reviews_back(actor, extract)
    for row in rows:
        if row.number not in kept:
            db.session.delete(row)
    if extract_state(extract) is not State.NOTHING:
        keeping.forget_file(extract)
        keeping.forget_marks(extract)
    extract.undone_at = now()
    db.session.flush()
    audit.record("police.list_undone", extract, undone=undone.rows, left=len(kept), reviews=reviews)
    return undone


def _take_back(actor: Actor, row: Row) -> str | None:
    """Why a row stays; None when what it made is gone."""
    made, case_uid, subject_uid = row.made, row.case_uid or "", row.subject_uid or ""
    try:
        case = cases.case_for_change(actor, case_uid)
    except NotFound:
        return NOT_SEEN
    person = case.subject
    if not isinstance(person, Person) or person.erased_on is not None or person.uid != subject_uid:
        return SUBJECT_CHANGED
    why = cases.why_not_taken_back(
        actor, case, source_uid=row.uid, expected_ver=int(made["case_ver"]), opened=bool(made["case"])
    )
    if why is not None:
        return why
    if person.ver != made["subject_ver"]:
        return SUBJECT_CHANGED
    place, savepoint = audit.mark(), db.session.begin_nested()
    row.key_uid, row.subject_uid, row.case_uid, row.made = row.area_uid, None, None, {}
    db.session.flush()
    if cases.take_back(actor=actor, case=case, source_uid=row.uid, opened=bool(made["case"])) and (
        subjects.take_back_person(actor=actor, person=person, created=bool(made["subject"]), to=made["before"])
    ):
        savepoint.commit()
        return None
    savepoint.rollback()
    audit.rewind(place)
    return REFERRED_TO


def _put_reviews_back(actor: Actor, extract: Extract) -> int:
    """Cases that came to review because their person was not on this list go back to the day they had, unless somebody
    has set another since."""
    put_back = 0
    for row in db.session.scalars(select(Row).where(Row.gone_uid == extract.uid)).all():
        row.gone_uid = None
        wanted, before = row.made.get("review_set"), row.made.get("review_before")
        case = cases.find_open_case(actor, row.subject_uid or "") if wanted else None
        if case is not None and case.review_on is not None and case.review_on.isoformat() == wanted:
            on = date.fromisoformat(before) if before else None
            if on is not None and on > today():
                cases.set_review(actor=actor, case=case, on=on)
                put_back += 1
        row.made = {key: value for key, value in row.made.items() if not key.startswith("review_")}
    return put_back
