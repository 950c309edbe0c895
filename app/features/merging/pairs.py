"""What people say of two who may be the same, and who waits on the review list. PR-13."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, inspect, or_, select

from app.features.cases.interface import Case
from app.features.merging.domain import Verdict, belongs_on_list, check_said, in_order
from app.features.merging.families import Families, said_differently
from app.features.merging.models import Merge, Pair
from app.features.partnership.interface import number
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Agreement, LikelyPair, Person, Sign
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db
from app.platform.vault import is_erased

audit.declare("pair.said", facts={"first_uid", "second_uid", "verdict"})
audit.declare("pair.named", facts={"first_uid", "second_uid"})
audit.declare("pair.listed", facts={"area_uid", "listed", "added", "gone"})


def say(*, actor: Actor, pair: Pair, verdict: str | None, reason: str | None, ver: int | None = None) -> None:
    """Say whether the two are the same person, and why. `ver` is the version somebody looked at: Stale when another
    spoke since."""
    if ver is not None and ver != pair.ver:
        raise Stale("somebody spoke of it")
    words = check_said(verdict, reason)
    if (pair.verdict, pair.reason) == (verdict, words) and (verdict == Verdict.SAME or pair.found_on is None):
        return
    _said(actor, pair, str(verdict), words, _why(pair))


def remember(*, actor: Actor, subject_uid: str, said: Mapping[str, str], reason: str) -> None:
    """Remember what was said of a subject and others: subject uid to SAME, DIFFERENT or UNDECIDED. Nothing is kept of
    a subject and itself. Said again, the later stands."""
    others = {uid: verdict for uid, verdict in said.items() if uid != subject_uid and verdict in set(Verdict)}
    people = {one.uid: one for one in db.session.scalars(select(Person).where(Person.uid.in_([subject_uid, *others])))}
    if subject_uid not in people:
        return
    for uid in others.keys() & people.keys():
        pair = pair_of(actor, people[subject_uid], people[uid])
        _said(actor, pair, others[uid], reason, _compared(people[subject_uid], people[uid]))


def pair_of(actor: Actor, one: Person, other: Person) -> Pair:
    """The pair of two people, made when nobody spoke of it yet."""
    first, second = in_order(one.uid, other.uid)
    pair = db.session.scalar(select(Pair).where(Pair.first_uid == first, Pair.second_uid == second))
    return pair or _new(one.area_uid, first, second)


def name_pair(*, actor: Actor, one: Person, other: Person) -> Pair:
    """The pair of two people that somebody wants to look at side by side, whatever the review list says."""
    if one.uid == other.uid:
        raise Refused("Enter the reference of somebody else: this is the same record", field="reference")
    if one.area_uid != other.area_uid:
        raise Refused("Choose two people of the same area", field="reference", rule="PR-44")
    pair = pair_of(actor, one, other)
    if inspect(pair).pending:
        db.session.flush()
        audit.record("pair.named", pair, first_uid=pair.first_uid, second_uid=pair.second_uid)
    return pair


def find_person(actor: Actor, reference: str) -> Person | None:
    """Whom a reference of a person or of a case names, as the actor sees them; joined records lead to their person."""
    words = reference.strip().upper()
    uid = db.session.scalar(
        select(Person.uid).where(Person.reference == words, Person.erased_on.is_(None))
    ) or db.session.scalar(select(Case.subject_uid).where(Case.reference == words))
    found = subjects.get_subject(actor, uid) if uid else None
    return found if isinstance(found, Person) and found.erased_on is None else None


def get_pair(actor: Actor, uid: str) -> Pair:
    return fetch(actor, Pair, uid)


def list_waiting(actor: Actor, *, limit: int = 25, offset: int = 0) -> Sequence[Pair]:
    """The review list: those for whom most speaks first."""
    return db.session.scalars(
        select(Pair).where(_waits()).order_by(Pair.strength.desc(), Pair.found_on, Pair.uid).limit(limit).offset(offset)
    ).all()


def count_waiting(actor: Actor) -> int:
    return db.session.scalar(select(func.count()).select_from(Pair).where(_waits())) or 0


def list_said(actor: Actor, *, limit: int = 25, offset: int = 0) -> Sequence[Pair]:
    """Pairs somebody spoke of, the latest first."""
    return db.session.scalars(
        select(Pair).where(_said_of()).order_by(Pair.said_at.desc(), Pair.uid).limit(limit).offset(offset)
    ).all()


def count_said(actor: Actor) -> int:
    return db.session.scalar(select(func.count()).select_from(Pair).where(_said_of())) or 0


def different_among(actor: Actor, uids: Collection[str]) -> Sequence[Pair]:
    """Pairs among these people that are not the same, as somebody said."""
    return db.session.scalars(
        select(Pair).where(Pair.verdict == Verdict.DIFFERENT, Pair.first_uid.in_(uids), Pair.second_uid.in_(uids))
    ).all()


def waiting_with(actor: Actor, subject_uid: str) -> Sequence[Pair]:
    """What waits about one person."""
    return db.session.scalars(
        select(Pair).where(_waits(), or_(Pair.first_uid == subject_uid, Pair.second_uid == subject_uid))
    ).all()


def people_of(pairs: Iterable[Pair]) -> dict[str, Person]:
    """The people of many pairs by uid, in one query; without those who are erased."""
    uids = {uid for pair in pairs for uid in (pair.first_uid, pair.second_uid)}
    rows = db.session.scalars(select(Person).where(Person.uid.in_(sorted(uids)), Person.erased_on.is_(None)))
    return {row.uid: row for row in rows}


def review(actor: Actor, area_uid: str, found: Iterable[LikelyPair], *, most: int) -> None:
    """Bring the review list of an area up to date with the pairs that look alike now, those for whom most speaks
    first: at most `most` wait. Nothing that somebody said is changed; one that nobody spoke of is taken off again when
    it looks alike no more."""
    rows = db.session.scalars(select(Pair).where(Pair.area_uid == area_uid))
    held = {(row.first_uid, row.second_uid): row for row in rows}
    joined = set(db.session.scalars(select(Merge.away_uid).where(Merge.undone_at.is_(None))))
    families = Families()
    listed: set[tuple[str, str]] = set()
    added = gone = 0
    for one in found:
        key = in_order(one.one_uid, one.other_uid)
        pair = held.get(key)
        said = families.said(key, held)
        if len(listed) == most or joined & set(key) or not _belongs(pair, said, one):
            continue
        pair = pair or _new(area_uid, *key)
        added += pair.found_on is None
        pair.found_on = pair.found_on or today()
        pair.signs, pair.strength = [*said_differently(said), *one.why], _strength(one)
        listed.add(key)
    for key, pair in held.items():
        if pair.verdict is None and key not in listed and not joined & set(key):
            db.session.delete(pair)
            gone += 1
    db.session.flush()
    audit.record("pair.listed", area_uid=area_uid, listed=len(listed), added=added, gone=gone)


def _belongs(pair: Pair | None, said: Sequence[Pair], alike: LikelyPair) -> bool:
    if pair is not None and is_erased(pair):
        return False
    return belongs_on_list(said, now=_speaks(alike.signs), on=today())


def remember_joined(actor: Actor, by_uid: str, kept: Person, away: Person, reason: str) -> None:
    """The two were joined: the caller records it."""
    _keep(pair_of(actor, kept, away), by_uid, Verdict.SAME, reason, _compared(kept, away))


def remember_apart(actor: Actor, by_uid: str, kept: Person, away: Person, reason: str) -> None:
    """The two were taken apart: the caller records it."""
    _keep(pair_of(actor, kept, away), by_uid, Verdict.DIFFERENT, reason, _compared(kept, away))


def _said(actor: Actor, pair: Pair, verdict: str, reason: str, picture: Sequence[str]) -> None:
    _keep(pair, actor.user_uid, verdict, reason, picture)
    audit.record(
        "pair.said", pair, reason=reason, first_uid=pair.first_uid, second_uid=pair.second_uid, verdict=verdict
    )


def _keep(pair: Pair, by_uid: str, verdict: str, reason: str, picture: Sequence[str]) -> None:
    """Two who are the same wait on the list until they are joined."""
    pair.verdict, pair.reason, pair.picture, pair.said_at, pair.said_by_uid = (
        verdict,
        reason,
        list(picture),
        now(),
        by_uid,
    )
    pair.found_on = pair.found_on or today() if verdict == Verdict.SAME else None
    undecided = verdict == Verdict.UNDECIDED
    pair.again_on = today() + timedelta(days=number("merge.look_again", pair.area_uid)) if undecided else None
    db.session.flush()


def _new(area_uid: str, first: str, second: str) -> Pair:
    uid = new_uid()
    pair = Pair(uid=uid, key_uid=uid, area_uid=area_uid, first_uid=first, second_uid=second)
    db.session.add(pair)
    return pair


def _why(pair: Pair) -> Sequence[str]:
    people = people_of([pair])
    return _compared(people[pair.first_uid], people[pair.second_uid]) if len(people) == 2 else ()


def _compared(one: Person, other: Person) -> Sequence[str]:
    """The signs that speak for the two being the same, as they stand now."""
    verdict = subjects.compare_people(one, other)
    return _speaks(verdict.signs) if verdict else ()


def _speaks(signs: Iterable[Sign]) -> list[str]:
    """What speaks for the two being the same, in words. That both are of one sex says too little."""
    return [
        f"{sign.label}: {sign.words}"
        for sign in signs
        if sign.agreement in (Agreement.AGREES, Agreement.NEARLY) and sign.field != "SEX"
    ]


def _strength(one: LikelyPair) -> int:
    return (1_000 if one.strength == subjects.Strength.LIKELY else 0) + round(one.total * 10)


def _waits() -> ColumnElement[bool]:
    return and_(Pair.found_on.is_not(None), _both_by_themselves())


def _said_of() -> ColumnElement[bool]:
    return Pair.verdict.is_not(None)


def _both_by_themselves() -> ColumnElement[bool]:
    """Neither record was joined to another."""
    joined = select(Merge.away_uid).where(Merge.undone_at.is_(None))
    return and_(Pair.first_uid.not_in(joined), Pair.second_uid.not_in(joined))
