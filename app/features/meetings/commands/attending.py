"""Each at a meeting: who acknowledged the statement, who left the room for an item, what the absent sent in writing."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from app.features.accounts import interface as accounts
from app.features.meetings import presence
from app.features.meetings.commands.sitting import share_with_those_here
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.live_models import Contribution
from app.features.meetings.models import AgendaItem, Attendance, Meeting
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db


def acknowledge_statement(*, actor: Actor, meeting: Meeting, rows: Sequence[Attendance]) -> list[Attendance]:
    """Write down that these people acknowledged the confidentiality statement (section 5.4), with the time.

    Each ticks for themself; whoever runs the meeting ticks for somebody in the room. Ticked again, the first time
    stays.
    """
    check_meeting("take_part", meeting)
    runs = actor.may(Permission.MEETING_MANAGE)
    ticked = []
    for row in rows:
        if row.meeting_uid != meeting.uid or (row.user_uid != actor.user_uid and not runs):
            raise Refused("Acknowledge the statement for yourself")
        if not presence.is_here(row):
            raise Refused("Write down first that they are here")
        if row.acknowledged_at is None:
            row.acknowledged_at, row.acknowledged_by_uid = now(), actor.user_uid
            audit.record("meeting.statement_acknowledged", row, by_other=row.user_uid != actor.user_uid)
            ticked.append(row)
    db.session.flush()
    return ticked


def leave_room(*, actor: Actor, item: AgendaItem, rows: Sequence[Attendance]) -> int:
    """These people leave the room for an item: nothing of it is shared with their agency, and an action for them is
    proposed, not accepted. Returns how many left."""
    check_meeting("sit", item.meeting)
    left = 0
    for row in rows:
        if presence.is_expected(row, item) and not presence.is_away(row, item.uid):
            stay = {"item_uid": item.uid, "left_at": now(), "returned_at": None}
            row.away = [*(dict(one) for one in row.away), stay]
            audit.record("meeting.left_for_item", row, item_uid=item.uid)
            left += 1
    db.session.flush()
    return left


def come_back(*, actor: Actor, item: AgendaItem, rows: Sequence[Attendance]) -> int:
    """They come back while the item is still being heard. For the items after it nobody needs to come back."""
    check_meeting("sit", item.meeting)
    back = 0
    for row in rows:
        if presence.is_away(row, item.uid):
            row.away = [
                {**one, "returned_at": one["returned_at"] or now()} if one["item_uid"] == item.uid else dict(one)
                for one in row.away
            ]
            audit.record("meeting.came_back", row, item_uid=item.uid)
            back += 1
    db.session.flush()
    if back and item.heard_at is not None:
        share_with_those_here(actor, item, rows)
    return back


def contribute(
    *, actor: Actor, item: AgendaItem, text: str, agency_uid: str | None = None, name: str | None = None
) -> Contribution:
    """Somebody who cannot come writes what their agency would have said. Whoever runs the month may write it down for
    them, with `agency_uid` and `name`. Written again, it is put right."""
    text = needed(text, "Enter what you would have said", "text")
    check_meeting("take_part", item.meeting)
    if item.withdrawn_at is not None or item.deferred_at is not None:
        raise Refused("Check the item: it is not heard at this meeting")
    if actor.may(Permission.MEETING_MANAGE):
        agency_uid = needed(agency_uid, "Select the agency it comes from", "agency_uid")
        name = needed(name, "Enter whose words they are", "name")
    else:
        agency_uid, name = actor.agency_uid, _own_name(actor)
    if agency_uid not in {agency.uid for agency in partnership.agencies_in(item.area_uid)}:
        raise Refused("Select an agency from the list", field="agency_uid")
    if presence.shut_out_of(item.case_uid, [agency_uid]):
        raise Refused("Choose another agency: this one is shut out of the case", field="agency_uid")
    found = db.session.scalar(
        select(Contribution).where(
            Contribution.item_uid == item.uid,
            Contribution.agency_uid == agency_uid,
            Contribution.user_uid == actor.user_uid,
        )
    )
    if found is not None and (found.text, found.name) == (text, name):
        return found
    if found is None:
        found = Contribution(
            key_uid=item.key_uid,
            area_uid=item.area_uid,
            agency_uid=agency_uid,
            item_uid=item.uid,
            meeting_uid=item.meeting_uid,
            case_uid=item.case_uid,
            user_uid=actor.user_uid,
        )
        db.session.add(found)
    found.written_at, found.text, found.name = now(), text, name
    db.session.flush()
    audit.record("agenda.contribution_written", found, agency_uid=agency_uid)
    return found


def _own_name(actor: Actor) -> str:
    return accounts.user_names(actor, [actor.user_uid]).get(actor.user_uid, "")


def list_contributions(actor: Actor, item: AgendaItem) -> list[Contribution]:
    """What was sent in writing about an item, as far as the actor may read it."""
    rows = select(Contribution).where(Contribution.item_uid == item.uid, *_readable(actor))
    return list(db.session.scalars(rows.order_by(Contribution.written_at)))


def written_about(actor: Actor, meeting: Meeting) -> dict[str, list[Contribution]]:
    """What was sent in writing about the items of a meeting, by uid of the item."""
    found: dict[str, list[Contribution]] = {}
    rows = select(Contribution).where(Contribution.meeting_uid == meeting.uid, *_readable(actor))
    for row in db.session.scalars(rows.order_by(Contribution.written_at)):
        found.setdefault(row.item_uid, []).append(row)
    return found


def _readable(actor: Actor) -> list[ColumnElement[bool]]:
    """An agency reads its own; those who run the month read all."""
    if actor.may(Permission.MEETING_MANAGE):
        return []
    return [Contribution.agency_uid == actor.agency_uid]
