"""How many people were talked about in two forums without it being one discussion. Section 4.9: the target is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.forums.domain.leading import discussed_twice
from app.features.forums.leading import number_of_days
from app.features.forums.models import Membership
from app.platform.access import Actor
from app.platform.database import db

Heard = Mapping[str, Sequence[tuple[date, bool]]]
HeardSource = Callable[[Actor, Sequence[str]], Heard]
"""Case uids to our discussions of each: the day, and whether it was joint."""

_heard: list[HeardSource] = []


def set_heard_source(source: HeardSource) -> None:
    """Let the room of meetings, which lies above, say when cases were heard."""
    _heard[:] = [source]


@dataclass(frozen=True)
class Measure:
    """Of those talked about in both forums within `days`: how many, and the cases without a joint discussion."""

    both: int
    twice: tuple[str, ...]
    days: int

    @property
    def percent(self) -> int | None:
        return round(100 * len(self.twice) / self.both) if self.both else None


def double_discussion(actor: Actor, area_uid: str) -> Measure:
    """The measure as it stands: numerator, denominator and the cases to look at."""
    days = number_of_days(area_uid)
    theirs: dict[str, list[date]] = {}
    for row in db.session.scalars(select(Membership).where(Membership.discussed_on.is_not(None))):
        if row.discussed_on is not None:
            theirs.setdefault(row.case_uid, []).append(row.discussed_on)
    ours = _heard[0](actor, sorted(theirs)) if _heard and theirs else {}
    judged = {uid: discussed_twice(ours.get(uid, ()), on, days) for uid, on in theirs.items()}
    both = [uid for uid, twice in judged.items() if twice is not None]
    return Measure(len(both), tuple(uid for uid in both if judged[uid]), days)
