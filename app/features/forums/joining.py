"""Joint items, the people of other forums who see them, and bridging plans. Section 4.9."""

from datetime import date

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.cases.models import Case
from app.features.forums.domain import leading as rules
from app.features.forums.models import BridgingPlan, ForumMember, JointItem
from app.features.forums.words import needed, other_forums
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("forum.item_joint", facts={"forum", "item_uid"})
audit.declare("forum.item_not_joint", facts={"forum", "item_uid"})
audit.declare("forum.member_added", facts={"area_uid", "forum", "user_uid"})
audit.declare("forum.member_ended", facts={"area_uid", "forum", "user_uid"})
audit.declare("forum.bridged", facts={"forum", "ends_on"})
audit.declare("forum.bridge_ended")


def make_joint(*, actor: Actor, case: Case, item_uid: str, forum_code: str) -> JointItem:
    """One discussion for both forums: members of the other see this item, its minutes and decisions, no more."""
    rules.check_other(forum_code, other_forums(case.area_uid))
    row = _joint(item_uid, forum_code)
    if row is None:
        row = JointItem(
            area_uid=case.area_uid,
            item_uid=item_uid,
            case_uid=case.uid,
            forum_code=forum_code,
            case_reference=case.reference,
            since=today(),
            by_uid=actor.user_uid,
        )
        db.session.add(row)
        db.session.flush()
        audit.record("forum.item_joint", case, forum=forum_code, item_uid=item_uid)
    return row


def unmake_joint(*, actor: Actor, case: Case, item_uid: str, forum_code: str) -> None:
    """It is not joint after all: members of the other forum see it no more."""
    row = _joint(item_uid, forum_code)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        audit.record("forum.item_not_joint", case, forum=forum_code, item_uid=item_uid)


def _joint(item_uid: str, forum_code: str) -> JointItem | None:
    return db.session.scalar(
        select(JointItem).where(JointItem.item_uid == item_uid, JointItem.forum_code == forum_code)
    )


def add_member(*, actor: Actor, area_uid: str, forum_code: str, user_uid: str) -> ForumMember:
    """Somebody with an account belongs to another forum."""
    rules.check_other(forum_code, other_forums(area_uid))
    if user_uid not in {user.uid for user in accounts.list_users(actor)}:
        raise Refused("Select somebody with an account", field="user_uid")
    row = _member(forum_code, user_uid)
    if row is not None and row.ended_on is None:
        return row
    if row is None:
        row = ForumMember(area_uid=area_uid, user_uid=user_uid, forum_code=forum_code)
        db.session.add(row)
    row.since, row.ended_on = today(), None
    db.session.flush()
    audit.record("forum.member_added", area_uid=area_uid, forum=forum_code, user_uid=user_uid)
    return row


def end_member(*, actor: Actor, area_uid: str, forum_code: str, user_uid: str) -> None:
    """They no longer belong to it."""
    row = _member(forum_code, user_uid)
    if row is not None and row.area_uid == area_uid and row.ended_on is None:
        row.ended_on = today()
        audit.record("forum.member_ended", area_uid=area_uid, forum=forum_code, user_uid=user_uid)


def _member(forum_code: str, user_uid: str) -> ForumMember | None:
    return db.session.scalar(
        select(ForumMember).where(ForumMember.forum_code == forum_code, ForumMember.user_uid == user_uid)
    )


def bridge_case(
    *, actor: Actor, case: Case, forum_code: str, plan: str, owner: str, starts_on: date, ends_on: date
) -> BridgingPlan:
    """Hold the safety plan about violence until the other forum meets. One plan is in force at a time."""
    rules.check_other(forum_code, other_forums(case.area_uid))
    if not needed(plan):
        raise Refused("Enter the safety plan", field="plan")
    if not needed(owner):
        raise Refused("Enter who leads the plan", field="owner")
    if ends_on <= starts_on or ends_on < today():
        raise Refused("Enter the day of that forum’s next meeting, after the first day", field="ends_on")
    for other in db.session.scalars(
        select(BridgingPlan).where(BridgingPlan.case_uid == case.uid, BridgingPlan.ended_on.is_(None))
    ):
        if (other.forum_code, other.starts_on, other.ends_on, other.plan) == (forum_code, starts_on, ends_on, plan):
            return other
        other.ended_on = today()
    row = BridgingPlan(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        case_uid=case.uid,
        forum_code=forum_code,
        starts_on=starts_on,
        ends_on=ends_on,
        plan=needed(plan),
        owner=needed(owner),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("forum.bridged", row, forum=forum_code, ends_on=ends_on.isoformat())
    return row


def end_bridge(*, actor: Actor, plan: BridgingPlan) -> None:
    """The plan is over: the other forum has met, or the risk has changed."""
    if plan.ended_on is None:
        plan.ended_on = today()
        audit.record("forum.bridge_ended", plan)
