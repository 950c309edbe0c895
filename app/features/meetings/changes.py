"""What is new about a case since it was last heard."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.features.actions.interface import Action
from app.features.assurance.interface import Assurance
from app.features.cases.interface import CaseEntry
from app.features.meetings.models import AgendaItem
from app.features.meetings.picture import agency_words
from app.features.notifications.interface import Notification
from app.kernel.clock import local
from app.web.rendering import count

RECORDED = {
    "VOICE": ("what they say", "what they say"),
    "STRENGTH": ("strength", "strengths"),
    "PROTECTIVE": ("strength", "strengths"),
    "ROLE": ("role in violence", "roles in violence"),
    "RISK_FACTOR": ("risk factor", "risk factors"),
    "INCIDENT": ("incident", "incidents"),
    "WORRY": ("worry", "worries"),
    "NEED": ("request", "requests"),
}


@dataclass(frozen=True)
class Change:
    on: date
    words: str


def changes_since(
    last: AgendaItem | None,
    *,
    entries: Iterable[CaseEntry],
    notifications: Iterable[Notification],
    actions: Iterable[Action],
    assurance: Iterable[Assurance],
) -> list[Change]:
    """Latest first. Before a case was heard for the first time nothing is a change."""
    if last is None or last.heard_at is None:
        return []
    since = last.meeting.closed_at or last.heard_at
    found = [
        *_entries((one for one in entries if one.kind != "BAND" and one.source_uid != last.uid), since),
        *_notifications(notifications, since),
        *_actions(actions, last.meeting.held_on),
        *_assurance(assurance, last.meeting.held_on),
    ]
    return sorted(found, key=lambda one: one.on, reverse=True)


def _entries(entries: Iterable[CaseEntry], since: datetime) -> Iterator[Change]:
    """By agency and day: how many of which kind were recorded."""
    new: dict[tuple[date, str], Counter[tuple[str, str]]] = {}
    for entry in entries:
        if entry.recorded_at > since:
            key = local(entry.recorded_at).date(), agency_words(entry.agency_uid)
            new.setdefault(key, Counter())[RECORDED.get(entry.kind, ("note", "notes"))] += 1
    for (on, agency), kinds in new.items():
        words = ", ".join(
            str(count(number, one, many)) if one != many else one for (one, many), number in sorted(kinds.items())
        )
        yield Change(on, f"{agency} recorded {words}")


def _notifications(rows: Iterable[Notification], since: datetime) -> Iterator[Change]:
    for row in rows:
        if row.submitted_at is not None and row.submitted_at > since and row.withdrawn_at is None:
            agency = agency_words(row.agency_uid)
            yield Change(local(row.submitted_at).date(), f"Notification {row.reference} from {agency}")


def _actions(rows: Iterable[Action], since: date) -> Iterator[Change]:
    for row in rows:
        if row.ended_on is not None and row.ended_on >= since:
            how = "done" if row.done_on else "ended without being done"
            yield Change(row.ended_on, f"Action {row.reference} {how}")


def _assurance(rows: Iterable[Assurance], since: date) -> Iterator[Change]:
    for row in rows:
        if row.given_on is not None and row.given_on >= since:
            yield Change(row.given_on, f"Assurance {row.reference} given by {agency_words(row.agency_uid)}")
