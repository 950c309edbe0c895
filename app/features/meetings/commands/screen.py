"""The room's screen: which item it shows, and how long the item has had."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.features.meetings.commands.drafting import check_open
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.live_models import ItemClock, MeetingScreen
from app.features.meetings.models import AgendaItem, Meeting
from app.kernel.clock import now
from app.kernel.errors import Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db


def screen_of(meeting_uid: str) -> MeetingScreen | None:
    return db.session.scalar(select(MeetingScreen).where(MeetingScreen.meeting_uid == meeting_uid))


def clock_of(item_uid: str) -> ItemClock | None:
    return db.session.scalar(select(ItemClock).where(ItemClock.item_uid == item_uid))


def show_item(*, actor: Actor, item: AgendaItem) -> None:
    """Put an item on the screen; whoever does so leads the room from then on. The time of the item before stops."""
    check_open(item)
    screen = _screen(actor, item.meeting)
    if screen.item_uid == item.uid and screen.operator_uid == actor.user_uid:
        return
    if screen.item_uid != item.uid:
        _stop_clocks(item.meeting_uid)
        _start_clock(item)
    screen.item_uid, screen.operator_uid, screen.changed_at = item.uid, actor.user_uid, now()
    _written()
    audit.record("meeting.item_shown", item.meeting, item_uid=item.uid)


def show_nothing(*, actor: Actor, meeting: Meeting) -> None:
    """Between items the screen shows nothing, and no time runs."""
    screen = screen_of(meeting.uid)
    if screen is None or screen.item_uid is None:
        return
    _stop_clocks(meeting.uid)
    screen.item_uid, screen.operator_uid, screen.changed_at = None, actor.user_uid, now()
    _written()
    audit.record("meeting.item_shown", meeting, item_uid="")


def blank_screen(*, actor: Actor, meeting: Meeting, blank: bool) -> None:
    """Hide what is on the screen at once, or bring it back. The time of the item goes on."""
    check_meeting("sit", meeting)
    screen = _screen(actor, meeting)
    if screen.blank == blank:
        return
    screen.blank, screen.changed_at = blank, now()
    _written()
    audit.record("meeting.screen_blanked", meeting, blank=blank)


def _screen(actor: Actor, meeting: Meeting) -> MeetingScreen:
    screen = screen_of(meeting.uid)
    if screen is None:
        screen = MeetingScreen(
            meeting_uid=meeting.uid, area_uid=meeting.area_uid, operator_uid=actor.user_uid, blank=False
        )
        screen.changed_at = now()
        db.session.add(screen)
    return screen


def _start_clock(item: AgendaItem) -> None:
    clock = clock_of(item.uid)
    if clock is None:
        clock = ItemClock(item_uid=item.uid, meeting_uid=item.meeting_uid, area_uid=item.area_uid, seconds=0)
        db.session.add(clock)
    clock.started_at = now()


def _stop_clocks(meeting_uid: str) -> None:
    running = select(ItemClock).where(ItemClock.meeting_uid == meeting_uid, ItemClock.started_at.is_not(None))
    for clock in db.session.scalars(running):
        if clock.started_at is not None:
            clock.seconds += max(0, int((now() - clock.started_at).total_seconds()))
        clock.started_at = None


def _written() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else put the first item on the screen in this moment
        raise Stale("meeting_screen") from error
