"""Finding people, networks and places by what somebody typed: only what the actor may see, and no hint of the rest."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.features.subjects import indexing  # noqa: F401 - it says what is indexed
from app.features.subjects.models import Subject
from app.features.subjects.queries import joined_references
from app.platform import identity
from app.platform.access import RUNS_THE_MONTH, SEES_RESTRICTED, Actor
from app.platform.database import db
from app.platform.identity import Match, Query

MOST = 100
"""Results of one search. More would be a list to leaf through, not an answer."""
CERTAIN = 0.9
NO_DOUBT = frozenset(
    {
        "Same name",
        "Same date of birth",
        "Same identifier",
        "A short form or other spelling of the name",
        "Given and family name the other way round",
        "Another name they are known by",
        "Part of the name",
    }
)
"""The only signs on which another area is named. Part of the name: a middle name that was not asked for. PR-44."""


class IndexNotReady(Exception):
    """The index of this process is still being built: `percent` of it is done."""

    def __init__(self, percent: int) -> None:
        super().__init__(f"{percent} % of the index is built")
        self.percent = percent


@dataclass(frozen=True)
class Found:
    """A subject that the actor may see, and why it was found."""

    subject: Subject
    why: tuple[str, ...]


def find_subjects(actor: Actor, query: Query) -> list[Found]:
    """What the actor may see that answers `query`, the best first, at most `MOST`. Raises IndexNotReady.

    Everything committed before the call is found. The rows shown are read through the visibility rule; whoever does
    not see the whole area is asked about those they see alone, so that nobody else takes a place among the results.
    """
    found = _by_reference(query.references)
    if not (query.words or query.births or query.postcodes or query.identifiers):
        return found
    sees_area = actor.is_any(RUNS_THE_MONTH)
    matches = ready_index().search(
        query,
        areas=actor.area_uids,
        among=None if sees_area else set(db.session.scalars(select(Subject.uid))),
        restricted=actor.is_any(SEES_RESTRICTED),
        limit=MOST,
    )
    rows = db.session.scalars(select(Subject).where(Subject.uid.in_([match.uid for match in matches])))
    seen = {subject.uid: subject for subject in rows if subject.erased_on is None and subject.joined_to is None}
    there = {one.subject.uid for one in found}
    more = [Found(seen[match.uid], match.why) for match in matches if match.uid in seen and match.uid not in there]
    return [*found, *more]


def _by_reference(references: Collection[str]) -> list[Found]:
    """By reference; the reference of a record that was joined to another leads to the other."""
    there = joined_references(references)
    named = db.session.scalars(
        select(Subject).where(or_(Subject.reference.in_(references), Subject.uid.in_(list(there.values()))))
    )
    return [
        Found(one, ("Same reference" if one.reference in references else "Reference of a record joined to this one",))
        for one in named
        if one.erased_on is None and one.joined_to is None
    ]


def may_ask_elsewhere(query: Query) -> bool:
    """Whether a question is exact enough to be put to other areas: two names and a date of birth, or an identifier."""
    return (len(query.words) > 1 and bool(query.births)) or bool(query.identifiers)


def areas_that_hold(query: Query, among: Collection[str]) -> set[str]:
    """The areas of `among` that hold a person who is without doubt the one asked for. It names areas, and never tells
    who: the coordinators speak to each other. PR-44. Raises IndexNotReady."""
    if not may_ask_elsewhere(query):
        return set()
    matches = ready_index().search(query, areas=among, restricted=True, limit=MOST)
    return {match.area_uid for match in matches if _without_doubt(match)}


def _without_doubt(match: Match) -> bool:
    return match.kind == "PERSON" and match.score >= CERTAIN and NO_DOUBT.issuperset(match.why)


def ready_index(patience: float = identity.PATIENCE) -> identity.IdentityService:
    """The index of this process. Raises IndexNotReady when it is still being built after so many seconds."""
    service = identity.identity_service()
    service.start()
    if not service.ready(wait=patience):
        raise IndexNotReady(service.percent)
    return service
