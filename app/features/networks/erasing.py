"""What follows when somebody is erased: nothing that names them stays in any network."""

from sqlalchemy import select

from app.features.networks.linking import links_at
from app.features.networks.models import NetworkMembership
from app.features.subjects.interface import NetworkMember, Subject, when_erased
from app.platform.database import db


def forget(subject: Subject) -> None:
    """Take away the rows of a person that are sealed under a network's key. A network's own go with its key."""
    rows = db.session.scalars(select(NetworkMember).where(NetworkMember.person_uid == subject.uid)).all()
    uids = [row.uid for row in rows]
    if not uids:
        return
    said = db.session.scalars(select(NetworkMembership).where(NetworkMembership.member_uid.in_(uids)))
    for row in (*links_at(uids), *said):
        db.session.delete(row)
    db.session.flush()
    for member in rows:
        db.session.delete(member)


when_erased("networks", forget)
