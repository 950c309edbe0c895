"""Reading packs: whether they are out, who gets which items, and who read them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import CaseAgency
from app.features.cases.visibility import NEED_TO_KNOW
from app.features.meetings import interface as meetings
from app.features.meetings.models import AgendaItem, Meeting
from app.features.packs.domain import PackState, pack_state
from app.features.packs.models import Disclosure, Opening, Release
from app.features.packs.parts import Reading
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, Role
from app.platform.calendar import working_days
from app.platform.database import db


@dataclass(frozen=True)
class Recipient:
    """One agency's pack: how many items, how many people may read it, and who did (name, when, items), first first."""

    agency_uid: str
    agency: str
    items: int
    people: int
    readers: list[tuple[str, datetime, int]]


def release_of(meeting: Meeting) -> Release | None:
    """The last release of a meeting's packs, withdrawn or not."""
    return db.session.scalar(
        select(Release).where(Release.meeting_uid == meeting.uid).order_by(Release.released_at.desc()).limit(1)
    )


def last_day(meeting: Meeting) -> date:
    """The last day on which the packs of a meeting can be read."""
    days = partnership.number("pack.open", meeting.area_uid, meeting.held_on)
    return working_days().add(meeting.held_on, days)


def state_of(meeting: Meeting, release: Release | None) -> PackState:
    return pack_state(
        release.released_at if release else None,
        release.withdrawn_at if release else None,
        today(),
        last_day(meeting),
    )


def heard_items(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """The items of a pack: those on the agenda that are not put off."""
    return [item for item in meetings.list_items(actor, meeting) if item.deferred_at is None]


def readable_items(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """The items that the actor reads in their pack now: those released. Raises NotFound while it is not released, or
    withdrawn; those who run the month read every item, before and after."""
    items = heard_items(actor, meeting)
    if actor.may(Permission.MEETING_MANAGE):
        return items
    release = release_of(meeting)
    if release is None or state_of(meeting, release) != PackState.OPEN:
        raise NotFound("pack")
    return [item for item in items if item.uid in release.items]


def reading(actor: Actor, items: Sequence[AgendaItem]) -> Reading:
    """What the actor may read of items of one meeting: what the release carries to their agency, and their agency's
    own; all when they run the month."""
    if actor.may(Permission.MEETING_MANAGE) or not items:
        return Reading(actor, items, None)
    release, own = release_of(items[0].meeting), actor.agency_uid or ""
    carried = {item.uid: {own} for item in items}
    rows = db.session.execute(
        select(Disclosure.item_uid, Disclosure.source_uid).where(
            Disclosure.release_uid == (release.uid if release else ""),
            Disclosure.recipient_uid == own,
            Disclosure.item_uid.in_(carried),
        )
    )
    for item_uid, source_uid in rows:
        carried[item_uid].add(source_uid)
    return Reading(actor, items, carried)


def agencies_by_item(items: Sequence[AgendaItem]) -> dict[str, set[str]]:
    """The agencies with a need to know of each item's case."""
    of = {item.case_uid: item.uid for item in items}
    rows = db.session.execute(
        select(CaseAgency.case_uid, CaseAgency.agency_uid).where(
            CaseAgency.case_uid.in_(of), CaseAgency.standing == NEED_TO_KNOW
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for case_uid, agency_uid in rows:
        if partnership.may_receive(agency_uid):
            found[of[case_uid]].add(agency_uid)
    return found


def readers_by_item(actor: Actor, items: Sequence[AgendaItem]) -> dict[str, list[User]]:
    """The people who get each item: those of agencies with a need to know who come to meetings, and the chairs; nobody
    who is locked out of the case."""
    agencies, locked = agencies_by_item(items), cases.locked_out_of(actor, [item.case_uid for item in items])
    chairs = accounts.holders_of(items[0].area_uid, Role.CHAIR) if items else []
    people: dict[str, list[User]] = defaultdict(list)
    for user in accounts.people_who_may(items[0].area_uid, Permission.MEETING_VIEW) if items else ():
        people[user.agency_uid or ""].append(user)
    found = {}
    for item in items:
        known = {user.uid: user for agency_uid in agencies.get(item.uid, ()) for user in people[agency_uid]}
        known |= {user.uid: user for user in chairs}
        found[item.uid] = [user for uid, user in known.items() if uid not in locked.get(item.case_uid, ())]
    return found


def overview(actor: Actor, items: Sequence[AgendaItem]) -> list[Recipient]:
    """Every agency that gets a pack, by name, with who opened it and when."""
    agencies, readers = agencies_by_item(items), readers_by_item(actor, items)
    opened: dict[str, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for row in openings(items):
        opened[row.agency_uid or ""][row.user_uid].append(row.opened_at)
    names = accounts.user_names(actor, {uid for rows in opened.values() for uid in rows})
    found = []
    for agency_uid in sorted({uid for uids in agencies.values() for uid in uids}, key=partnership.agency_name):
        people = {user.uid for users in readers.values() for user in users if user.agency_uid == agency_uid}
        read = [
            (names.get(uid, "Somebody who left"), min(times), len(times)) for uid, times in opened[agency_uid].items()
        ]
        count = sum(agency_uid in agencies.get(item.uid, ()) for item in items)
        found.append(
            Recipient(
                agency_uid,
                partnership.agency_name(agency_uid),
                count,
                len(people),
                sorted(read, key=lambda one: one[1]),
            )
        )
    return found


def openings(items: Iterable[AgendaItem]) -> list[Opening]:
    return list(db.session.scalars(select(Opening).where(Opening.item_uid.in_([item.uid for item in items]))))


def opened_by(actor: Actor, items: Sequence[AgendaItem]) -> dict[str, datetime]:
    """When the actor first read each item, by uid; those not read are not in it."""
    return {row.item_uid: row.opened_at for row in openings(items) if row.user_uid == actor.user_uid}
