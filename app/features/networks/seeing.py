"""Who and what of a network an actor is shown. The only place that decides it: pages, chart and lists ask here.

The network's case decides who sees the network. Of a person in it whose own record the actor may not see, they learn
that somebody is there and no more; of one they are locked out of, or whose case their agency is shut out of, nothing
(the rule of members). Somebody whose case was closed is nobody's associate (PR-22).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.networks.domain import APART, CURRENT, Course, MemberState, link_holds, member_state
from app.features.networks.models import NetworkLink, NetworkMembership
from app.features.networks.terms import courses_of
from app.features.partnership import interface as partnership
from app.features.subjects.interface import NetworkMember, Person
from app.kernel.ages import Age, age
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

RESTRICTED = "A restricted person"


@dataclass(frozen=True)
class Someone:
    """A person named with a network, as the actor sees them. `age` None: not shown. `uid` is of the member's row."""

    uid: str
    name: str
    state: MemberState
    row: NetworkMember
    membership: NetworkMembership | None
    restricted: bool = False
    case_uid: str | None = None
    age: Age | None = None
    position: str | None = None
    grade: str | None = None
    basis: tuple[str, ...] = ()
    basis_hidden: bool = False
    evidence: str | None = None

    @property
    def told(self) -> date | None:
        said = self.row.details.get("on")
        return date.fromisoformat(said) if said else None


@dataclass(frozen=True)
class Tie:
    """A link between two people who are both shown."""

    link: NetworkLink
    a: Someone
    b: Someone

    @property
    def restricted(self) -> bool:
        """Whether what it is stays hidden, as one of the two is."""
        return self.a.restricted or self.b.restricted


@dataclass(frozen=True)
class Seen:
    """What of a network an actor sees on a day."""

    course: Course
    people: tuple[Someone, ...] = ()
    told: tuple[Someone, ...] = ()
    apart: tuple[Someone, ...] = ()
    ties: tuple[Tie, ...] = ()
    ended: tuple[Tie, ...] = ()
    """Links that ended or expired."""

    @property
    def members(self) -> tuple[Someone, ...]:
        return tuple(one for one in self.people if one.state is MemberState.MEMBER)


@once_a_page
def see(actor: Actor, case: Case) -> Seen:
    """The people and links of the network a case is about. Of one that is dissolved, closed or erased, nobody."""
    return see_many(actor, [case])[case.uid]


def see_many(actor: Actor, among: Sequence[Case]) -> dict[str, Seen]:
    """The same of many networks, by the uid of the case, with as many statements as for one."""
    on = today()
    courses = courses_of(actor, among, on)
    shown = [
        case
        for case in among
        if courses[case.uid] is not Course.DISSOLVED and cases.is_open(case) and case.subject.erased_on is None
    ]
    read = _Read(actor, [case.subject_uid for case in shown])
    found = {case.uid: Seen(courses[case.uid]) for case in among}
    return found | {case.uid: _seen(actor, case, courses[case.uid], read, on) for case in shown}


def outsiders(member_uids: Sequence[str]) -> set[str]:
    """Of rows of people named with networks, those of whom somebody said that they are not, or no longer, in it."""
    if not member_uids:
        return set()
    rows = db.session.scalars(select(NetworkMembership).where(NetworkMembership.member_uid.in_(member_uids)))
    return {
        row.member_uid
        for row in rows
        if member_state(row.standing, row.position, row.ended_on, row.expires_on, today()) is not MemberState.MEMBER
    }


def reads_police(actor: Actor, case: Case) -> bool:
    """Whether the actor reads what is police-graded of this case: its lead professional does too."""
    return cases.sees_police_graded(actor) or case.lead_user_uid == actor.user_uid


def _seen(actor: Actor, case: Case, found: Course, read: "_Read", on: date) -> Seen:
    police = reads_police(actor, case)
    shown = [
        _someone(actor, row, read.decided.get(row.uid), read, on, sees_police=police)
        for row in read.members.get(case.subject_uid, ())
        if read.shows(row)
    ]
    people, same = _once_each(shown)
    ties = [
        Tie(link, people[same[link.from_uid]], people[same[link.to_uid]])
        for link in read.links.get(case.subject_uid, ())
        if link.from_uid in same and link.to_uid in same and same[link.from_uid] != same[link.to_uid]
    ]
    current = {uid for uid, one in people.items() if one.state in CURRENT}
    holds = {tie.link.uid for tie in ties if link_holds(tie.link.ended_on, tie.link.expires_on, on)}
    return Seen(
        found,
        people=tuple(one for one in people.values() if one.state in CURRENT),
        told=tuple(one for one in people.values() if one.state is MemberState.TOLD),
        apart=tuple(one for one in people.values() if one.state in APART),
        ties=tuple(tie for tie in ties if tie.link.uid in holds and {tie.a.uid, tie.b.uid} <= current),
        ended=tuple(tie for tie in ties if tie.link.uid not in holds),
    )


class _Read:
    """What is read of networks, of all of them at once."""

    def __init__(self, actor: Actor, networks: Sequence[str]) -> None:
        self.members: dict[str, list[NetworkMember]] = {}
        self.links: dict[str, list[NetworkLink]] = {}
        self.decided: dict[str, NetworkMembership] = {}
        rows = _rows(NetworkMember, networks)
        for row in rows:
            self.members.setdefault(row.network_uid, []).append(row)
        for said in _rows(NetworkMembership, networks):
            self.decided[said.member_uid] = said
        for link in sorted(_rows(NetworkLink, networks), key=_latest_first):
            self.links.setdefault(link.network_uid, []).append(link)
        wanted = sorted({row.person_uid for row in rows if row.person_uid})
        people = db.session.scalars(select(Person).where(Person.uid.in_(wanted))) if wanted else ()
        self.people: Mapping[str, Person] = {person.uid: person for person in people}
        self.open_cases = cases.open_case_uids(wanted)
        self.closed = cases.closed_subjects(wanted)

    def shows(self, row: NetworkMember) -> bool:
        person = self.people.get(row.person_uid or "")
        return row.person_uid not in self.closed and (person is None or person.erased_on is None)


def _rows(model: Any, networks: Sequence[str]) -> Sequence[Any]:
    return db.session.scalars(select(model).where(model.network_uid.in_(networks))).all() if networks else ()


def _latest_first(link: NetworkLink) -> tuple[int, str]:
    return -(link.evidenced_on.toordinal() if link.evidenced_on else 0), link.uid


def _someone(
    actor: Actor,
    row: NetworkMember,
    said: NetworkMembership | None,
    known: _Read,
    on: date,
    *,
    sees_police: bool,
) -> Someone:
    told = row.details
    position = said.position if said else told.get("position")
    state = member_state(
        said.standing if said else None,
        position,
        said.ended_on if said else None,
        said.expires_on if said else None,
        on,
    )
    person = known.people.get(row.person_uid or "")
    own = actor.agency_uid is not None and row.agency_uid == actor.agency_uid
    if row.person_uid and person is None and not own:
        return Someone(row.uid, RESTRICTED, state, row, said, restricted=True)
    basis = tuple((said.basis if said else told.get("basis")) or ())
    open_to = basis if sees_police or own else tuple(code for code in basis if not is_police_basis(code))
    return Someone(
        uid=row.uid,
        name=person.title if person else row.name,
        state=state,
        row=row,
        membership=said,
        case_uid=known.open_cases.get(row.person_uid or ""),
        age=_age(row, person, on),
        position=position,
        grade=said.grade if said else told.get("grade"),
        basis=open_to,
        basis_hidden=len(open_to) < len(basis),
        evidence=said.evidence if said and (open_to or not basis) else None,
    )


def is_police_basis(code: str) -> bool:
    item = partnership.code_item("evidence_basis", code)
    return bool(item and item.attributes.get("police_only"))


def _age(row: NetworkMember, person: Person | None, on: date) -> Age:
    if person is not None:
        return age(person.dob, person.dob_precision, person.approx_age, person.approx_age_on, on)
    told = row.details
    born = date.fromisoformat(told["dob"]) if told.get("dob") else None
    said = date.fromisoformat(told["on"]) if told.get("on") else None
    return age(born, None, told.get("approx_age"), said, on)


def _once_each(shown: Sequence[Someone]) -> tuple[dict[str, Someone], dict[str, str]]:
    """People by the uid of their row, in the order of their names, and the row that stands for each row: two rows of
    one person, as after two records were joined, are shown as one."""
    first: dict[str, Someone] = {}
    same: dict[str, str] = {}
    for one in sorted(shown, key=lambda one: _ORDER[one.state]):
        stands = first.setdefault(one.row.person_uid or one.uid, one)
        same[one.uid] = stands.uid
    named = sorted(first.values(), key=lambda one: (one.restricted, one.name.casefold(), one.uid))
    numbered = [replace(one, name=_numbered(one, number)) for number, one in enumerate(named, 1)]
    return {one.uid: one for one in numbered}, same


def _numbered(one: Someone, number: int) -> str:
    """Restricted people are told apart by a number, which says nothing of who they are."""
    return f"{one.name} ({number})" if one.restricted else one.name


_ORDER = {
    MemberState.MEMBER: 0,
    MemberState.MENTIONED: 1,
    MemberState.TOLD: 2,
    MemberState.EXPIRED: 3,
    MemberState.FORMER: 4,
    MemberState.LEFT_OUT: 5,
}
