"""Who must not meet whom, as links of networks say: a threat, exploitation, a conflict. Offered to `incidents`."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

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
    start, end = aliased(NetworkMember), aliased(NetworkMember)
    rows = db.session.execute(
        select(NetworkLink, start.person_uid, end.person_uid)
        .join(start, start.uid == NetworkLink.from_uid)
        .join(end, end.uid == NetworkLink.to_uid)
        .where(
            start.person_uid.in_(among),
            end.person_uid.in_(among),
            NetworkLink.ended_on.is_(None),
            NetworkLink.expires_on >= today(),
            NetworkLink.network_uid.in_(select(Case.subject_uid).where(Case.closed_on.is_(None))),
        )
    )
    for link, a, b in rows:
        both = link.kind in EITHER_WAY or (link.kind in ONE_WAY and link.direction == "BOTH")
        ways = {(a, b), (b, a)} if both else {(a, b) if link.direction == "A_TO_B" else (b, a)}
        if both or link.kind in ONE_WAY:
            why = f"{partnership.code_label('link_type', link.kind)}, in a network"
            for causing, harmed in sorted(ways):
                yield incidents.Pair(harmed, causing, why, (NetworkLink, link.uid), link.evidenced_on)


incidents.add_between_source(of_links)
