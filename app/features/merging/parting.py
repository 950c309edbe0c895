"""Two records that were joined are taken apart: each exactly as it was, with what came since and is theirs. PR-13."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from app.features.cases import interface as cases
from app.features.cases.interface import Case, CaseEntry, CaseLockOut
from app.features.forums.models import LeadChange, ListedPerson, Membership
from app.features.incidents.interface import entries_given
from app.features.merging.changes import put_back
from app.features.merging.domain import check_reason, check_undo
from app.features.merging.joining import cases_of, standings
from app.features.merging.keys import give_case
from app.features.merging.models import Merge
from app.features.merging.pairs import remember_apart
from app.features.merging.questions import Asked, asked_of
from app.features.merging.requests import answers_follow
from app.features.returns.models import InformationRequest
from app.features.subjects import interface as subjects
from app.features.subjects.interface import SECOND, NetworkMember, Person
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission, acting_as, fetch, system_actor
from app.platform.database import db

audit.declare("person.unmerged", facts={"away_uid", "merge_uid", "asked", "given_away"})

Hear = Callable[[Actor, Collection[str], Case], object]
"""Uids of sources (notifications) whose entries went to another case, and that case."""

_hearers: dict[str, Hear] = {}


def when_given(name: str, hear: Hear) -> None:
    """Let a room above move what belongs to entries that go to another case. Safe to call again."""
    _hearers[name] = hear


def may_undo(merge: Merge) -> None:
    """Raises Refused when the merge can no longer be taken apart, with the reason."""
    people = db.session.scalars(select(Person).where(Person.uid.in_((merge.kept_uid, merge.away_uid)))).all()
    later = select(Merge.uid).where(
        or_(Merge.kept_uid == merge.kept_uid, Merge.away_uid == merge.kept_uid),
        Merge.undone_at.is_(None),
        or_(Merge.merged_at > merge.merged_at, Merge.away_uid == merge.kept_uid),
        Merge.uid != merge.uid,
    )
    check_undo(
        until=merge.until,
        on=today(),
        undone=merge.undone_at is not None,
        purged=merge.purged_on is not None,
        later=db.session.scalar(later.limit(1)) is not None,
        erased=len(people) != 2 or any(one.erased_on is not None for one in people),
    )


def unmerge_people(
    *, actor: Actor, merge: Merge, belongs: Mapping[str, str], reason: str | None, ver: int | None = None
) -> None:
    """Take two records apart. `belongs` says FIRST (the one that was kept) or SECOND for each question of `asked_of`.

    Refused at the field of a question that is not answered, and at reason. `ver` is the version of the merge somebody
    looked at.
    """
    if not actor.may(Permission.PERSON_MERGE):
        raise NotPermitted("merge")
    if ver is not None and ver != merge.ver:
        raise Stale("the merge has changed")
    words = check_reason(reason, "Enter how you know that the two are different people")
    may_undo(merge)
    asked = asked_of(actor, merge)
    for question in asked:
        if belongs.get(question.field) not in (subjects.FIRST, SECOND):
            raise Refused("Select whose this is", field=question.field, rule="PR-13")
    uid, kept_uid, away_uid = merge.uid, merge.kept_uid, merge.away_uid
    with acting_as(system_actor("unmerge", actor.area_uids)) as system:
        merge = db.session.scalars(select(Merge).where(Merge.uid == uid).with_for_update()).one()
        if merge.undone_at is not None:
            raise Stale("taken apart already")
        kept, away = (db.session.get_one(Person, one) for one in (kept_uid, away_uid))
        theirs = {uid for one in asked if belongs[one.field] == SECOND for uid in one.uids}
        own, others = subjects.part(
            merge.before, subjects.facts_of(away), merge.after, subjects.facts_of(kept), belongs
        )
        put_back([dict(change) for change in merge.changes])
        answers_follow([one["uid"] for one in merge.changes if one["table"] == InformationRequest.__tablename__])
        subjects.write_facts(kept, own)
        subjects.write_facts(away, others)
        away.joined_to = None
        _give_away(system, merge, asked, belongs)
        remember_apart(system, actor.user_uid, kept, away, words)
        merge.undone_at, merge.undone_by_uid, merge.undone_reason = now(), actor.user_uid, words
        forget(merge)
    audit.record(
        "person.unmerged",
        fetch(actor, Person, kept_uid),
        reason=words,
        away_uid=away_uid,
        merge_uid=uid,
        asked=len(list(asked)),
        given_away=len(theirs),
    )


def forget(merge: Merge) -> None:
    """What the records were before is kept no longer."""
    merge.before, merge.after, merge.changes, merge.there = {}, {}, [], {}
    merge.purged_on = today()


def _give_away(actor: Actor, merge: Merge, asked: Asked, belongs: Mapping[str, str]) -> None:
    """Give each what came since and is theirs. What hangs on a case goes with its case."""
    kept, away = (db.session.get_one(Person, uid) for uid in (merge.kept_uid, merge.away_uid))
    for question in asked.cases:
        if belongs[question.field] == SECOND:
            case = db.session.get_one(Case, question.uids[0])
            give_case(case, away)
            entries_given(db.session.scalars(select(CaseEntry).where(CaseEntry.case_uid == case.uid)).all(), away)
    for question in asked.members:
        if belongs[question.field] == SECOND:
            db.session.get_one(NetworkMember, question.uids[0]).person_uid = away.uid
    db.session.flush()
    homes = {subjects.FIRST: cases_of(kept.uid), SECOND: cases_of(away.uid)}
    for question in asked.entries:
        _give_entries(actor, merge, question.uids, homes[belongs[question.field]])
    for model in (Membership, LeadChange, ListedPerson):
        _go_with_their_case(model, kept, homes[SECOND])
    _lock_out_of_both(merge, kept, away, homes[SECOND])
    db.session.flush()


def _give_entries(actor: Actor, merge: Merge, uids: Sequence[str], home: Sequence[Case]) -> None:
    """Entries go to the case of whose they are: the open one, or the latest."""
    rows = db.session.scalars(select(CaseEntry).where(CaseEntry.uid.in_(uids))).all()
    astray = [row for row in rows if row.case_uid not in {case.uid for case in home}]
    if not astray:
        return
    if not home:
        raise Refused("Choose the other of the two: there is no case to put this in", field=f"told_{uids[0]}")
    left, agencies = {row.case_uid for row in astray}, {row.agency_uid for row in astray} - {None}
    cases.move_entries(astray, home[0])
    entries_given(astray, db.session.get_one(Person, home[0].subject_uid))
    for agency_uid in agencies:
        cases.know(home[0].uid, str(agency_uid), "NOTIFIED")
    _take_back_standing(merge, left, agencies)
    sources = {row.source_uid for row in astray if row.source_uid}
    for name in sorted(_hearers):
        _hearers[name](actor, sources, home[0])


def _take_back_standing(merge: Merge, case_uids: Collection[str], agencies: set[str | None]) -> None:
    """An agency that came to know of a case since, only by telling what is not about it, knows of it no more."""
    there = set(merge.there.get("standings", ()))
    for case in db.session.scalars(select(Case).where(Case.uid.in_(case_uids))):
        telling = set(db.session.scalars(select(CaseEntry.agency_uid).where(CaseEntry.case_uid == case.uid)))
        for row in standings([case]):
            if row.agency_uid in agencies - telling and row.uid not in there and row.why == "NOTIFIED":
                db.session.delete(row)


def _go_with_their_case(model: type[Any], kept: Person, theirs: Sequence[Case]) -> None:
    """What another group told of a case since is about whose case it is."""
    uids = [case.uid for case in theirs]
    for row in db.session.scalars(select(model).where(model.subject_uid == kept.uid, model.case_uid.in_(uids))):
        there = select(model.uid).where(model.subject_uid == theirs[0].subject_uid)
        if model is Membership:
            there = there.where(Membership.forum_code == row.forum_code)
            if db.session.scalar(there) is not None:
                continue
        row.subject_uid = theirs[0].subject_uid


def _lock_out_of_both(merge: Merge, kept: Person, away: Person, theirs: Sequence[Case]) -> None:
    """Somebody locked out since stays locked out of both: too many is safer than too few."""
    there = set(merge.there.get("lock_outs", ()))
    rows = db.session.scalars(
        select(CaseLockOut).where(CaseLockOut.subject_uid == kept.uid, CaseLockOut.lifted_at.is_(None))
    ).all()
    for row in [row for row in rows if row.uid not in there and theirs]:
        db.session.add(
            CaseLockOut(
                key_uid=away.key_uid,
                area_uid=row.area_uid,
                agency_uid=row.agency_uid,
                case_uid=theirs[0].uid,
                subject_uid=away.uid,
                user_uid=row.user_uid,
                locked_at=row.locked_at,
                locked_by_uid=row.locked_by_uid,
                reason=row.reason,
            )
        )
