"""What somebody has in their diary. Each room above brings its own: this room knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.platform.icalendar import Event, calendar_of


@dataclass(frozen=True)
class Entry:
    """One line of a diary. Nothing in it is about a person: it is read on telephones and shown on walls.

    `starts` a moment, or a day for the whole of it; `ends` None: without length. `uid` stays the same for good,
    `sequence` goes up with each change, which was at `changed_at`. `url` leads to its page.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts: datetime | date
    ends: datetime | None
    summary: str
    url: str
    location: str = ""
    cancelled: bool = False
    busy: bool = True
    """Whether it takes up the person's time, as a meeting does and a deadline does not."""


Source = Callable[[str, frozenset[str]], Iterable[Entry]]

_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Let `source(user_uid, area_uids)` give entries of somebody's diary. It is asked with that person acting."""
    _sources[name] = source


def entries_of(user_uid: str, area_uids: frozenset[str]) -> list[Entry]:
    """Everything in somebody's diary, by time; what takes the whole day comes first in it."""
    found = [entry for source in _sources.values() for entry in source(user_uid, area_uids)]
    return sorted(found, key=lambda entry: (entry.starts.isoformat(), entry.uid))


def calendar_for(entries: Iterable[Entry], *, method: str, name: str | None = None) -> bytes:
    """The entries as a calendar program reads them; `method` is PUBLISH, REQUEST or CANCEL."""
    return calendar_of((_event(entry) for entry in entries), method=method, name=name)


def _event(entry: Entry) -> Event:
    return Event(
        uid=entry.uid,
        sequence=entry.sequence,
        changed_at=entry.changed_at,
        starts=entry.starts,
        ends=entry.ends,
        summary=entry.summary,
        location=entry.location,
        url=entry.url,
        cancelled=entry.cancelled,
        busy=entry.busy,
    )
