"""The list of another forum: loaded row by row, matched by the coordinator. Sections 1.4 and 4.9, PR-13."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.forums.domain import leading as rules
from app.features.forums.domain.lists import Problem, Row, read_list
from app.features.forums.leading import set_membership
from app.features.forums.models import ListedPerson
from app.features.forums.words import needed, other_forums
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("forum.list_loaded", facts={"area_uid", "forum", "rows", "added", "changed", "gone", "bad"})
audit.declare("forum.listed_matched", facts={"verdict", "subject_uid"})

SAME, DIFFERENT = "SAME", "DIFFERENT"


@dataclass(frozen=True)
class Loaded:
    """What came of a file: counts of rows, and those left out."""

    rows: int
    added: int
    changed: int
    gone: int
    problems: Sequence[Problem]


def load_list(*, actor: Actor, area_uid: str, forum_code: str, content: bytes, list_for: date | None) -> Loaded:
    """Bring the list of a forum up to date with a file. The same file again changes nothing.

    `list_for` is the day of that forum's meeting. Somebody who is not on it any more is kept as gone. Raises Refused
    at forum_code or file.
    """
    rules.check_other(forum_code, other_forums(area_uid))
    rows, problems = read_list(content)
    if not rows:
        raise Refused("Choose a file with at least one person that can be read", field="file")
    partnership.hold_area(area_uid)
    there = {one.record_id: one for one in every_listed(area_uid, forum_code)}
    added = changed = 0
    for row in rows:
        held = there.get(row.record_id)
        if held is None:
            db.session.add(_new(area_uid, forum_code, row, list_for))
            added += 1
        else:
            changed += _update(actor, held, row, list_for)
    kept = {row.record_id for row in rows}
    bad = len(problems)
    leaving = [] if bad else [one for uid, one in there.items() if uid not in kept and one.gone_on is None]
    for one in leaving:
        one.gone_on = today()
    db.session.flush()
    audit.record(
        "forum.list_loaded",
        area_uid=area_uid,
        forum=forum_code,
        rows=len(rows),
        added=added,
        changed=changed,
        gone=len(leaving),
        bad=bad,
    )
    return Loaded(len(rows), added, changed, len(leaving), problems)


def list_listed(actor: Actor, forum_code: str | None = None) -> Sequence[ListedPerson]:
    """Everybody on the newest list of a forum, or of every forum."""
    statement = select(ListedPerson).where(ListedPerson.gone_on.is_(None))
    if forum_code:
        statement = statement.where(ListedPerson.forum_code == forum_code)
    return db.session.scalars(statement).all()


def counts(rows: Sequence[ListedPerson], to_decide: Collection[str]) -> list[tuple[str, int, int]]:
    """For each forum with a list: its code, how many are on it, about how many somebody has to decide."""
    every = Counter(row.forum_code for row in rows)
    waiting = Counter(row.forum_code for row in rows if row.uid in to_decide)
    return [(code, every[code], waiting[code]) for code in sorted(every)]


def every_listed(area_uid: str, forum_code: str) -> Sequence[ListedPerson]:
    return db.session.scalars(
        select(ListedPerson).where(ListedPerson.area_uid == area_uid, ListedPerson.forum_code == forum_code)
    ).all()


def _new(area_uid: str, forum_code: str, row: Row, list_for: date | None) -> ListedPerson:
    return ListedPerson(
        key_uid=area_uid,
        area_uid=area_uid,
        forum_code=forum_code,
        listed_on=today(),
        list_for=list_for,
        record_id=row.record_id,
        reference=needed(row.ref),
        name=row.name,
        dob=row.dob,
        worker=needed(row.worker),
        ruled_out=[],
    )


def _update(actor: Actor, held: ListedPerson, row: Row, list_for: date | None) -> bool:
    """Bring a row up to date. A name or a date of birth that changed is looked at afresh."""
    before = (held.reference, held.name, held.dob, held.worker, held.list_for, held.gone_on)
    if (held.name, held.dob) != (row.name, row.dob) and held.subject_uid is None:
        held.ruled_out = []
    held.reference, held.name, held.dob, held.worker = needed(row.ref), row.name, row.dob, needed(row.worker)
    held.list_for = max(filter(None, (held.list_for, list_for)), default=None)
    held.gone_on = None
    if (held.reference, held.name, held.dob, held.worker, held.list_for, held.gone_on) == before:
        return False
    if held.case_uid is not None:
        _hold(actor, held)
    return True


def confirm_listed(
    *, actor: Actor, listed: ListedPerson, verdict: str, subject_uid: str | None, found: Sequence[str]
) -> ListedPerson:
    """Say that a row is the person `subject_uid` (SAME), or none of those `found` (DIFFERENT): then nobody we hold.

    `found` are the subjects the page showed. PR-13: nothing is joined unless somebody says so.
    """
    if verdict == SAME:
        case = cases.find_open_case(actor, subject_uid or "")
        if case is None:
            raise Refused("Select somebody whose case is open", field="same_as")
        if listed.subject_uid == case.subject_uid:
            return listed
        if listed.subject_uid is not None:
            raise Stale("somebody has said who it is")
        listed.key_uid = case.key_uid
        listed.subject_uid, listed.case_uid = case.subject_uid, case.uid
        _hold(actor, listed)
    elif verdict == DIFFERENT:
        if listed.subject_uid is not None:
            raise Stale("somebody has said who it is")
        listed.ruled_out = sorted({*listed.ruled_out, *found})
    else:
        raise Refused("Select whether this is somebody the group holds", field="same_as")
    listed.decided_on, listed.decided_by_uid = today(), actor.user_uid
    db.session.flush()
    audit.record("forum.listed_matched", listed, verdict=verdict, subject_uid=listed.subject_uid)
    return listed


def _hold(actor: Actor, listed: ListedPerson) -> None:
    set_membership(
        actor=actor,
        case=cases.case_for_change(actor, listed.case_uid or ""),
        forum_code=listed.forum_code,
        role=rules.COPY,
        reference=listed.reference,
        worker=listed.worker,
        discussed_on=listed.list_for,
    )
