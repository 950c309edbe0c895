"""Where other forums hold the same person, household, network or place. Section 4.9."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from app.features.forums.domain import leading as rules
from app.features.forums.likeness import listed_like
from app.features.forums.models import Membership
from app.features.forums.words import forum_words
from app.features.subjects.interface import NetworkMember, Person, Place, Subject, fold
from app.platform.access import Actor
from app.platform.database import db

PERSON, HOME, NETWORK, PLACE, LISTED = "PERSON", "HOME", "NETWORK", "PLACE", "LISTED"
Home = tuple[str, str]

Outsiders = Callable[[Sequence[str]], set[str]]
"""Of the rows of people named with networks, those who are not, or no longer, in them."""
_outsiders: list[Outsiders] = []


def add_outsiders(outsiders: Outsiders) -> None:
    """Who was only mentioned, or left, has no network in common with those in it. Safe to call again."""
    if outsiders not in _outsiders:
        _outsiders.append(outsiders)


@dataclass(frozen=True)
class Overlap:
    """One overlap with another forum. `how` is PERSON, HOME, NETWORK, PLACE or LISTED (nobody has said yet whether it
    is the same person); `reference` is that forum's own. `words` name nobody."""

    forum_code: str
    forum: str
    how: str
    words: str
    reference: str | None = None
    leads: bool = False

    @property
    def line(self) -> str:
        """The words, with that forum's reference where it holds the very same."""
        return f"{self.words}: {self.reference}" if self.reference and self.how == PERSON else self.words


def overlaps(actor: Actor, subject_uids: Iterable[str]) -> dict[str, list[Overlap]]:
    """The overlaps of each subject, by uid; subjects without any are left out. Three queries, however many."""
    wanted = sorted(set(subject_uids))
    if not wanted:
        return {}
    held: dict[str, list[Membership]] = {}
    for row in db.session.scalars(select(Membership).where(Membership.role != rules.NONE)):
        held.setdefault(row.subject_uid, []).append(row)
    if not held:
        return {}
    known = _Known({*wanted, *held})
    return {uid: found for uid in wanted if (found := list(_of(uid, held, known)))}


def told_overlaps(actor: Actor, answers: Mapping[str, Any], subject_uids: Iterable[str] = ()) -> list[Overlap]:
    """The overlaps of a notification that nobody has decided yet: by the lists of other forums, and by the people it
    may be about."""
    found = [one for of_one in overlaps(actor, subject_uids).values() for one in of_one]
    for row in listed_like(actor, answers):
        forum = forum_words(row.area_uid, row.forum_code)
        words = f"Somebody like this is on the list of {forum}"
        found.append(Overlap(row.forum_code, forum, LISTED, words, row.reference))
    return list({(one.forum_code, one.how, one.reference): one for one in found}.values())


class _Known:
    """What is compared of many subjects, read at once."""

    def __init__(self, uids: set[str]) -> None:
        rows: Sequence[Subject] = db.session.scalars(select(Subject).where(Subject.uid.in_(sorted(uids)))).all()
        self.kinds = {row.uid: row.kind for row in rows}
        self.homes = {row.uid: frozenset(_homes(row)) for row in rows}
        self.places = {row.uid: _postcode(row) for row in rows if isinstance(row, Place)}
        self.networks: dict[str, set[str]] = {}
        named = db.session.scalars(
            select(NetworkMember).where(
                or_(NetworkMember.network_uid.in_(sorted(uids)), NetworkMember.person_uid.in_(sorted(uids)))
            )
        ).all()
        outside = {uid for outsiders in _outsiders for uid in outsiders([row.uid for row in named])}
        for member in named:
            if member.uid in outside:
                continue
            for uid in (member.network_uid, member.person_uid):
                if uid:
                    self.networks.setdefault(uid, set()).add(member.network_uid)

    def how(self, one: str, other: str) -> str | None:
        """What two subjects have in common."""
        if self.homes.get(one, frozenset()) & self.homes.get(other, frozenset()):
            return HOME
        if self.networks.get(one, set()) & self.networks.get(other, set()):
            return NETWORK
        if self._at(one, other) or self._at(other, one):
            return PLACE
        return None

    def _at(self, place: str, other: str) -> bool:
        postcode = self.places.get(place)
        return bool(postcode) and (
            postcode == self.places.get(other) or postcode in {home[1] for home in self.homes.get(other, ())}
        )


def _homes(row: Subject) -> Iterator[Home]:
    if isinstance(row, Person):
        for address in row.addresses:
            line, postcode = fold(str(address.get("line") or "")), _plain(address.get("postcode"))
            if line and postcode:
                yield line, postcode


def _postcode(row: Place) -> str:
    return _plain(row.postcode)


def _plain(postcode: Any) -> str:
    return fold(str(postcode or "")).replace(" ", "")


ALSO = {
    HOME: "Somebody at the same address is held by {}",
    NETWORK: "Somebody in the same network is held by {}",
    PLACE: "Somebody at the same place is held by {}",
}


def _of(uid: str, held: Mapping[str, Sequence[Membership]], known: _Known) -> Iterator[Overlap]:
    for row in held.get(uid, ()):
        forum = forum_words(row.area_uid, row.forum_code)
        leads = row.role == rules.LEAD
        words = f"Held by {forum}, which leads" if leads else f"Held by {forum}"
        yield Overlap(row.forum_code, forum, PERSON, words, row.reference, leads)
    own = {row.forum_code for row in held.get(uid, ())}
    seen: set[tuple[str, str]] = set()
    for other, rows in held.items():
        how = known.how(uid, other) if other != uid else None
        for row in rows:
            if how is None or row.forum_code in own or (row.forum_code, how) in seen:
                continue
            seen.add((row.forum_code, how))
            forum = forum_words(row.area_uid, row.forum_code)
            yield Overlap(row.forum_code, forum, how, ALSO[how].format(forum), row.reference, row.role == rules.LEAD)
