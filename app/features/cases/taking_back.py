"""Taking back what one source told a case, while nobody has built on it: the way back of an import."""

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from app.features.cases import closing, timeline
from app.features.cases.entries import ROLE, is_suspected_false
from app.features.cases.models import Case, CaseAgency, CaseEntry
from app.features.cases.told import tell_taken_back
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("case.taken_back", facts={"source_uid", "opened", "entries"})

CHANGED = "The case was changed since"
BUILT_ON = "Somebody has worked on the case since"


def why_not_taken_back(actor: Actor, case: Case, *, source_uid: str, expected_ver: int, opened: bool) -> str | None:
    """Why what `source_uid` told cannot be taken back; None when it can. `expected_ver` is the version of the case
    right after; `opened`: the case itself was opened by it, and would go."""
    if case.ver != expected_ver:
        return CHANGED
    if not opened:
        return None
    others = select(func.count()).select_from(CaseEntry).where(CaseEntry.case_uid == case.uid)
    others = others.where(CaseEntry.source_uid.is_(None) | (CaseEntry.source_uid != source_uid))
    shared = select(func.count()).select_from(CaseAgency).where(CaseAgency.case_uid == case.uid)
    told = timeline.gathered(actor, case, ())
    if db.session.scalar(others) or (db.session.scalar(shared) or 0) > 1 or told or any(closing.open_work(actor, case)):
        return BUILT_ON
    return None


def take_back(*, actor: Actor, case: Case, source_uid: str, opened: bool) -> bool:
    """Delete what `source_uid` told, and the case when it was opened by it. False, and nothing is changed, when
    something else refers to the case. Ask `why_not_taken_back` first."""
    place = audit.mark()
    try:
        with db.session.begin_nested():
            entries = db.session.scalars(
                select(CaseEntry).where(CaseEntry.case_uid == case.uid, CaseEntry.source_uid == source_uid)
            ).all()
            tell_taken_back(actor, case, entries)
            for entry in entries:
                db.session.delete(entry)
            db.session.flush()
            audit.record("case.taken_back", case, source_uid=source_uid, opened=opened, entries=len(entries))
            if opened:
                db.session.execute(delete(CaseAgency).where(CaseAgency.case_uid == case.uid))
                db.session.delete(case)
            else:
                case.roles = _roles_left(case)
            db.session.flush()
    except IntegrityError:
        audit.rewind(place)
        return False
    return True


def _roles_left(case: Case) -> list[str]:
    rows = db.session.scalars(
        select(CaseEntry).where(CaseEntry.case_uid == case.uid, CaseEntry.kind == ROLE).order_by(CaseEntry.recorded_at)
    )
    told = [row.details["role"] for row in rows if not is_suspected_false(row.details)]
    return list(dict.fromkeys(told))
