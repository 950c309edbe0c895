"""People and links of a network in words, for pages and the chart. What `seeing` keeps from the actor stays out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.features.networks.domain import Course, MemberState
from app.features.networks.seeing import Someone, Tie, is_police_basis
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound

COURSE_WORDS = {
    Course.TOLD: ("Purpose not confirmed", "yellow"),
    Course.IN_FORCE: ("In force", "green"),
    Course.RUNS_OUT: ("Runs out soon", "orange"),
    Course.DISSOLVED: ("Dissolved", "grey"),
}
STATE_WORDS = {
    MemberState.TOLD: "As told, not confirmed",
    MemberState.MEMBER: "Member",
    MemberState.MENTIONED: "Mentioned, not a member",
    MemberState.LEFT_OUT: "Left out",
    MemberState.FORMER: "No longer part of it",
    MemberState.EXPIRED: "Expired, not renewed",
}


@dataclass(frozen=True)
class PersonRow:
    uid: str
    name: str
    state: str
    member: bool
    restricted: bool
    case_uid: str | None
    age: str
    position: str
    grade: str
    basis: str
    basis_hidden: bool
    evidence: str
    source: str
    evidenced_on: date | None
    expires_on: date | None
    why: str
    identified: bool
    has_basis: bool


@dataclass(frozen=True)
class LinkRow:
    uid: str
    a: str
    b: str
    a_uid: str
    b_uid: str
    kind: str
    direction: str
    roles: str
    strength: str
    grade: str
    basis: str
    basis_hidden: bool
    evidence: str
    evidenced_on: date | None
    expires_on: date | None
    why: str
    restricted: bool


def person_rows(seen: Iterable[Someone]) -> list[PersonRow]:
    return [person_row(one) for one in seen]


def person_row(one: Someone) -> PersonRow:
    said = one.membership
    return PersonRow(
        uid=one.uid,
        name=one.name,
        state=STATE_WORDS[one.state],
        member=one.state is MemberState.MEMBER,
        restricted=one.restricted,
        case_uid=one.case_uid,
        age=one.age.words if one.age else "",
        position=_label("network_position", one.position, "Not recorded"),
        grade=grade_words(one.grade),
        basis=", ".join(partnership.code_labels("evidence_basis", one.basis)),
        basis_hidden=one.basis_hidden,
        evidence=one.evidence or "",
        source=agency_words(one.row.agency_uid),
        evidenced_on=(said.evidenced_on if said else None) or one.told,
        expires_on=said.expires_on if said else None,
        why=(said.reason if said else None) or "",
        identified=one.row.person_uid is not None,
        has_basis=bool(one.basis) or one.basis_hidden,
    )


def link_rows(seen: Iterable[Tie], *, sees_police: bool) -> list[LinkRow]:
    return [link_row(tie, sees_police=sees_police) for tie in seen]


def link_row(tie: Tie, *, sees_police: bool) -> LinkRow:
    """Of a link with somebody restricted, only that there is one."""
    link, hidden = tie.link, tie.restricted
    basis = tuple(link.basis)
    open_to = basis if sees_police else tuple(code for code in basis if not is_police_basis(code))
    covered = len(open_to) < len(basis)
    return LinkRow(
        uid=link.uid,
        a=tie.a.name,
        b=tie.b.name,
        a_uid=tie.a.uid,
        b_uid=tie.b.uid,
        kind="Not shown" if hidden else _label("link_type", link.kind),
        direction="" if hidden else direction_words(tie),
        roles="" if hidden else roles_words(tie),
        strength="" if hidden else _label("link_strength", str(link.strength or "")),
        grade="" if hidden else grade_words(link.grade),
        basis="" if hidden else ", ".join(partnership.code_labels("evidence_basis", open_to)),
        basis_hidden=covered and not hidden,
        evidence="" if hidden or covered else link.evidence or "",
        evidenced_on=None if hidden else link.evidenced_on,
        expires_on=None if hidden else link.expires_on,
        why="" if hidden else link.reason or "",
        restricted=hidden,
    )


def direction_words(tie: Tie) -> str:
    """Which way a link goes, by name: nobody has to know which person was typed first."""
    match tie.link.direction:
        case "A_TO_B":
            return f"From {tie.a.name} to {tie.b.name}"
        case "B_TO_A":
            return f"From {tie.b.name} to {tie.a.name}"
        case _:
            return "Both ways"


def roles_words(tie: Tie) -> str:
    ends = ((tie.a.name, tie.link.from_role), (tie.b.name, tie.link.to_role))
    return "; ".join(f"{name}: {_label('link_role', role)}" for name, role in ends if role)


def grade_words(code: str | None) -> str:
    """As it stands on a record: whose knowledge it is."""
    item = partnership.code_item("info_grade", code) if code else None
    return str(item.attributes.get("record") or item.label) if item else "Not graded"


def agency_words(uid: str | None) -> str:
    try:
        return partnership.agency_name(uid) if uid else "Source not recorded"
    except NotFound:
        return "An agency no longer listed"


def _label(name: str, code: str | None, nothing: str = "") -> str:
    return partnership.code_label(name, code) if code else nothing
