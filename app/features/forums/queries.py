"""Reads of forums. Visibility is added by the session."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case
from app.features.forums.domain import leading as rules
from app.features.forums.models import (
    BridgingPlan,
    ForumMember,
    JointItem,
    LeadChange,
    Membership,
    Transfer,
)
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("transfer.viewed")


def memberships(actor: Actor, subject_uids: Iterable[str]) -> dict[str, list[Membership]]:
    """Which other forums hold each subject, the one that leads first; those that hold nobody are left out."""
    found: dict[str, list[Membership]] = {}
    uids = sorted(set(subject_uids))
    if not uids:
        return found
    rows = db.session.scalars(
        select(Membership).where(Membership.subject_uid.in_(uids), Membership.role != rules.NONE)
    ).all()
    for row in sorted(rows, key=lambda row: (row.role != rules.LEAD, row.forum_code)):
        found.setdefault(row.subject_uid, []).append(row)
    return found


def lead_forum(actor: Actor, subject_uid: str) -> str:
    """SVOG, EOG or OTHER: which forum leads on a subject (4.9)."""
    rows = memberships(actor, [subject_uid]).get(subject_uid, [])
    return rules.lead_forum({row.forum_code: row.role for row in rows})


@once_a_page
def lead_changes(actor: Actor, case_uid: str) -> Sequence[LeadChange]:
    """Every change of lead of a case, the newest first."""
    return db.session.scalars(
        select(LeadChange)
        .where(LeadChange.case_uid == case_uid)
        .order_by(LeadChange.proposed_on.desc(), LeadChange.uid.desc())
    ).all()


def waiting_changes(actor: Actor) -> Sequence[LeadChange]:
    """Changes of lead that wait for the other forum, the oldest first."""
    return db.session.scalars(
        select(LeadChange)
        .where(LeadChange.theirs_on.is_(None), LeadChange.withdrawn_on.is_(None))
        .order_by(LeadChange.proposed_on)
    ).all()


def waiting_with_case(actor: Actor) -> list[tuple[LeadChange, str]]:
    """Those with the references of their cases."""
    rows = waiting_changes(actor)
    known = references(actor, [row.case_uid for row in rows])
    return [(row, known[row.case_uid]) for row in rows if row.case_uid in known]


def references(actor: Actor, case_uids: Iterable[str]) -> dict[str, str]:
    """The references of cases by uid, of those the actor sees."""
    uids = sorted(set(case_uids))
    rows = db.session.execute(select(Case.uid, Case.reference).where(Case.uid.in_(uids))) if uids else ()
    return {uid: reference for uid, reference in rows}  # noqa: C416 - rows are not pairs to the type checker


@once_a_page
def transfers_of(actor: Actor, case_uid: str) -> Sequence[Transfer]:
    """Every transfer of a case, the newest first."""
    return db.session.scalars(
        select(Transfer).where(Transfer.case_uid == case_uid).order_by(Transfer.reference.desc())
    ).all()


def open_transfer(actor: Actor, case_uid: str) -> Transfer | None:
    """The transfer of a case that is not answered yet."""
    return next((one for one in transfers_of(actor, case_uid) if one.ended_on is None), None)


def list_transfers(actor: Actor) -> Sequence[Transfer]:
    """Transfers that are not answered yet, the longest owed first, with their cases."""
    rows = db.session.scalars(
        select(Transfer).where(Transfer.ended_on.is_(None)).options(joinedload(Transfer.case).joinedload(Case.subject))
    ).all()
    return sorted(rows, key=lambda row: (row.acknowledge_by is not None, row.acknowledge_by or today(), row.reference))


def get_transfer(actor: Actor, uid: str) -> Transfer:
    """With its case; the view is recorded. Raises NotFound."""
    row = db.session.scalar(
        select(Transfer).where(Transfer.uid == uid).options(joinedload(Transfer.case).joinedload(Case.subject))
    )
    if row is None or row.case is None:
        raise NotFound("Transfer")
    audit.record("transfer.viewed", row)
    return row


def bridging_of(actor: Actor, case_uid: str) -> BridgingPlan | None:
    """The bridging plan that is in force, or past its day and not ended."""
    return db.session.scalar(
        select(BridgingPlan).where(BridgingPlan.case_uid == case_uid, BridgingPlan.ended_on.is_(None))
    )


def joint_forums(actor: Actor, item_uids: Iterable[str]) -> dict[str, list[str]]:
    """The other forums each agenda item is joint with, by code."""
    found: dict[str, list[str]] = {}
    uids = sorted(set(item_uids))
    if uids:
        for row in db.session.scalars(
            select(JointItem).where(JointItem.item_uid.in_(uids)).order_by(JointItem.forum_code)
        ):
            found.setdefault(row.item_uid, []).append(row.forum_code)
    return found


def list_joint(actor: Actor, forum_codes: Sequence[str]) -> Sequence[JointItem]:
    """The joint items of some forums that the actor sees, the newest first."""
    return db.session.scalars(
        select(JointItem)
        .where(JointItem.forum_code.in_(forum_codes))
        .order_by(JointItem.since.desc(), JointItem.case_reference)
    ).all()


def list_members(actor: Actor, area_uid: str) -> Sequence[ForumMember]:
    """Accounts that belong to other forums."""
    return db.session.scalars(
        select(ForumMember)
        .where(ForumMember.area_uid == area_uid, ForumMember.ended_on.is_(None))
        .order_by(ForumMember.forum_code, ForumMember.since)
    ).all()
