"""Where an item stands on an agenda, and how long it is planned for.

`Meeting.places` has the minutes of every place, so that whoever is locked out of an item still knows that it is there
and when the next begins, and what they change moves nothing they do not see.
"""

from collections.abc import Sequence
from itertools import count

from app.features.meetings import queries
from app.features.meetings.domain.slots import usual_minutes
from app.features.meetings.models import AgendaItem, Meeting
from app.features.partnership import interface as partnership
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor

LONGEST = 120


def plan(actor: Actor, meeting: Meeting) -> None:
    """Write down the minutes of every place after items came, went, moved or changed."""
    items = queries.list_items(actor, meeting, withdrawn=True)
    hidden = unseen_places(meeting, items)
    there = {item.position: 0 if item.withdrawn_at else minutes_of(item) for item in items}
    last = max([*hidden, *there], default=0)
    places = [there.get(place) or (meeting.places[place - 1] if place in hidden else 0) for place in range(1, last + 1)]
    if places != meeting.places:
        meeting.places = places


def unseen_places(meeting: Meeting, items: Sequence[AgendaItem]) -> set[int]:
    """The places of items that whoever acts does not see; `items` are all that they see, withdrawn ones included."""
    seen = {item.position for item in items}
    return {place for place, minutes in enumerate(meeting.places, start=1) if minutes and place not in seen}


def put_in_order(meeting: Meeting, items: Sequence[AgendaItem], seen: Sequence[AgendaItem]) -> None:
    """Give `items` their places in this order, round the places of items that whoever acts does not see."""
    hidden = unseen_places(meeting, seen)
    free = (place for place in count(1) if place not in hidden)
    for item, place in zip(items, free, strict=False):
        if item.position != place:
            item.position = place


def next_place(meeting: Meeting, seen: Sequence[AgendaItem]) -> int:
    return 1 + max([len(meeting.places), *(item.position for item in seen)])


def minutes_of(item: AgendaItem) -> int:
    """What was set by hand, or else what the numbers of the area give."""
    if item.minutes_planned is not None:
        return item.minutes_planned
    on = item.meeting.held_on
    return usual_minutes(
        brief=item.brief,
        band_rank=item.case.band_rank,
        is_child=item.case.under_18,
        full=partnership.number("agenda.item.full", item.area_uid, on),
        other=partnership.number("agenda.item", item.area_uid, on),
        short=partnership.number("agenda.item.brief", item.area_uid, on),
    )


def set_time(*, actor: Actor, item: AgendaItem, minutes: int | None, brief: bool) -> AgendaItem:
    """Plan `minutes` for an item (None: the usual), and say whether it is heard as a paper update."""
    if minutes is not None and not 0 < minutes <= LONGEST:
        raise Refused(f"Enter a number of minutes from 1 to {LONGEST}", field="minutes")
    if (item.minutes_planned, item.brief) == (minutes, brief):
        return item
    item.minutes_planned, item.brief = minutes, brief
    audit.record("agenda.time_set", item, minutes=minutes, brief=brief)
    plan(actor, item.meeting)
    return item
