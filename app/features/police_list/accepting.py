"""Accepting a row: as somebody the group holds, or as somebody new, through the doors that triage uses. PR-14."""

from typing import Any

from app.features.cases import interface as cases
from app.features.cases.interface import Case
from app.features.police_list.domain.course import RowState, check_acceptable
from app.features.police_list.domain.marks import Change
from app.features.police_list.models import Extract, Row
from app.features.police_list.telling import answers_of
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Person
from app.kernel.clock import local, now, today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission, fetch
from app.platform.database import db

audit.declare("police.row_accepted", facts={"subject_uid", "case_uid", "held", "again"})

NEW = "NEW"
NOTHING_NEW = frozenset({Change.SAME, Change.SCORE, Change.LOST})


def accept_row(*, actor: Actor, row: Row, same_as: str | None) -> Case:
    """Take a row on: as the person `same_as` (a subject's uid), or as somebody new (None). Returns the case.

    Somebody who was accepted before, and of whom the list says nothing new, has nothing told twice. Raises Refused.
    """
    if not actor.may(Permission.POLICE_LIST_ACCEPT) and not actor.is_system:
        raise NotPermitted("accept a row")
    check_acceptable(row, today())
    extract = fetch(actor, Extract, row.extract_uid)
    taken_on = local(extract.extract_at).date() if extract.extract_at else today()
    answers = answers_of(row, taken_on)
    told: dict[str, Any] = {"answers": answers, "agency_uid": row.agency_uid, "source_uid": row.uid, "on": taken_on}
    before: dict[str, Any] = {}
    if same_as:
        subject = subjects.get_subject(actor, same_as)
        if not isinstance(subject, Person) or subject.erased_on is not None:
            raise Refused("Select a person whom the group holds", field="same_as")
        before = subjects.state_of(subject)
        subjects.add_to_subject(actor=actor, subject=subject, **told)
        case = cases.find_open_case(actor, subject.uid)
    else:
        subject = subjects.create_subject(actor=actor, area_uid=row.area_uid, kind="INDIVIDUAL", **told)
        case = None
    again = same_as is not None and same_as == row.known_uid and row.change in NOTHING_NEW and case is not None
    opened = case is None
    if case is None:
        case = cases.open_case(actor=actor, subject=subject, agency_uid=row.agency_uid, opened_on=today())
    elif row.agency_uid:
        cases.give_need_to_know(actor=actor, case=case, agency_uid=row.agency_uid, why="NOTIFIED")
    if not again:
        drafts = cases.entries_from_answers("INDIVIDUAL", answers, row.agency_uid, row.uid, taken_on)
        cases.add_entries(actor=actor, case=case, drafts=drafts)
    db.session.flush()
    row.key_uid = subject.key_uid
    row.subject_uid, row.case_uid = subject.uid, case.uid
    row.state, row.decided_at, row.decided_by_uid = RowState.ACCEPTED, now(), actor.user_uid
    row.made = {
        "subject": same_as is None,
        "subject_ver": subject.ver,
        "before": before,
        "case": opened,
        "case_ver": case.ver,
    }
    db.session.flush()
    audit.record(
        "police.row_accepted",
        row,
        subject_uid=subject.uid,
        case_uid=case.uid,
        held=same_as is not None,
        again=again,
    )
    return case
