"""What the tracker shows: the same on the page and in a file, on which it is printed in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.features.accounts import interface as accounts
from app.features.actions.interface import Status, status_label
from app.features.actions.models import Action
from app.features.assurance.models import Assurance
from app.features.cases.models import Case
from app.features.meetings.interface import get_meeting
from app.features.meetings.models import AgendaItem
from app.features.partnership import interface as partnership
from app.kernel.days import day_words
from app.kernel.errors import NotFound
from app.platform.access import Actor

OPEN = "OPEN"
"""Not a status but every open one."""
NO_CASE = "NONE"
"""Not a kind of subject: actions of the group itself."""
OF_ACTIONS = frozenset({"status", "priority", "category"})
"""The filters that say nothing of assurance."""
KINDS = {"PERSON": "A person", "NETWORK": "A network", "PLACE": "A place", NO_CASE: "The group itself"}


@dataclass(frozen=True)
class Filters:
    """None: everything. `status` is a code of `action_status` as shown today, or OPEN; `case_kind` a kind of subject or
    NO_CASE."""

    status: str | None = None
    agency_uid: str | None = None
    owner_uid: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    priority: str | None = None
    category: str | None = None
    case_kind: str | None = None
    meeting_uid: str | None = None

    def arguments(self) -> dict[str, str]:
        """As they stand in an address. Codes, uids and dates only."""
        chosen: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value
            for name, value in chosen.items()
            if value
        }

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, str]) -> "Filters":
        """From what `arguments` gave."""
        read: dict[str, Any] = dict(arguments)
        for name in ("due_from", "due_to"):
            if name in read:
                day, month, year = map(int, read[name].split("/"))
                read[name] = date(year, month, day)
        return cls(**read)


def action_conditions(chosen: Filters, on: date) -> list[ColumnElement[bool]]:
    found = list(_shared(Action, Action.owner_uid, chosen))
    if chosen.status:
        found.append(_shown_as(chosen.status, on))
    if chosen.priority:
        found.append(Action.priority == chosen.priority)
    if chosen.category:
        found.append(Action.category == chosen.category)
    return found


def assurance_conditions(chosen: Filters) -> list[ColumnElement[bool]]:
    return list(_shared(Assurance, Assurance.asked_user_uid, chosen))


def _shared(model: Any, owner: Any, chosen: Filters) -> Iterator[ColumnElement[bool]]:
    if chosen.agency_uid:
        yield model.agency_uid == chosen.agency_uid
    if chosen.owner_uid:
        yield owner == chosen.owner_uid
    if chosen.due_from:
        yield model.due_on >= chosen.due_from
    if chosen.due_to:
        yield model.due_on <= chosen.due_to
    if chosen.case_kind == NO_CASE:
        yield model.case_uid.is_(None)
    elif chosen.case_kind:
        yield model.case_uid.in_(select(Case.uid).where(Case.subject_kind == chosen.case_kind))
    if chosen.meeting_uid:
        yield model.item_uid.in_(select(AgendaItem.uid).where(AgendaItem.meeting_uid == chosen.meeting_uid))


def _shown_as(status: str, on: date) -> ColumnElement[bool]:
    """The rule of `actions.domain.action_status` for a day, as a condition."""
    is_open = Action.ended_on.is_(None)
    in_time = and_(is_open, Action.due_on >= on)
    conditions: dict[str, ColumnElement[bool]] = {
        OPEN: is_open,
        Status.OVERDUE: and_(is_open, Action.due_on < on),
        Status.PROPOSED: and_(in_time, Action.accepted_on.is_(None)),
        Status.ACCEPTED: and_(in_time, Action.accepted_on.is_not(None), Action.started_on.is_(None)),
        Status.IN_PROGRESS: and_(in_time, Action.started_on.is_not(None)),
        Status.DONE: and_(Action.done_on.is_not(None), Action.verified_on.is_(None)),
        Status.DONE_VERIFIED: Action.verified_on.is_not(None),
        Status.NOT_DONE_REASON: Action.not_done_on.is_not(None),
        Status.SUPERSEDED: Action.superseded_on.is_not(None),
        Status.TRANSFERRED: Action.transferred_on.is_not(None),
    }
    return conditions[status]


def status_words(status: str) -> str:
    return "Any open status" if status == OPEN else status_label(status)


def describe(actor: Actor, arguments: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each filter chosen: its name, what it is called, and its value in words."""
    words: dict[str, tuple[str, Callable[[str], str]]] = {
        "status": ("Status", status_words),
        "agency_uid": ("Agency", partnership.agency_name),
        "owner_uid": ("Owner", lambda uid: accounts.user_names(actor, [uid]).get(uid, "Somebody")),
        "due_from": ("Due from", str),
        "due_to": ("Due to", str),
        "priority": ("Priority", lambda code: partnership.code_label("action_priority", code)),
        "category": ("Kind of action", lambda code: partnership.code_label("action_category", code)),
        "case_kind": ("About", KINDS.__getitem__),
        "meeting_uid": ("Agreed at the meeting of", lambda uid: _meeting_words(actor, uid)),
    }
    return [(name, words[name][0], words[name][1](value)) for name, value in arguments.items()]


def _meeting_words(actor: Actor, uid: str) -> str:
    try:
        held_on = get_meeting(actor, uid).held_on
    except NotFound:
        return "another area"
    return day_words(held_on)
