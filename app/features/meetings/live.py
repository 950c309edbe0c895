"""Where an open meeting stands, as every page of it shows: the room's screen, the time of the item, who is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload, lazyload

from app.features.accounts.models import User
from app.features.cases.models import Case
from app.features.meetings import planning, presence
from app.features.meetings.domain import timing
from app.features.meetings.live_models import ItemClock, MeetingScreen
from app.features.meetings.models import AgendaItem, Attendance, Meeting
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.platform.access import Actor
from app.platform.database import db

PACE_WORDS = {
    timing.WITHIN: "",
    timing.NEARLY: "Two minutes are left for this item",
    timing.OVER: "The planned time of this item is over",
    timing.LONG_OVER: "This item is far over its planned time",
}


@dataclass(frozen=True)
class Standing:
    """`order` has the items the actor may see. `numbers` are those of the agenda, the same for everybody: an item
    that somebody is locked out of keeps its number; `total` counts it too."""

    order: tuple[str, ...]
    numbers: Mapping[str, int | None]
    total: int
    item_uid: str
    screen_uid: str | None
    operator_uid: str | None
    blank: bool
    seconds: int
    """What the item has had on the screen so far."""
    runs: bool
    """Whether its time goes on."""
    next_on: date | None
    """The day of the next monthly meeting."""

    @property
    def number(self) -> int | None:
        return self.numbers.get(self.item_uid)

    @property
    def before(self) -> str | None:
        return self._beside(-1)

    @property
    def after(self) -> str | None:
        return self._beside(1)

    def _beside(self, step: int) -> str | None:
        if self.item_uid not in self.order:
            return None
        place = self.order.index(self.item_uid) + step
        return self.order[place] if 0 <= place < len(self.order) else None

    @property
    def screen_number(self) -> int | None:
        return self.numbers.get(self.screen_uid or "")


def get_live_item(actor: Actor, uid: str) -> AgendaItem:
    """An item with its case, subject, decisions and declared conflicts, in one query. Raises NotFound."""
    found = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.uid == uid)
        .options(
            joinedload(AgendaItem.case).joinedload(Case.subject),
            joinedload(AgendaItem.decisions),
            joinedload(AgendaItem.declared),
        )
    )
    item = found.unique().one_or_none()
    if item is None:
        raise NotFound("item")
    return item


def item_before(actor: Actor, item: AgendaItem) -> AgendaItem | None:
    """The last time the case of an item was heard before, with its decisions, in one query."""
    earlier = db.session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.uid == AgendaItem.meeting_uid)
        .where(
            AgendaItem.case_uid == item.case_uid,
            Meeting.held_on < item.meeting.held_on,
            AgendaItem.heard_at.is_not(None),
            AgendaItem.withdrawn_at.is_(None),
        )
        .order_by(Meeting.held_on.desc())
        .options(joinedload(AgendaItem.decisions), lazyload(AgendaItem.declared))
        .limit(1)
    )
    return earlier.unique().one_or_none()


def standing_of(actor: Actor, item: AgendaItem) -> Standing:
    """One query, however many items there are."""
    rows = db.session.execute(
        select(
            AgendaItem.uid,
            ItemClock.started_at,
            ItemClock.seconds,
            MeetingScreen.item_uid,
            MeetingScreen.operator_uid,
            MeetingScreen.blank,
            _next_meeting(item.meeting),
            AgendaItem.position,
        )
        .outerjoin(ItemClock, ItemClock.item_uid == AgendaItem.uid)
        .outerjoin(MeetingScreen, MeetingScreen.meeting_uid == AgendaItem.meeting_uid)
        .where(AgendaItem.meeting_uid == item.meeting_uid, AgendaItem.withdrawn_at.is_(None))
        .order_by(AgendaItem.position)
    ).all()
    own = next((row for row in rows if row[0] == item.uid), None)
    started_at, before = (own[1], own[2] or 0) if own else (None, 0)
    screen_uid, operator_uid, blank = rows[0][3:6] if rows else (None, None, False)
    slots = planning.slots_of(item.meeting)
    return Standing(
        order=tuple(row[0] for row in rows),
        numbers={row[0]: slots[row[7]].number if row[7] in slots else None for row in rows},
        total=max((slot.number or 0 for slot in slots.values()), default=0),
        item_uid=item.uid,
        screen_uid=screen_uid,
        operator_uid=operator_uid,
        blank=bool(blank),
        seconds=timing.seconds_spent(before, started_at, now()),
        runs=started_at is not None,
        next_on=rows[0][6] if rows else None,
    )


def _next_meeting(meeting: Meeting) -> ScalarSelect[date]:
    return (
        select(func.min(Meeting.held_on))
        .where(
            Meeting.area_uid == meeting.area_uid,
            Meeting.held_on > meeting.held_on,
            Meeting.extraordinary.is_(False),
            Meeting.cancelled_at.is_(None),
        )
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Timer:
    """The time of an item, in seconds and in words; planned and grace in minutes."""

    seconds: int
    planned: int
    grace: int
    pace: str
    runs: bool

    @property
    def words(self) -> str:
        """`4 minutes of 12`."""
        return f"{self.seconds // 60} of {self.planned} minutes"

    @property
    def notice(self) -> str:
        return PACE_WORDS[self.pace]


def timer_of(item: AgendaItem, standing: Standing) -> Timer:
    slot = planning.slot_of(item)
    planned = slot.minutes if slot else partnership.number("agenda.item", item.area_uid)
    grace = partnership.number("meeting.item.grace", item.area_uid)
    pace = timing.pace(standing.seconds, planned=planned, grace=grace)
    return Timer(standing.seconds, planned, grace, pace, standing.runs)


@dataclass(frozen=True)
class Owner:
    """Somebody who may own an action or lead: by account, or by name where they have none."""

    uid: str
    """What a form says: the uid of the account, or of the line of attendance."""
    user_uid: str | None
    name: str
    agency_uid: str
    here: bool


def owners_of(users: Sequence[User], rows: Sequence[Attendance], item: AgendaItem) -> list[Owner]:
    """Everybody of an agency, those who are here for the item first, by agency and name."""
    here = presence.here_for(rows, item)
    agencies = {row.agency_uid for row in here}
    by_account = {row.user_uid for row in here if row.user_uid}
    found = [
        Owner(user.uid, user.uid, user.name, user.agency_uid, user.uid in by_account)
        for user in users
        if user.agency_uid
    ]
    found += [
        Owner(row.uid, None, row.name, row.agency_uid, True) for row in here if not row.user_uid and row.agency_uid
    ]

    def place(owner: Owner) -> tuple[Any, ...]:
        agency = partnership.agency_name(owner.agency_uid)
        return not owner.here, owner.agency_uid not in agencies, agency.casefold(), owner.name.casefold()

    return sorted(found, key=place)
