"""What was said of records before they were joined is said of the person they became. PR-13."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.features.merging.domain import VERDICT_NAMES, Verdict, in_order
from app.features.merging.models import Merge, Pair
from app.features.subjects.interface import Person
from app.platform.database import db
from app.platform.vault import is_erased

Pairs = Mapping[tuple[str, str], Pair]


class Families:
    """Which records each person of the actor's areas is made of."""

    def __init__(self) -> None:
        self.joined: dict[str, list[Merge]] = {}
        for merge in db.session.scalars(select(Merge).where(Merge.undone_at.is_(None))):
            self.joined.setdefault(merge.kept_uid, []).append(merge)

    def said(self, key: tuple[str, str], held: Pairs) -> list[Pair]:
        """What was last said of two people: of them as they are, or before of the records they are made of."""
        own = held.get(key)
        first, second = (list(self._merges(uid)) for uid in key)
        since = max((merge.merged_at for merge in (*first, *second)), default=None)
        if own is not None and _spoken(own) and (since is None or _after(own, since)):
            return [own]
        ones = [key[0], *(one.away_uid for one in first)]
        others = [key[1], *(one.away_uid for one in second)]
        every = (held.get(in_order(one, other)) for one in ones for other in others)
        return [pair for pair in every if pair is not None and _spoken(pair)]

    def _merges(self, uid: str) -> Iterator[Merge]:
        for merge in self.joined.get(uid, ()):
            yield merge
            yield from self._merges(merge.away_uid)


def said_differently(said: Sequence[Pair]) -> list[str]:
    """Why two people are asked about although somebody spoke of their records: in words, by reference alone."""
    if len({pair.verdict for pair in said}) < 2:
        return []
    uids = {uid for pair in said for uid in (pair.first_uid, pair.second_uid)}
    names = dict(db.session.execute(select(Person.uid, Person.reference).where(Person.uid.in_(uids))).all())
    words = [
        f"{names[pair.first_uid]} and {names[pair.second_uid]}: {VERDICT_NAMES[Verdict(pair.verdict)].lower()}"
        for pair in said
        if pair.verdict
    ]
    return [f"Different things were said before records were joined ({'; '.join(sorted(words))})"]


def _spoken(pair: Pair) -> bool:
    return pair.verdict is not None and not is_erased(pair)


def _after(pair: Pair, moment: datetime) -> bool:
    return pair.said_at is not None and pair.said_at >= moment
