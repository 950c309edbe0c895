"""Reading subjects."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import select

from app.features.subjects.models import NetworkMember, Subject
from app.platform.access import Actor, fetch
from app.platform.database import db

FindCases = Callable[[Sequence[str]], Mapping[str, str]]
"""Subject uids to the uid of the case each has open."""

_find_cases: list[FindCases] = []

FindJoined = Callable[[Collection[str]], Mapping[str, str]]
_find_joined: list[FindJoined] = []


def provide_open_cases(find: FindCases) -> None:
    """Let the room of cases, which lies above, say which subjects have a case open."""
    _find_cases[:] = [find]


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


def open_cases(subject_uids: Iterable[str]) -> Mapping[str, str]:
    """Subject uid to the uid of its open case, of those the bound actor may see."""
    uids = list(subject_uids)
    return _find_cases[0](uids) if _find_cases and uids else {}
