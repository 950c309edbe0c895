"""Who must not meet whom, as links of networks say: a threat, exploitation, a conflict. Offered to `incidents`."""

from collections.abc import Collection, Iterator

from sqlalchemy import or_, select

from app.features.cases.models import Case
from app.features.incidents import interface as incidents
from app.features.networks.models import NetworkLink
from app.features.partnership import interface as partnership
from app.features.subjects.interface import NetworkMember
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.database import db

ONE_WAY = frozenset({"THREAT_FROM", "EXPLOITS"})
"""Whoever the link comes from is the one to keep away; unless it goes both ways."""
EITHER_WAY = frozenset({"RIVAL"})


def of_links(actor: Actor, among: Collection[str]) -> Iterator[incidents.Pair]:
    """From links that hold, of networks whose case is open."""
    rows = db.session.execute(
        select(NetworkLink, NetworkMember)
        .join(NetworkMember, or_(NetworkMember.uid == NetworkLink.from_uid, NetworkMember.uid == NetworkLink.to_uid))
        .where(
            NetworkMember.person_uid.in_(among),
            NetworkLink.ended_on.is_(None),
            NetworkLink.expires_on >= today(),
            NetworkLink.network_uid.in_(select(Case.subject_uid).where(Case.closed_on.is_(None))),
        )
    ).all()
    person = {member.uid: member.person_uid for _link, member in rows}
    for link in {link.uid: link for link, _member in rows}.values():
        a, b = person.get(link.from_uid or ""), person.get(link.to_uid or "")
        if a and b and a != b:
            why = f"{partnership.code_label('link_type', link.kind)}, in a network"
            for causing, harmed in _ways(link, a, b):
                yield incidents.Pair(harmed, causing, why, (NetworkLink, link.uid), link.evidenced_on)


def _ways(link: NetworkLink, a: str, b: str) -> list[tuple[str, str]]:
    """Each way in which one is to be kept away from the other; none for a link of another kind."""
    if link.kind in EITHER_WAY or (link.kind in ONE_WAY and link.direction == "BOTH"):
        return [(a, b), (b, a)]
    if link.kind in ONE_WAY:
        return [(a, b) if link.direction == "A_TO_B" else (b, a)]
    return []


incidents.add_between_source(of_links)
