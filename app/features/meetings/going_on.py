"""Cases that go on in another of the same person, since two records were joined: what waits in them is heard there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from app.features.cases.interface import closing
from app.features.cases.models import Case
from app.platform.database import db


@dataclass(frozen=True)
class Past:
    """What meetings made of a case so far. `is_new`: it was never heard, or a case that goes on in it was not."""

    heard_on: date | None = None
    last_on: date | None = None
    was_deferred: bool = False
    returns_on: date | None = None
    is_new: bool = True


@dataclass(frozen=True)
class GoingOn:
    """By uid of each case that ended: where it goes on, and when it ended."""

    into: Mapping[str, str] = field(default_factory=dict)
    ended_on: Mapping[str, date] = field(default_factory=dict)

    def here(self, uids: Iterable[str | None]) -> set[str]:
        """`uids` with the case that goes on in place of one that ended."""
        return {self.into.get(uid, uid) for uid in uids if uid}

    def newest(self, days: Mapping[str, date]) -> dict[str, date]:
        """The newest day of each case, those that ended counted where they go on."""
        found: dict[str, date] = {}
        for uid, day in days.items():
            at = self.into.get(uid, uid)
            found[at] = max(found.get(at, day), day)
        return found

    def heard(self, past: Mapping[str, Past]) -> dict[str, date]:
        """When each was heard last. What ended is heard whenever the case is that it goes on in."""
        found = {uid: one.heard_on for uid, one in past.items() if one.heard_on is not None}
        return found | {
            uid: max(found[one] for one in (uid, at) if one in found)
            for uid, at in self.into.items()
            if uid in found or at in found
        }

    def past(self, past: Mapping[str, Past], held_on: date) -> dict[str, Past]:
        """What meetings made of each, with what still waits of the cases that go on in it."""
        found = dict(past)
        for uid, at in self.into.items():
            mine, theirs = found.get(at, Past()), past.get(uid)
            since = mine.heard_on or date.min
            if theirs is None:
                found[at] = replace(mine, is_new=mine.is_new or self.ended_on[uid] >= since)
            elif theirs.was_deferred and (theirs.last_on or date.min) >= since:
                found[at] = replace(mine, was_deferred=True)
            elif theirs.returns_on and since < theirs.returns_on <= held_on:
                found[at] = replace(mine, returns_on=min(theirs.returns_on, mine.returns_on or held_on))
        return found


def going_on(cases: Iterable[Case], area_uid: str) -> GoingOn:
    """What goes on in the open `cases` of an area."""
    by_subject = {case.subject_uid: case.uid for case in cases}
    rows = db.session.execute(
        select(Case.uid, Case.subject_uid, Case.closed_on).where(
            Case.area_uid == area_uid, Case.closure_reason == closing.JOINED, Case.closed_on.is_not(None)
        )
    ).all()
    there = [(uid, by_subject[subject], closed_on) for uid, subject, closed_on in rows if subject in by_subject]
    return GoingOn({uid: at for uid, at, _on in there}, {uid: on for uid, _at, on in there if on})
