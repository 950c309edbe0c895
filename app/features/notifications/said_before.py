"""What was said before of those a notification may be about: nobody is asked again, and who said it is seen. PR-13."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.features.merging import interface as merging
from app.features.merging.interface import Verdict
from app.features.notifications import queries
from app.features.notifications.models import Notification
from app.features.subjects.interface import Candidate
from app.platform.access import Actor


@dataclass(frozen=True)
class SaidBefore:
    """`who` are not the same, as somebody said on a day. `uids`: whom it is about."""

    who: str
    by_uid: str
    at: datetime
    uids: frozenset[str]


def ruled_out(actor: Actor, before: Notification | None, found: Sequence[Candidate]) -> list[SaidBefore]:
    """People of `found` who are somebody else: it was said of `before`, the notification that was returned and sent
    again."""
    said: dict[str, Notification] = {}
    while before is not None:
        for uid in before.likeness:
            said.setdefault(uid, before)
        before = queries.find_followed(actor, before)
    return [
        SaidBefore(
            f"{one.title}, {one.reference}",
            row.triaged_by_uid or "",
            row.triaged_at,
            frozenset({one.subject_uid}),
        )
        for one in found
        if (row := said.get(one.subject_uid)) is not None
        and row.likeness[one.subject_uid] == Verdict.DIFFERENT
        and row.triaged_at is not None
    ]


def told_apart(actor: Actor, found: Sequence[Candidate]) -> list[SaidBefore]:
    """Two of `found` who are not the same as each other, as somebody said; siblings are named as such anyway."""
    called = {one.subject_uid: f"{one.title}, {one.reference}" for one in found if not one.sibling}
    if len(called) < 2:
        return []
    pairs = merging.different_among(actor, called)
    return [
        SaidBefore(
            f"{called[pair.first_uid]} and {called[pair.second_uid]}",
            pair.said_by_uid or "",
            pair.said_at,
            frozenset({pair.first_uid, pair.second_uid}),
        )
        for pair in pairs
        if pair.said_at is not None
    ]
