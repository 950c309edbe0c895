"""Reads of contested records. Visibility is added by the session."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.interface import Case, CaseEntry
from app.features.governance.domain.contests import PERSON, status
from app.features.governance.models import Contest
from app.platform import audit
from app.platform.access import Actor, acting_as, fetch, system_actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("contest.viewed")

LAST = 50
CONSENT = "consent"


def get_contest(actor: Actor, uid: str) -> Contest:
    """Raises NotFound."""
    return fetch(actor, Contest, uid)


def view_contest(actor: Actor, uid: str) -> Contest:
    """The same, for reading; the view is recorded."""
    row = get_contest(actor, uid)
    audit.record("contest.viewed", row)
    return row


def find_contest(uid: str) -> Contest | None:
    return db.session.scalar(select(Contest).where(Contest.uid == uid))


@once_a_page
def list_of_case(case_uid: str) -> Sequence[Contest]:
    """Of one case, the newest first."""
    newest = Contest.raised_on.desc(), Contest.reference.desc()
    return db.session.scalars(select(Contest).where(Contest.case_uid == case_uid).order_by(*newest)).all()


def list_open(actor: Actor) -> Sequence[Contest]:
    """Those that wait for a decision, the first due first; then those of whom somebody has to be told."""
    waits = Contest.told_on.is_(None)
    rows = db.session.scalars(select(Contest).where(waits).order_by(Contest.due_on, Contest.reference)).all()
    return sorted(rows, key=lambda one: one.decided_on is not None)


def list_settled(actor: Actor) -> Sequence[Contest]:
    """The newest of those that are settled."""
    newest = Contest.told_on.desc(), Contest.reference.desc()
    return db.session.scalars(select(Contest).where(Contest.told_on.is_not(None)).order_by(*newest).limit(LAST)).all()


def count_by_status(actor: Actor, on: date) -> Counter[str]:
    """Of those that are not settled."""
    return Counter(status(row, on).value for row in list_open(actor))


def has_open(case_uid: str) -> bool:
    """Whether something of a case waits for a decision."""
    return any(row.decided_on is None for row in list_of_case(case_uid))


def entry_of(contest: Contest) -> CaseEntry | None:
    """The entry it is about, where it is still there."""
    if contest.entry_uid is None:
        return None
    return db.session.scalar(select(CaseEntry).where(CaseEntry.uid == contest.entry_uid))


def to_tell(contest: Contest) -> list[str]:
    """Who is told of the decision: whoever contested it, and when it was upheld every agency that knows of the case and
    every provider the person was referred to (5.7: recipients told)."""
    everybody = [PERSON]
    if contest.outcome and contest.outcome != "NOT_UPHELD":
        everybody += cases.recipients_of(contest.case_uid)
    return everybody


def what_they_were_told(area_uid: str, case_uid: str) -> list[dict[str, object]]:
    """What agencies say of whether the person and a parent were told (5.7). Asked for the data protection officer too,
    who sees nothing else of a case; call it before anything is loaded."""
    with acting_as(system_actor("contest", frozenset({area_uid}))):
        rows = db.session.scalars(
            select(CaseEntry).where(CaseEntry.case_uid == case_uid, CaseEntry.kind == "STATUS")
        ).all()
        return [dict(row.details) for row in rows if row.details.get("block") == CONSENT]


def case_of(actor: Actor, contest: Contest) -> Case | None:
    """The case, where the actor may see it."""
    return db.session.scalar(select(Case).where(Case.uid == contest.case_uid))
