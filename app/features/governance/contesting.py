"""Writing down that somebody contests a record, deciding, and telling those who know of it. PR-30."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.interface import Case, CaseEntry
from app.features.governance import queries_contests as queries
from app.features.governance.domain import contests as rules
from app.features.governance.models import Contest
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.kernel.references import is_uid, reference
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.calendar import working_days
from app.platform.database import db, next_number

audit.declare("contest.raised", facts={"by", "entry_uid"})
audit.declare("contest.decided", facts={"outcome", "late"})
audit.declare("contest.told", facts={"count", "left"})

PREFIX = "D"
WHOLE = "The record as a whole"


def contest(
    *,
    actor: Actor,
    case: Case,
    by: str,
    says: str,
    raised_on: date,
    entry_uid: str | None = None,
    name: str | None = None,
    once: str | None = None,
) -> Contest:
    """Write down what somebody says is wrong: of one entry, or of the record as a whole. `once` is a uid for it, so
    that a form sent twice is one. The month runs from the day it was said."""
    if not actor.may(Permission.CASE_VIEW) and not actor.is_system:
        raise NotPermitted("contested record")
    again = queries.find_contest(once) if once else None
    if again is not None and again.case_uid == case.uid:
        return again
    if not partnership.is_code("contested_by", by):
        raise Refused("Select who says so", field="by")
    rules.check_raised(raised_on, today())
    entry = _entry(actor, case, entry_uid) if entry_uid else None
    row = Contest(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=entry.agency_uid if entry else None,
        reference=reference(PREFIX, today().year, next_number(PREFIX, today().year)),
        case_uid=case.uid,
        case_reference=case.reference,
        entry_uid=entry.uid if entry else None,
        recorded_by_uid=entry.recorded_by_uid if entry else None,
        visibility=entry.visibility if entry else "A",
        by=by,
        raised_on=raised_on,
        heard_by_uid=actor.user_uid,
        due_on=rules.due_on(raised_on, partnership.number("contest.decide", case.area_uid)),
        name=(name or "").strip() or None,
        says=says.strip(),
        about=cases.entry_words(entry) if entry else WHOLE,
        told={},
    )
    if once and is_uid(once):
        row.uid = once
    db.session.add(row)
    if entry is not None:
        cases.mark_contested(entry, "OPEN")
    db.session.flush()
    audit.record("contest.raised", row, by=by, entry_uid=row.entry_uid)
    return row


def decide(
    *, actor: Actor, contest: Contest, expected_ver: int, outcome: str, reason: str, text: str | None = None
) -> None:
    """Decide, with the reason. Upheld: the entry's words become `text` (CORRECTED), it is taken out (TAKEN_OUT), or it
    was put right on the page it belongs to (ELSEWHERE). Not upheld: their words stay beside it."""
    if not actor.may(Permission.CASE_MANAGE) and not actor.is_system:
        raise NotPermitted("contested record")
    if contest.decided_on is not None or contest.ver != expected_ver:
        raise Stale
    item = partnership.code_item("contest_outcome", outcome)
    if item is None:
        raise Refused("Select what is decided", field="outcome")
    rules.check_decider(actor.user_uid, contest.recorded_by_uid)
    case = cases.case_for_change(actor, contest.case_uid)
    entry = queries.entry_of(contest)
    if item.attributes.get("entry"):
        if entry is None:
            raise Refused("Put it right where it belongs: this is not about one entry", field="outcome")
        if entry.event_uid is not None:
            raise Refused("Put the incident right on its own page: others tell of it too", field="outcome")
        _put_right(actor, case, contest, entry, text if item.attributes.get("rewrites") else None)
    if entry is not None and outcome != "TAKEN_OUT":
        cases.mark_contested(entry, _mark_left(contest, upheld=bool(item.attributes.get("upheld"))))
    contest.decided_on, contest.decided_by_uid, contest.outcome = today(), actor.user_uid, outcome
    contest.reason = reason.strip()
    contest.tell_by = working_days().add(today(), partnership.number("contest.tell", contest.area_uid))
    audit.record("contest.decided", contest, outcome=outcome, late=contest.due_on < today())


def tell(*, actor: Actor, contest: Contest, expected_ver: int, told: Iterable[str], on: date) -> None:
    """Write down who was told of the decision: `PERSON` or the uids of agencies. Nobody is told twice."""
    if not actor.may(Permission.CASE_MANAGE) and not actor.is_system:
        raise NotPermitted("contested record")
    if contest.decided_on is None or contest.ver != expected_ver:
        raise Stale
    if not contest.decided_on <= on <= today():
        raise Refused("Enter the day they were told: from the day of the decision until today", field="on")
    everybody = queries.to_tell(contest)
    now_told = [one for one in told if one in everybody and one not in contest.told]
    if not now_told:
        raise Refused("Select who was told", field="told")
    contest.told = {**contest.told, **dict.fromkeys(now_told, on.isoformat())}
    left = rules.left_to_tell(everybody, contest.told)
    if not left:
        contest.told_on = on
    audit.record("contest.told", contest, count=len(now_told), left=len(left))


def _entry(actor: Actor, case: Case, uid: str) -> CaseEntry:
    for entry in cases.list_entries(actor, case.uid):
        if entry.uid == uid:
            return entry
    raise Refused("Select what it is about", field="entry_uid")


def _put_right(actor: Actor, case: Case, contest: Contest, entry: CaseEntry, text: str | None) -> None:
    kept = cases.text_of(entry)
    contest.before = kept[1] if kept else contest.about
    if text is None:
        cases.remove_entries(actor=actor, case=case, entries=[entry])
        return
    if kept is None:
        raise Refused("Take it out instead: it has no words to put right", field="outcome")
    cases.correct_entries(
        actor=actor, case=case, entries=[entry], changes={kept[0]: text.strip()}, happened_on=entry.happened_on
    )


def _mark_left(contest: Contest, *, upheld: bool) -> str | None:
    """What the entry still bears: another contest of it may be open, and an older one may have been refused."""
    others = db.session.scalars(
        select(Contest).where(Contest.entry_uid == contest.entry_uid, Contest.uid != contest.uid)
    ).all()
    if any(one.decided_on is None for one in others):
        return "OPEN"
    return "KEPT" if not upheld or any(one.outcome == "NOT_UPHELD" for one in others) else None
