"""A draft from what was recorded: attendance, quorum, and each item."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.actions.interface import Action, recorded_status
from app.features.assurance.interface import Assurance
from app.features.meetings import interface as meetings
from app.features.meetings.interface import AgendaItem, Attendance, Decision, Meeting
from app.features.minutes.content import (
    DEFERRED,
    HEARD,
    WITHDRAWN,
    Agreed,
    Decided,
    GeneralContent,
    ItemContent,
    Person,
    Sought,
)
from app.features.minutes.outcomes import usual_words
from app.features.minutes.told import words_of_agencies
from app.features.notifications import interface as notifications
from app.features.partnership import interface as partnership
from app.platform.access import Actor
from app.platform.database import db
from app.web.rendering import day, time

URGENT_PRIORITY = "URGENT"
LISTED_BELOW = {"ACTIONS_AGREED": "actions", "ASSURANCE_SOUGHT": "assurance"}
"""Decisions that say no more than the list that stands under them, unless somebody wrote more."""


def draft_general(actor: Actor, meeting: Meeting, *, note: str = "") -> GeneralContent:
    rows = meetings.list_attendance(actor, meeting)
    quorum = meetings.quorum_of(meeting, rows)
    return GeneralContent(
        chair=accounts.user_names(actor, [meeting.chair_uid]).get(meeting.chair_uid or "", ""),
        statement_read=meeting.confidentiality_read,
        missing=tuple(partnership.code_label("quorum_group", code) for code in quorum.missing),
        people=tuple(_person(row) for row in rows),
        note=note,
    )


def _person(row: Attendance) -> Person:
    how = partnership.code_label("attendance", row.attendance)
    return Person(
        name=row.name,
        job_title=row.job_title or "",
        agency=meetings.agency_words(row.agency_uid),
        how=how if row.whole_meeting else f"{how}, for some items",
        here=meetings.is_here(row),
        deputy_for=row.deputy_for or "",
        acknowledged=row.acknowledged_at is not None,
    )


def draft_items(actor: Actor, meeting: Meeting, items: Sequence[AgendaItem]) -> dict[str, ItemContent]:
    """By uid of the item. The items come with their cases."""
    uids = [item.uid for item in items]
    actions = _by_item(db.session.scalars(select(Action).where(Action.item_uid.in_(uids)).order_by(Action.reference)))
    asked = _by_item(
        db.session.scalars(select(Assurance).where(Assurance.item_uid.in_(uids)).order_by(Assurance.reference))
    )
    chairs = accounts.user_names(actor, [item.chair_uid for item in items])
    left = _left_for(meetings.list_attendance(actor, meeting))
    notified = {one.case_uid for one in notifications.list_for_cases(actor, [item.case_uid for item in items])}
    return {
        item.uid: ItemContent(
            course=_course(item),
            reason=(item.withdrawn_reason if item.withdrawn_at else item.deferred_reason) or "",
            why=meetings.why_heard(item),
            said=item.summary or "",
            agencies=words_of_agencies(actor, item),
            voice=item.voice_heard or "",
            chair=chairs.get(item.chair_uid or "", "") if item.chair_uid != meeting.chair_uid else "",
            conflicts=tuple(_conflict(one) for one in item.conflicts),
            left=tuple(left[item.uid]),
            decisions=_decisions(item.decisions, {"actions": actions[item.uid], "assurance": asked[item.uid]}),
            actions=tuple(agreed(one) for one in actions[item.uid]),
            assurance=tuple(_sought(one) for one in asked[item.uid]),
            notifier=_notifier(meeting, item) if item.case_uid in notified else "",
        )
        for item in items
    }


def _left_for(rows: Iterable[Attendance]) -> defaultdict[str, list[str]]:
    """Who left the room, by uid of the item."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        for one in row.away:
            back = f", back at {time(one['returned_at'])}" if one["returned_at"] else ""
            found[one["item_uid"]].append(f"{_both(row.name, row.agency_uid)}{back}")
    return found


def _by_item(rows: Iterable[Any]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_uid].append(row)
    return found


def _course(item: AgendaItem) -> str:
    if item.withdrawn_at:
        return WITHDRAWN
    return DEFERRED if item.deferred_at else HEARD


def _conflict(one: Mapping[str, Any]) -> str:
    left = ". Left the room" if one["left_room"] and "left" not in one["nature"].lower() else ""
    return f"{one['name']}. {one['nature']}{left}"


def _decisions(decisions: Iterable[Decision], below: Mapping[str, Sequence[object]]) -> tuple[Decided, ...]:
    return tuple(
        decided(one)
        for one in decisions
        if one.detail or one.returns_on or not below.get(LISTED_BELOW.get(one.code, ""))
    )


def decided(decision: Decision) -> Decided:
    label = partnership.code_label("meeting_decision", decision.code)
    return Decided(label, decision.detail or "", decision.returns_on)


def agreed(action: Action) -> Agreed:
    return Agreed(
        reference=action.reference,
        text=action.text,
        measure=action.measure_of_done or "",
        owner=_both(action.owner_name, action.agency_uid),
        due_on=action.due_on,
        status=partnership.code_label("action_status", recorded_status(action)),
        urgent=action.priority == URGENT_PRIORITY,
    )


def _sought(one: Assurance) -> Sought:
    return Sought(one.reference, one.risk_statement, _both(one.asked_name, one.agency_uid), one.due_on)


def _both(name: str | None, agency_uid: str | None) -> str:
    return ", ".join(part for part in (name, meetings.agency_words(agency_uid)) if part)


def _notifier(meeting: Meeting, item: AgendaItem) -> str:
    if _course(item) != HEARD:
        return ""
    return usual_words(day(meeting.held_on), [one.code for one in item.decisions])
