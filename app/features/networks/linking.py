"""Links between two people of a network: what they rest on, and until when. PR-29."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.networks import domain
from app.features.networks.membering import latest_expiry
from app.features.networks.models import NetworkLink
from app.features.networks.naming import names_in
from app.features.networks.seeing import Someone, is_police_basis, see
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db

audit.declare("network.link_added", facts={"from_uid", "to_uid", "expires_on", "told_uid"})
audit.declare("network.link_renewed", facts={"expires_on"})
audit.declare("network.link_ended")
audit.declare("network.link_left_out", facts={"told_uid"})

EXPIRY = "network.link_expiry"


def told_links(actor: Actor, case: Case) -> list[CaseEntry]:
    """The links that notifications told and nobody has decided on yet, between people the actor may know of."""
    told = cases.list_told_links(actor, case.uid)
    if not told:
        return []
    decided = set(
        db.session.scalars(
            select(NetworkLink.told_uid).where(
                NetworkLink.network_uid == case.subject_uid, NetworkLink.told_uid.is_not(None)
            )
        )
    )
    names = names_in(actor, case)
    return [
        row
        for row in told
        if row.uid not in decided and names.may_be_read(row.details.get("a"), row.details.get("b"), row.agency_uid)
    ]


def add_link(
    *,
    actor: Actor,
    case: Case,
    from_uid: str | None,
    to_uid: str | None,
    kind: str | None,
    direction: str | None,
    strength: int | str | None,
    grade: str | None,
    basis: Sequence[str],
    evidence: str,
    evidenced_on: date | None,
    expires_on: date | None,
    from_role: str | None = None,
    to_role: str | None = None,
    told: CaseEntry | None = None,
) -> NetworkLink:
    """A link between two people who belong to the network or are mentioned with it. Refused without a basis, or while
    there is one of the same kind between the two: that one is renewed."""
    cases.check_open(case)
    seen = see(actor, case)
    ends = {one.uid: one for one in seen.people if not one.restricted}
    if from_uid not in ends:
        raise Refused("Select the first person: somebody of this network", field="from_uid")
    if to_uid not in ends or to_uid == from_uid:
        raise Refused("Select another person of this network", field="to_uid")
    if not partnership.is_code("link_type", kind or ""):
        raise Refused("Select the kind of link", field="kind")
    if not partnership.is_code("link_direction", direction or ""):
        raise Refused("Select which way it goes", field="direction")
    if not partnership.is_code("link_strength", str(strength or "")):
        raise Refused("Select how strong it is", field="strength")
    if any(tie.link.kind == kind and {tie.a.uid, tie.b.uid} == {from_uid, to_uid} for tie in seen.ties):
        raise Refused("Renew the link of this kind that is there between the two", field="kind")
    _check(basis, grade, evidence)
    domain.check_fresh(evidenced_on, None, today())
    domain.check_expiry(expires_on, latest_expiry(case, actor, EXPIRY), today())
    row = NetworkLink(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=told.agency_uid if told else actor.agency_uid,
        network_uid=case.subject_uid,
        from_uid=from_uid,
        to_uid=to_uid,
        told_uid=told.uid if told else None,
        police=_of_police_alone(basis),
        evidenced_on=evidenced_on,
        expires_on=expires_on,
        kind=kind,
        direction=direction,
        strength=int(strength or 0),
        from_role=from_role,
        to_role=to_role,
        grade=grade,
        basis=list(basis),
        evidence=evidence.strip(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "network.link_added",
        row,
        from_uid=from_uid,
        to_uid=to_uid,
        expires_on=expires_on.isoformat() if expires_on else None,
        told_uid=row.told_uid,
    )
    return row


def leave_out(*, actor: Actor, case: Case, told: CaseEntry, reason: str) -> None:
    """A link that was told is not taken over. The entry stays as it was told; left out twice, nothing changes."""
    cases.check_open(case)
    if not reason.strip():
        raise Refused("Enter why it is left out", field="reason")
    if all(one.uid != told.uid for one in told_links(actor, case)):
        return
    row = NetworkLink(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=actor.agency_uid,
        network_uid=case.subject_uid,
        told_uid=told.uid,
        ended_on=today(),
        reason=reason.strip(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("network.link_left_out", row, told_uid=told.uid)


def renew_link(
    *,
    actor: Actor,
    case: Case,
    link: NetworkLink,
    strength: int | str | None,
    grade: str | None,
    basis: Sequence[str],
    evidence: str,
    evidenced_on: date | None,
    expires_on: date | None,
) -> None:
    """Keep a link for longer, on evidence later than what it rests on."""
    cases.check_open(case)
    if link.from_uid is None:
        raise NotFound("NetworkLink")
    if not partnership.is_code("link_strength", str(strength or "")):
        raise Refused("Select how strong it is", field="strength")
    _check(basis, grade, evidence)
    domain.check_fresh(evidenced_on, link.evidenced_on, today())
    domain.check_expiry(expires_on, latest_expiry(case, actor, EXPIRY), today())
    before: dict[str, Any] = {
        "on": today().isoformat(),
        "evidenced_on": link.evidenced_on.isoformat() if link.evidenced_on else None,
        "strength": link.strength,
        "grade": link.grade,
        "basis": list(link.basis),
        "evidence": link.evidence,
    }
    link.renewals = [*link.renewals, before]
    link.strength, link.grade, link.basis, link.evidence = int(strength or 0), grade, list(basis), evidence.strip()
    link.police = _of_police_alone(basis)
    link.evidenced_on, link.expires_on, link.ended_on = evidenced_on, expires_on, None
    audit.record("network.link_renewed", link, expires_on=expires_on.isoformat() if expires_on else None)


def end_link(*, actor: Actor, case: Case, link: NetworkLink, reason: str) -> None:
    if link.ended_on is not None:
        return
    if not reason.strip():
        raise Refused("Enter why the link holds no longer", field="reason")
    link.ended_on, link.reason = today(), reason.strip()
    audit.record("network.link_ended", link)


def get_link(actor: Actor, case: Case, uid: str) -> NetworkLink:
    """A link of this network both of whose ends the actor sees. Raises NotFound."""
    link = fetch(actor, NetworkLink, uid)
    if link.network_uid != case.subject_uid or link.from_uid is None:
        raise NotFound("NetworkLink")
    seen = see(actor, case)
    if all(tie.link.uid != uid for tie in (*seen.ties, *seen.ended)):
        raise NotFound("NetworkLink")
    return link


def end_of(seen: Sequence[Someone], name: str) -> str | None:
    """The person of a network that a told link names, for a form to begin with."""
    wanted = name.strip().casefold()
    names = ((one, {one.name.casefold(), one.row.name.casefold()}) for one in seen if not one.restricted)
    return next((one.uid for one, called in names if wanted in called), None)


def links_at(member_uids: Sequence[str]) -> Sequence[NetworkLink]:
    """Every link that ends at one of these rows."""
    return db.session.scalars(
        select(NetworkLink).where(or_(NetworkLink.from_uid.in_(member_uids), NetworkLink.to_uid.in_(member_uids)))
    ).all()


def _check(basis: Sequence[str], grade: str | None, evidence: str) -> None:
    if not all(partnership.is_code("evidence_basis", code) for code in basis):
        raise Refused("Select how this is known from the list", field="basis", rule="PR-29")
    domain.check_basis(basis, grade, evidence)


def _of_police_alone(basis: Sequence[str]) -> bool:
    return all(map(is_police_basis, basis))
