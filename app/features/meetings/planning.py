"""The agenda with its times, what was left out of it, and what changed since the chair agreed it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.features.meetings import queries
from app.features.meetings.domain import agreed, slots, why
from app.features.meetings.facts import gather
from app.features.meetings.models import AgendaItem, AgreedAgenda, Meeting
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, Permission
from app.platform.database import db


@dataclass(frozen=True)
class Planned:
    """One line of the agenda. `item` None: whoever looks is locked out of it. `slot` None: it has no time yet."""

    slot: slots.Slot | None
    item: AgendaItem | None


@dataclass(frozen=True)
class Agenda:
    lines: list[Planned]
    ends: str


def pace_of(meeting: Meeting) -> slots.Pace:
    opening, sitting, pause = (
        partnership.number(f"agenda.{name}", meeting.area_uid, meeting.held_on)
        for name in ("opening", "sitting", "break")
    )
    return slots.Pace(opening, sitting, pause)


def slots_of(meeting: Meeting) -> dict[int, slots.Slot]:
    """When each place of the agenda begins, by place: the same for everybody, whatever they may see."""
    return {slot.place: slot for slot in slots.slots(meeting.starts_at, meeting.places, pace_of(meeting))}


def slot_of(item: AgendaItem) -> slots.Slot | None:
    return slots_of(item.meeting).get(item.position)


def agenda_of(actor: Actor, meeting: Meeting, items: Sequence[AgendaItem]) -> Agenda:
    """The agenda in order with its times. Those who run the month are told of items that they are locked out of, by
    number alone; to others an item they may not see is not there."""
    timed = slots_of(meeting)
    lines = {item.position: Planned(timed.get(item.position), item) for item in items}
    if actor.may(Permission.MEETING_MANAGE):
        for place, slot in timed.items():
            if slot.minutes:
                lines.setdefault(place, Planned(slot, None))
    ends = slots.ends_at(meeting.starts_at, list(timed.values()), pace_of(meeting))
    return Agenda([lines[place] for place in sorted(lines)], ends)


def left_out(actor: Actor, meeting: Meeting) -> list[tuple[str, why.LeftOut]]:
    """Every open case of the area that is not on an agenda, with its reference, in order, and the reason."""
    items = queries.list_items(actor, meeting, withdrawn=True)
    on_it = {item.case_uid for item in items if item.withdrawn_at is None}
    off = {item.case_uid: item.withdrawn_reason or "no reason given" for item in items if item.withdrawn_at}
    return sorted(
        (
            facts.reference,
            why.left_out(facts, meeting.held_on, extraordinary=meeting.extraordinary, taken_off=off.get(uid)),
        )
        for uid, facts in gather(actor, meeting).items()
        if uid not in on_it
    )


def agreed_agenda(meeting: Meeting) -> AgreedAgenda | None:
    """The agenda as the chair last agreed it."""
    return db.session.scalar(
        select(AgreedAgenda)
        .where(AgreedAgenda.meeting_uid == meeting.uid)
        .order_by(AgreedAgenda.agreed_at.desc())
        .limit(1)
    )


def read_lines(row: AgreedAgenda) -> list[agreed.Line]:
    return [agreed.Line(one["item"], one["case"], one["minutes"], tuple(one["reasons"])) for one in row.lines]


def lines_of(actor: Actor, meeting: Meeting) -> list[agreed.Line]:
    """The agenda as it stands, as far as the actor sees it."""
    places = meeting.places
    return [
        agreed.Line(
            item.uid,
            item.case_uid,
            places[item.position - 1] if item.position <= len(places) else 0,
            tuple(item.reasons or [item.reason]),
        )
        for item in queries.list_items(actor, meeting)
    ]


def changes_since(actor: Actor, meeting: Meeting) -> list[tuple[AgendaItem, str]]:
    """What changed since the chair agreed the agenda, in words, of the items that the actor sees."""
    last = agreed_agenda(meeting)
    if last is None:
        return []
    seen = {item.uid: item for item in queries.list_items(actor, meeting, withdrawn=True)}
    before = [line for line in read_lines(last) if line.item_uid in seen]
    found = agreed.changes(before, lines_of(actor, meeting))
    return [(seen[one.item_uid], one.words) for one in found]


def is_ahead(meeting: Meeting) -> bool:
    """Whether it is still to come and has not begun."""
    return meeting.opened_at is None and meeting.cancelled_at is None and meeting.held_on >= today()
