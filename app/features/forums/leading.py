"""Which forum holds somebody, and which of them leads. A change of lead needs both coordinators. Section 4.9."""

from datetime import date

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.forums.domain import leading as rules
from app.features.forums.models import ForumMember, LeadChange, Membership
from app.features.forums.words import needed, other_forums
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("forum.membership_set", facts={"forum", "role"})
audit.declare("forum.lead_proposed", facts={"forum", "to"})
audit.declare("forum.lead_acknowledged", facts={"side", "holds"})
audit.declare("forum.lead_withdrawn")

OURS, THEIRS = "OURS", "THEIRS"


def set_membership(
    *,
    actor: Actor,
    case: Case,
    forum_code: str,
    role: str,
    reference: str | None = None,
    worker: str | None = None,
    discussed_on: date | None = None,
) -> Membership:
    """Say that another forum holds the subject of a case as COPY, or no longer (NONE). Who leads is changed by
    `propose_lead` alone. The same again changes nothing."""
    rules.check_other(forum_code, other_forums(case.area_uid))
    if role not in (rules.COPY, rules.NONE):
        raise Refused("Propose a change of lead instead", field="role", rule="4.9")
    row = membership_of(case.subject_uid, forum_code)
    if row is not None and row.role == rules.LEAD:
        if role == rules.NONE:
            raise Refused("Agree first who leads instead: that forum leads now", field="role", rule="4.9")
        role = rules.LEAD
    return _keep(case, row, forum_code, role, reference=reference, worker=worker, discussed_on=discussed_on)


def membership_of(subject_uid: str, forum_code: str) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(Membership.subject_uid == subject_uid, Membership.forum_code == forum_code)
    )


def _keep(
    case: Case,
    row: Membership | None,
    forum_code: str,
    role: str,
    *,
    reference: str | None = None,
    worker: str | None = None,
    discussed_on: date | None = None,
) -> Membership:
    if row is None:
        row = Membership(
            key_uid=case.key_uid,
            area_uid=case.area_uid,
            subject_uid=case.subject_uid,
            case_uid=case.uid,
            forum_code=forum_code,
            role=rules.NONE,
            since=today(),
        )
        db.session.add(row)
    before = (row.role, row.reference, row.worker, row.discussed_on)
    if row.role != role:
        row.role, row.since = role, today()
    row.reference = needed(reference) or row.reference
    row.worker = needed(worker) or row.worker
    row.discussed_on = max(filter(None, (row.discussed_on, discussed_on)), default=None)
    if (row.role, row.reference, row.worker, row.discussed_on) != before:
        db.session.flush()
        audit.record("forum.membership_set", row, forum=forum_code, role=role)
    return row


def propose_lead(*, actor: Actor, case: Case, forum_code: str, to_code: str, reason: str) -> LeadChange:
    """Propose that a forum, or this group, leads. It counts as acknowledged by us; the other forum acknowledges too.

    The same proposal still open is answered as it is.
    """
    rules.check_other(forum_code, other_forums(case.area_uid))
    if to_code not in (rules.SVOG, forum_code):
        raise Refused("Select who is to lead", field="to_code")
    if not needed(reason):
        raise Refused("Enter why the lead changes", field="reason", rule="4.9")
    leads_now = _leader(case.subject_uid)
    if leads_now == to_code:
        raise Refused("Choose another: that forum leads already", field="to_code")
    open_now = open_change(case.subject_uid)
    if open_now is not None:
        if (open_now.other_code, open_now.to_code) == (forum_code, to_code):
            return open_now
        raise Refused("Settle the change of lead that is open first", field="to_code")
    row = LeadChange(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        subject_uid=case.subject_uid,
        case_uid=case.uid,
        other_code=forum_code,
        to_code=to_code,
        proposed_on=today(),
        ours_on=today(),
        ours_by_uid=actor.user_uid,
        reason=needed(reason),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("forum.lead_proposed", row, forum=forum_code, to=to_code)
    return row


def open_change(subject_uid: str) -> LeadChange | None:
    """The change of lead that waits for the other forum."""
    return db.session.scalar(
        select(LeadChange).where(
            LeadChange.subject_uid == subject_uid, LeadChange.theirs_on.is_(None), LeadChange.withdrawn_on.is_(None)
        )
    )


def _leader(subject_uid: str) -> str:
    found = db.session.scalar(
        select(Membership.forum_code).where(Membership.subject_uid == subject_uid, Membership.role == rules.LEAD)
    )
    return found or rules.SVOG


def acknowledge_lead(*, actor: Actor, change: LeadChange, case: Case, name: str | None = None) -> LeadChange:
    """The other forum's coordinator acknowledges: by their own account, or by name, written down by ours.

    With both, the lead changes. Acknowledging twice changes nothing.
    """
    if change.theirs_on is not None:
        return change
    if change.withdrawn_on is not None:
        raise Refused("Check the change of lead: it was withdrawn")
    member = is_member(actor, change.other_code)
    if not member and not actor.may(Permission.FORUM_MANAGE):
        raise NotPermitted("acknowledge a change of lead")
    if not member and not needed(name):
        raise Refused("Enter who of the other forum acknowledged it", field="name", rule="4.9")
    change.theirs_on, change.theirs_by_uid = today(), actor.user_uid
    change.theirs_name = needed(name)
    if rules.Acknowledged(change.ours_on, change.theirs_on).holds:
        pass_lead(case, change.other_code, change.to_code)
    audit.record("forum.lead_acknowledged", change, side=THEIRS, holds=True)
    return change


def withdraw_lead(*, actor: Actor, change: LeadChange) -> LeadChange:
    """Take back a change that the other forum has not acknowledged."""
    if change.theirs_on is not None:
        raise Refused("Propose the change back: both forums have acknowledged this one")
    if change.withdrawn_on is None:
        change.withdrawn_on = today()
        audit.record("forum.lead_withdrawn", change)
    return change


def pass_lead(case: Case, other_code: str, to_code: str) -> None:
    """Both forums have agreed: `to_code` leads from today, and of the two the other has a copy."""
    leader = db.session.scalar(
        select(Membership).where(Membership.subject_uid == case.subject_uid, Membership.role == rules.LEAD)
    )
    if leader is not None and leader.forum_code != to_code:
        _keep(case, leader, leader.forum_code, rules.COPY)
        db.session.flush()  # only one leads at a time, row by row
    other = membership_of(case.subject_uid, other_code)
    _keep(case, other, other_code, rules.LEAD if to_code == other_code else rules.COPY)


def is_member(actor: Actor, forum_code: str) -> bool:
    """Whether the actor belongs to another forum."""
    return forum_code in forums_of_user(actor)


def forums_of_user(actor: Actor) -> list[str]:
    """The other forums the actor belongs to, by code."""
    return list(
        db.session.scalars(
            select(ForumMember.forum_code).where(
                ForumMember.user_uid == actor.user_uid,
                ForumMember.area_uid.in_(sorted(actor.area_uids)),
                ForumMember.ended_on.is_(None),
            )
        )
    )


def usual_lead(case: Case) -> rules.Suggestion | None:
    """Who would usually lead: a suggestion, which decides nothing (4.9)."""
    return rules.suggest_lead(case.band_cause, case.band_harmed, case.band_exploited)


def number_of_days(area_uid: str) -> int:
    """Within how many days two discussions count as one person discussed twice."""
    return partnership.number("overlap.joint", area_uid)
