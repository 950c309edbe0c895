"""Reading subjects."""

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import select

from app.features.subjects.models import NetworkMember, Subject
from app.platform.access import Actor, fetch
from app.platform.database import db

FindJoined = Callable[[Collection[str]], Mapping[str, str]]
_find_joined: list[FindJoined] = []


def get_subject(actor: Actor, uid: str) -> Subject:
    """The subject, or the one its record was joined to. Raises NotFound."""
    subject = fetch(actor, Subject, uid)
    while subject.joined_to is not None:
        subject = fetch(actor, Subject, subject.joined_to)
    return subject


def provide_joined(find: FindJoined) -> None:
    """Let the room of merging, which lies above, say which records were joined to others."""
    _find_joined[:] = [find]


def joined_references(references: Collection[str]) -> Mapping[str, str]:
    """Of these references those of records that were joined to another: reference to the other's uid."""
    return _find_joined[0](references) if _find_joined and references else {}


def members_of(network_uid: str) -> list[NetworkMember]:
    """The members of a network that the bound actor may see, by name."""
    rows = db.session.scalars(select(NetworkMember).where(NetworkMember.network_uid == network_uid)).all()
    return sorted(rows, key=lambda member: member.name.casefold())


def list_members(actor: Actor, network_uid: str) -> list[NetworkMember]:
    return members_of(network_uid)
