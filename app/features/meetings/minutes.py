"""The minutes of a meeting, as one reader may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.actions.interface import Action, recorded_status
from app.features.assurance.interface import Assurance
from app.features.meetings import presence, queries
from app.features.meetings.domain.quorum import Quorum
from app.features.meetings.domain.status import item_status
from app.features.meetings.models import AgendaItem, Attendance, Decision, Meeting
from app.features.meetings.picture import agency_words
from app.features.partnership import interface as partnership
from app.platform.access import Actor
from app.platform.database import db


@dataclass(frozen=True)
class Decided:
    words: str
    detail: str | None
    returns_on: date | None
    uid: str


@dataclass(frozen=True)
class Agreed:
    """An action as minuted."""

    uid: str
    reference: str
    text: str
    measure: str | None
    owner: str
    due_on: date
    status: str


@dataclass(frozen=True)
class Sought:
    """Assurance as minuted."""

    uid: str
    reference: str
    risk: str
    agency: str
    asked: str | None
    due_on: date


@dataclass(frozen=True)
class MinutedItem:
    item: AgendaItem
    title: str
    state: str
    chair: str | None
    """Who chaired it, when it was not the chair of the meeting."""
    decisions: list[Decided]
    actions: list[Agreed]
    assurance: list[Sought]


@dataclass(frozen=True)
class Minutes:
    chair: str
    present: list[Attendance]
    away: list[Attendance]
    quorum: Quorum
    items: list[MinutedItem]

    def attendance(self, row: Attendance) -> str:
        return partnership.code_label("attendance", row.attendance)

    def agency(self, row: Attendance) -> str:
        return agency_words(row.agency_uid)

    def group(self, code: str) -> str:
        return partnership.code_label("quorum_group", code)


def minutes_of(actor: Actor, meeting: Meeting) -> Minutes:
    """Attendance and, of every item the actor may see, what was said, decided, agreed and asked."""
    items = queries.list_items(actor, meeting)
    rows = presence.list_attendance(actor, meeting)
    names = accounts.user_names(actor, [meeting.chair_uid, *(item.chair_uid for item in items)])
    actions, asked = actions_under(items), assurance_under(items)
    return Minutes(
        chair=names.get(meeting.chair_uid or "", "Not recorded"),
        present=[row for row in rows if presence.is_here(row)],
        away=[row for row in rows if not presence.is_here(row)],
        quorum=presence.quorum_of(meeting, rows),
        items=[
            MinutedItem(
                item=item,
                title=item.case.subject.title,
                state=partnership.code_label("item_state", item_status(item)),
                chair=names.get(item.chair_uid or "") if item.chair_uid != meeting.chair_uid else None,
                decisions=[decided(one) for one in item.decisions],
                actions=actions[item.uid],
                assurance=asked[item.uid],
            )
            for item in items
        ],
    )


def decided(decision: Decision) -> Decided:
    label = partnership.code_label("meeting_decision", decision.code)
    return Decided(label, decision.detail, decision.returns_on, decision.uid)


def agreed(action: Action) -> Agreed:
    owner = ", ".join(part for part in (action.owner_name, agency_words(action.agency_uid)) if part)
    state = partnership.code_label("action_status", recorded_status(action))
    return Agreed(action.uid, action.reference, action.text, action.measure_of_done, owner, action.due_on, state)


def sought(one: Assurance) -> Sought:
    agency = agency_words(one.agency_uid)
    return Sought(one.uid, one.reference, one.risk_statement, agency, one.asked_name, one.due_on)


def actions_under(items: Iterable[AgendaItem]) -> dict[str, list[Agreed]]:
    """What was agreed, by item, as far as the actor sees it; in one query."""
    found: dict[str, list[Agreed]] = defaultdict(list)
    uids = [item.uid for item in items]
    for action in db.session.scalars(select(Action).where(Action.item_uid.in_(uids)).order_by(Action.reference)):
        found[action.item_uid or ""].append(agreed(action))
    return found


def assurance_under(items: Iterable[AgendaItem]) -> dict[str, list[Sought]]:
    """What was asked, by item, as far as the actor sees it; in one query."""
    found: dict[str, list[Sought]] = defaultdict(list)
    uids = [item.uid for item in items]
    wanted = select(Assurance).where(Assurance.item_uid.in_(uids)).order_by(Assurance.reference)
    for one in db.session.scalars(wanted):
        found[one.item_uid or ""].append(sought(one))
    return found
