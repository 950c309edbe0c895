"""Events, and the calendar that carries them. Nothing about a person goes in: a diary lies open on many devices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar

from app.kernel.clock import LONDON

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
PRODUCT = "-//Concord//Concord//EN"
ONE_DAY = timedelta(days=1)

LONDON_TIME = icalendar.Timezone.from_ical("""BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
""")
"""By rule and not by a table of years, so that it never runs out."""


@dataclass(frozen=True)
class Event:
    """`starts` a moment, or a day: then the whole day. `ends` None: a moment without length, or that one day.

    `uid` stays the same through every change, and `sequence` goes up with each; `changed_at` is when that was.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts: datetime | date
    ends: datetime | None
    summary: str
    location: str = ""
    url: str = ""
    cancelled: bool = False
    busy: bool = True
    """Whether whoever looks for a free time should find none here."""


def calendar_of(events: Iterable[Event], *, method: str, name: str | None = None) -> bytes:
    """A calendar of `events`: METHOD `PUBLISH` for a feed, `REQUEST` or `CANCEL` for the mail about one event."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if name is not None:
        made.add("name", name)
        made.add("x-wr-calname", name)
        made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    made.add_component(LONDON_TIME)
    for event in events:
        made.add_component(_event(event))
    written: bytes = made.to_ical()
    return written


def _event(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    if isinstance(event.starts, datetime):
        made.add("dtstart", event.starts.astimezone(LONDON))
        if event.ends is not None:
            made.add("dtend", event.ends.astimezone(LONDON))
    else:
        made.add("dtstart", event.starts)
        made.add("dtend", event.starts + ONE_DAY)
    made.add("summary", event.summary)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("transp", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT")
    made.add("class", "PRIVATE")
    if event.location:
        made.add("location", event.location)
    if event.url:
        made.add("url", event.url)
        made.add("description", f"Open it in Concord: {event.url}")
    return made
