"""Who must not meet whom without thought: one was harmed, and the other is alleged to have harmed them.

Asked before two people share a page of an agenda, a pack, a session or a file. It warns and never stops: a person goes
on, and says why (`go_on`). Rooms above add what they know of who threatens whom with `add_between_source`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.features.cases.interface import EXCLUDED
from app.features.cases.models import Case, CaseAgency, CaseLockOut
from app.features.incidents.domain import SUSPECTED_FALSE, Part, harmed_and_causing
from app.features.incidents.models import Incident, IncidentPerson
from app.features.subjects.interface import Subject
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, beside, system_actor
from app.platform.database import db

audit.declare("incident.warning_passed", facts={"step", "pairs"})

ASK = "Ask the coordinator before they share a page, a room or a file with others"
REASON = "between_reason"


@dataclass(frozen=True)
class Pair:
    """What a source knows: `harmed_uid` and `causing_uid` are subjects. Whoever may see the row `of` (a protected
    model and a uid) may be told why; `on` is the day of it."""

    harmed_uid: str
    causing_uid: str
    why: str
    of: tuple[type[Any], str]
    on: date | None = None


@dataclass(frozen=True)
class Between:
    """What somebody is told. Both people, why and where to read it; or, where they may not see it all, only the people
    they do see, and that the coordinator is to be asked."""

    people: tuple[str, ...]
    """The uids of subjects: harmed and causing, or those of them the reader may see."""
    why: str = ASK
    incident_uid: str | None = None
    on: date | None = None

    @property
    def told(self) -> bool:
        """Whether the reader is told of both sides."""
        return self.why != ASK

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(sorted(self.people))


Source = Callable[[Actor, Collection[str]], Iterable[Pair]]
_sources: dict[str, Source] = {}


def add_between_source(source: Source) -> None:
    """Let `source(actor, person_uids)` name further pairs among these people. It is asked as the system, so that it
    names every one; who is told what is decided here. Safe to call again. At most one query each."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def between(actor: Actor, person_uids: Iterable[str]) -> list[Between]:
    """Which of these people were harmed by which other, as far as the actor may be told, each pair once."""
    among = frozenset(person_uids)
    pairs = every_pair(actor, among)
    if not pairs:
        return []
    people = {uid for pair in pairs for uid in (pair.harmed_uid, pair.causing_uid)}
    seen = set(db.session.scalars(select(Subject.uid).where(Subject.uid.in_(people))))
    unknown = _not_to_be_known(actor, people - seen)
    readable = _readable(pairs)
    found: dict[tuple[str, ...], Between] = {}
    # What happened says more than what is feared, and the latest more than what was before.
    for pair in sorted(pairs, key=lambda one: (one.of[0] is Incident, one.on or date.min), reverse=True):
        both = (pair.harmed_uid, pair.causing_uid)
        if unknown.intersection(both):
            continue
        if seen.issuperset(both) and pair.of in readable:
            row_is_incident = pair.of[0] is Incident
            told = Between(both, pair.why, pair.of[1] if row_is_incident else None, pair.on)
        else:
            told = Between(tuple(uid for uid in both if uid in seen))
        if told.people and not (told.key in found and (found[told.key].told or not told.told)):
            found[told.key] = told
    return sorted(found.values(), key=lambda one: not one.told)


def every_pair(actor: Actor, among: Collection[str]) -> list[Pair]:
    """Every pair there is, whoever may see it: for `between`, which decides who is told what."""
    if len(among) < 2:
        return []
    with beside(system_actor("between", actor.area_uids)) as system:
        return [pair for source in _sources.values() for pair in source(system, among)]


def _of_incidents(actor: Actor, among: Collection[str]) -> list[Pair]:
    part = IncidentPerson.__table__
    with_several = (
        select(part.c.incident_uid)
        .where(part.c.subject_uid.in_(among), part.c.taken_out_at.is_(None))
        .group_by(part.c.incident_uid)
        .having(func.count(part.c.subject_uid.distinct()) > 1)
    )
    rows = db.session.execute(
        select(IncidentPerson, Incident)
        .join(Incident, Incident.uid == IncidentPerson.incident_uid)
        .where(
            IncidentPerson.incident_uid.in_(with_several),
            IncidentPerson.subject_uid.in_(among),
            IncidentPerson.taken_out_at.is_(None),
        )
    ).all()
    incidents = {incident.uid: incident for _part, incident in rows}
    joined = {part.told_in_uid: part.incident_uid for part, _incident in rows if part.told_in_uid != part.incident_uid}
    of_police = select(Incident.uid).where(Incident.uid.in_(joined), Incident.visibility != "A").order_by(Incident.uid)
    graded = {uid: joined[uid] for uid in db.session.scalars(of_police)} if joined else {}
    behind = {event: uid for uid, event in graded.items()}
    counting = [part for part, incident in rows if incident.told.get("grade") != SUSPECTED_FALSE]
    everybodys = [part for part in counting if part.told_in_uid not in graded]
    found: dict[tuple[str, str, str], Pair] = {}
    # A pair that only a joined, police-graded incident makes is for those who may read that one.
    for told, of in ((everybodys, {}), (counting, behind)):
        parts = [
            Part(part.incident_uid, part.subject_uid, tuple(str(one["role"]) for one in part.roles)) for part in told
        ]
        for uid, harmed, causing in harmed_and_causing(parts, among):
            row = (Incident, of.get(uid, uid))
            found.setdefault((uid, harmed, causing), Pair(harmed, causing, "Incident", row, incidents[uid].happened_on))
    return list(found.values())


def _readable(pairs: Iterable[Pair]) -> set[tuple[type[Any], str]]:
    """The rows behind the pairs that the bound actor may see."""
    by_model: dict[type[Any], set[str]] = {}
    for pair in pairs:
        by_model.setdefault(pair.of[0], set()).add(pair.of[1])
    return {
        (model, uid)
        for model, uids in by_model.items()
        for uid in db.session.scalars(select(model.uid).where(model.uid.in_(uids)))
    }


def _not_to_be_known(actor: Actor, uids: Collection[str]) -> set[str]:
    """Of people the actor does not see, those of whom not even their existence may be known: the actor is locked out
    of them, or their agency is shut out of their case."""
    if not uids:
        return set()
    lock, case, standing = CaseLockOut.__table__, Case.__table__, CaseAgency.__table__
    locked = select(lock.c.subject_uid).where(
        lock.c.subject_uid.in_(uids), lock.c.user_uid == actor.user_uid, lock.c.lifted_at.is_(None)
    )
    shut = (
        select(case.c.subject_uid)
        .join(standing, standing.c.case_uid == case.c.uid)
        .where(
            case.c.subject_uid.in_(uids),
            standing.c.agency_uid == actor.agency_uid,
            standing.c.standing == EXCLUDED,
        )
    )
    return {uid for (uid,) in db.session.connection().execute(locked.union(shut))}


def go_on(*, actor: Actor, pairs: Collection[Between], step: str, row: Any, reason: str | None) -> None:
    """Somebody goes on with `step` (a code: agenda, pack, export, referral, session) of `row` although of these people
    some must not meet. Refused at `between_reason` without a reason; the audit keeps it, sealed with the row. Without
    a pair nothing happens."""
    if not pairs:
        return
    words = (reason or "").strip()
    if not words:
        raise Refused("Enter why you go on, and how they are kept apart", field=REASON)
    audit.record("incident.warning_passed", row, reason=words, step=step, pairs=len(pairs))


add_between_source(_of_incidents)
