"""Two records of one person become one: everything that points to one follows to the other. PR-13.

A person decides, says why, and it is one event of the audit. The record that is joined away stays as it was, sealed
under its own key; what changed elsewhere is kept with the merge until it can no longer be taken back.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.interface import Case, CaseAgency, CaseEntry, CaseLockOut
from app.features.merging.changes import Changes
from app.features.merging.domain import check_reason
from app.features.merging.memberships import check_leads, join_memberships
from app.features.merging.models import Merge
from app.features.merging.pairs import remember_joined
from app.features.merging.pointers import follow
from app.features.merging.requests import requests_follow
from app.features.partnership.interface import number
from app.features.subjects import interface as subjects
from app.features.subjects.interface import NetworkMember, Person, Source
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor, Permission, acting_as, fetch, system_actor
from app.platform.database import db

audit.declare("person.merged", facts={"away_uid", "merge_uid", "cases", "rows", "case_uid"})

JOINED = "JOINED"
"""Why an agency is shut out of a case: it was shut out of another of the same person."""
ENDING = (
    "closed_on",
    "closure_reason",
    "closure_note",
    "retention_class",
    "step_down_proposed_on",
    "on_hold_since",
    "review_on",
)


def merge_people(
    *,
    actor: Actor,
    kept_uid: str,
    away_uid: str,
    chosen: Mapping[str, str],
    goes_on_uid: str | None,
    reason: str | None,
    vers: tuple[int, int],
) -> Merge:
    """Join the record `away_uid` to `kept_uid`. `chosen`: for each difference FIRST (the one kept) or SECOND.

    `goes_on_uid` is the case that goes on when both have one open; the other is closed as joined, with what is open in
    it still open. `vers` are the versions of the two records that somebody looked at: Stale when one has moved on, or
    is joined already. Refused names a difference, goes_on or reason.
    """
    if not actor.may(Permission.PERSON_MERGE):
        raise NotPermitted("merge")
    words = check_reason(reason, "Enter how you know that the two are one person")
    for uid in (kept_uid, away_uid):  # as the actor sees them: whoever is locked out of one finds no such record
        fetch(actor, Person, uid)
    merge_uid = new_uid()
    # Rows that this actor is locked out of, as of a network, follow too: nothing of them is shown.
    with acting_as(system_actor("merge", actor.area_uids)) as system:
        kept, away = _held(kept_uid, away_uid, vers)
        held = cases_of(kept.uid), cases_of(away.uid)
        every = [*held[0], *held[1]]
        ends = _case_that_ends(*held, goes_on_uid)
        _check_shut_out(every)
        check_leads(kept.uid, away.uid)
        before = subjects.facts_of(kept)
        sources = (source_of(kept, held[0]), source_of(away, held[1]))
        after = subjects.join(before, subjects.facts_of(away), chosen, sources)
        there = _there(every, kept.uid, away.uid)
        changes = Changes()
        _shut_out_of_all(changes, every)
        rows = join_memberships(changes, away.uid, kept.uid)
        rows += sum(follow(changes, away.uid, kept.uid).values())
        subjects.write_facts(kept, after)
        away.joined_to = kept.uid
        if ends is not None:
            with changes.to(ends, *ENDING):
                goes_on = next(one for one in every if one.uid == goes_on_uid)
                cases.end_as_joined(actor=system, case=ends, into=goes_on)
            rows += requests_follow(changes, ends, goes_on)
        for case in every:
            with changes.to(case, "under_18"):
                case.under_18 = cases.is_under_18(kept, today())
        merge = Merge(
            uid=merge_uid,
            key_uid=merge_uid,
            area_uid=kept.area_uid,
            kept_uid=kept.uid,
            away_uid=away.uid,
            away_reference=away.reference,
            merged_at=now(),
            merged_by_uid=actor.user_uid,
            until=today() + timedelta(days=number("merge.undo", kept.area_uid)),
        )
        merge.reason, merge.before, merge.after = words, before, subjects.facts_of(kept)
        merge.changes, merge.there = changes.made, there
        db.session.add(merge)
        remember_joined(system, actor.user_uid, kept, away, words)
    audit.record(
        "person.merged",
        fetch(actor, Person, kept_uid),
        reason=words,
        away_uid=away_uid,
        merge_uid=merge_uid,
        cases=len(held[1]),
        rows=rows,
        case_uid=goes_on_uid,
    )
    return fetch(actor, Merge, merge_uid)


def cases_of(subject_uid: str) -> Sequence[Case]:
    """The cases of a subject that the bound actor may see, the latest first, an open one before any other."""
    rows = db.session.scalars(
        select(Case).where(Case.subject_uid == subject_uid).order_by(Case.opened_on.desc(), Case.uid)
    )
    return sorted(rows, key=lambda case: case.closed_on is not None)


def open_one(held: Sequence[Case]) -> Case | None:
    return next((case for case in held if case.closed_on is None), None)


def source_of(person: Person, held: Sequence[Case]) -> Source:
    """Who a record came from: the agency that first told of them, on the day of their first case."""
    return Source(person.agency_uid, person.uid, min((case.opened_on for case in held), default=today()))


def _held(kept_uid: str, away_uid: str, vers: tuple[int, int]) -> tuple[Person, Person]:
    """Both records, held until the end: of two who press at once the second sees what the first did."""
    found = {
        row.uid: row
        for row in db.session.scalars(
            select(Person).where(Person.uid.in_((kept_uid, away_uid))).order_by(Person.uid).with_for_update(of=Person)
        )
    }
    if len(found) != 2:
        raise Refused("Choose two different people", rule="PR-13")
    kept, away = found[kept_uid], found[away_uid]
    if kept.area_uid != away.area_uid:
        raise Refused("Choose two people of the same area", rule="PR-44")
    if kept.erased_on is not None or away.erased_on is not None:
        raise Refused("Choose two people whose records are not erased", rule="PR-13")
    if kept.joined_to is not None or away.joined_to is not None or vers != (kept.ver, away.ver):
        raise Stale("one of the two has changed")
    return kept, away


def _case_that_ends(kept: Sequence[Case], away: Sequence[Case], goes_on_uid: str | None) -> Case | None:
    """Of two open cases the one that does not go on."""
    mine, theirs = open_one(kept), open_one(away)
    if mine is None or theirs is None:
        return None
    if goes_on_uid not in (mine.uid, theirs.uid):
        raise Refused("Select which case goes on", field="goes_on", rule="PR-13")
    return theirs if goes_on_uid == mine.uid else mine


def _check_shut_out(every: Sequence[Case]) -> None:
    """Nobody leads a case who is shut out of the other record, or locked out of it."""
    agencies = {row.agency_uid for row in standings(every) if row.standing == cases.EXCLUDED}
    locked = set(
        db.session.scalars(
            select(CaseLockOut.user_uid).where(
                CaseLockOut.subject_uid.in_({case.subject_uid for case in every}), CaseLockOut.lifted_at.is_(None)
            )
        )
    )
    for case in every:
        if case.closed_on is None and (case.lead_agency_uid in agencies or case.lead_user_uid in locked):
            raise Refused(
                f"Name another lead of {case.reference} first: who leads it is shut out of the other record",
                rule="PR-03",
            )


def _shut_out_of_all(changes: Changes, every: Sequence[Case]) -> None:
    """An agency that is shut out of one case of the person is shut out of each."""
    known = {(row.case_uid, row.agency_uid): row for row in standings(every)}
    for agency_uid in {row.agency_uid for row in known.values() if row.standing == cases.EXCLUDED}:
        for case in every:
            row = known.get((case.uid, agency_uid))
            if row is None:
                row = CaseAgency(
                    uid=new_uid(),
                    case_uid=case.uid,
                    agency_uid=agency_uid,
                    standing=cases.EXCLUDED,
                    why=JOINED,
                    since=today(),
                )
                db.session.add(row)
                changes.made_new(row, "standing", "why")
            elif row.standing != cases.EXCLUDED:
                with changes.to(row, "standing", "why", "since"):
                    row.standing, row.why, row.since = cases.EXCLUDED, JOINED, today()
    db.session.flush()


def standings(every: Sequence[Case]) -> Sequence[CaseAgency]:
    return db.session.scalars(
        select(CaseAgency).where(CaseAgency.case_uid.in_([case.uid for case in every])).order_by(CaseAgency.uid)
    ).all()


def _there(every: Sequence[Case], *subject_uids: str) -> dict[str, list[str]]:
    """What there is now, so that what comes later is known as such."""
    uids = [case.uid for case in every]
    return {
        "cases": uids,
        "entries": list(db.session.scalars(select(CaseEntry.uid).where(CaseEntry.case_uid.in_(uids)))),
        "standings": [row.uid for row in standings(every)],
        "members": list(
            db.session.scalars(select(NetworkMember.uid).where(NetworkMember.person_uid.in_(subject_uids)))
        ),
        "lock_outs": list(db.session.scalars(select(CaseLockOut.uid).where(CaseLockOut.subject_uid.in_(subject_uids)))),
    }
