"""Who is locked out of a case for a conflict of interest: by name, whatever their role. PR-03.

A lock-out is about the subject, so it holds for every case of theirs, later ones too. `visibility` has the rule.
"""

from collections.abc import Sequence

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.cases.models import Case, CaseLockOut
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import RUNS_THE_MONTH, Actor, is_so
from app.platform.database import db

audit.declare("case.user_locked_out", facts={"user_uid"})
audit.declare("case.lock_out_lifted", facts={"user_uid"})


def lock_outs_of(actor: Actor, case: Case) -> Sequence[CaseLockOut]:
    """The lock-outs that hold now, the earliest first."""
    return db.session.scalars(
        select(CaseLockOut)
        .where(CaseLockOut.subject_uid == case.subject_uid, CaseLockOut.lifted_at.is_(None))
        .order_by(CaseLockOut.locked_at, CaseLockOut.uid)
    ).all()


def locked_out_of(actor: Actor, case_uids: Sequence[str]) -> dict[str, set[str]]:
    """Users who are locked out, by uid of the case; in one query."""
    rows = db.session.execute(
        select(Case.uid, CaseLockOut.user_uid)
        .join(CaseLockOut, CaseLockOut.subject_uid == Case.subject_uid)
        .where(Case.uid.in_(case_uids), CaseLockOut.lifted_at.is_(None))
    )
    found: dict[str, set[str]] = {}
    for case_uid, user_uid in rows:
        found.setdefault(case_uid, set()).add(user_uid)
    return found


def check_reaches(actor: Actor, case_uid: str | None, user_uid: str, *, what: str, field: str) -> None:
    """Somebody who is locked out of the case would never see `what`, and nobody would do it. Why is not said.

    Whoever does not run the month sees no lock-out but their own, and learns here of this one alone.
    """
    case, lock_out = Case.__table__, CaseLockOut.__table__
    locked = select(lock_out.c.uid).where(
        case.c.uid == case_uid,
        lock_out.c.subject_uid == case.c.subject_uid,
        lock_out.c.user_uid == user_uid,
        lock_out.c.lifted_at.is_(None),
    )
    if case_uid is not None and is_so(locked):
        raise Refused(f"Select somebody else: {what} cannot go to them", field=field)


def lock_out(*, actor: Actor, case: Case, user_uid: str, reason: str) -> CaseLockOut:
    """From now on this person finds the case nowhere. Doing it again changes nothing.

    Refused for somebody of another area, for the lead professional, and for the last who runs the month and can see it.
    """
    holding = {row.user_uid: row for row in lock_outs_of(actor, case)}
    if user_uid in holding:
        return holding[user_uid]
    if not (reason or "").strip():
        raise Refused("Enter why they are locked out", field="reason")
    if user_uid not in {user.uid for user in accounts.list_users(actor)}:
        raise Refused("Select somebody with an account in this area", field="user_uid")
    if user_uid == case.lead_user_uid:
        raise Refused("Name another lead first: this person leads the case", field="user_uid", rule="PR-03")
    run = {user.uid for role in RUNS_THE_MONTH for user in accounts.holders_of(case.area_uid, role)}
    if user_uid in run and not run - holding.keys() - {user_uid}:
        raise Refused("Leave somebody who runs the month: nobody else could see the case", field="user_uid")
    row = CaseLockOut(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=case.agency_uid,
        case_uid=case.uid,
        subject_uid=case.subject_uid,
        user_uid=user_uid,
        locked_at=now(),
        locked_by_uid=actor.user_uid,
        reason=reason.strip(),
    )
    db.session.add(row)
    audit.record("case.user_locked_out", case, reason=reason.strip(), user_uid=user_uid)
    db.session.flush()
    return row


def lift_lock_out(*, actor: Actor, case: Case, user_uid: str, reason: str) -> None:
    """Let somebody see the case again. Nobody lifts their own: they do not find the case. Lifted twice, lifted once."""
    rows = [row for row in lock_outs_of(actor, case) if row.user_uid == user_uid]
    if not rows:
        return
    if user_uid == actor.user_uid:
        raise Refused("Ask somebody else: nobody lifts their own lock-out", rule="PR-03")
    if not (reason or "").strip():
        raise Refused("Enter why they may see the case again", field="reason")
    for row in rows:  # more than one where records of two who were each locked away were joined
        row.lifted_at, row.lifted_by_uid, row.lifted_reason = now(), actor.user_uid, reason.strip()
    audit.record("case.lock_out_lifted", case, reason=reason.strip(), user_uid=user_uid)
