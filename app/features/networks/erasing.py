"""What follows when somebody is erased: nothing that names them stays in any network."""

from collections.abc import Sequence

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.networks.linking import links_at
from app.features.networks.models import NetworkLink, NetworkMembership
from app.features.networks.naming import is_called
from app.features.subjects.interface import NetworkMember, Subject, when_erased
from app.platform.access import current_actor
from app.platform.database import db


def forget(subject: Subject) -> None:
    """Take away what is kept of a person under a network's key: their rows, and the links that were told of them. A
    network's own go with its key."""
    rows = db.session.scalars(select(NetworkMember).where(NetworkMember.person_uid == subject.uid)).all()
    uids = [row.uid for row in rows]
    if not uids:
        return
    _forget_told_links(rows)
    said = db.session.scalars(select(NetworkMembership).where(NetworkMembership.member_uid.in_(uids)))
    for row in (*links_at(uids), *said):
        db.session.delete(row)
    db.session.flush()
    for member in rows:
        db.session.delete(member)


def _forget_told_links(rows: Sequence[NetworkMember]) -> None:
    """The entries of the networks' cases that tell of a link with somebody called as one of these rows."""
    for row in rows:
        for case in db.session.scalars(select(Case).where(Case.subject_uid == row.network_uid)).all():
            actor = current_actor()
            gone = [one for one in cases.list_told_links(actor, case.uid) if is_called(row.name, one.details)]
            left_out = select(NetworkLink).where(NetworkLink.told_uid.in_([one.uid for one in gone]))
            for link in db.session.scalars(left_out.where(NetworkLink.from_uid.is_(None))):
                db.session.delete(link)
            cases.remove_entries(actor=actor, case=case, entries=gone)


when_erased("networks", forget)
