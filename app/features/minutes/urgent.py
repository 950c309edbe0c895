"""The log of decisions and the urgent actions of a meeting, as one reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.features.actions.interface import Action
from app.features.meetings import interface as meetings
from app.features.meetings.interface import AgendaItem, Meeting
from app.features.minutes.content import Agreed, Decided
from app.features.minutes.drafting import URGENT_PRIORITY, agreed, decided
from app.platform.access import Actor
from app.platform.database import db


@dataclass(frozen=True)
class Logged:
    item: AgendaItem
    decisions: Sequence[Decided]
    actions: Sequence[tuple[str, Agreed]]
    """The urgent actions agreed under the item, each with its uid."""


def log_of(actor: Actor, meeting: Meeting) -> list[Logged]:
    """Each item that was decided, in the order of the agenda."""
    items = meetings.list_items(actor, meeting)
    urgent: dict[str | None, list[tuple[str, Agreed]]] = {}
    wanted = select(Action).where(Action.item_uid.in_([item.uid for item in items]), Action.priority == URGENT_PRIORITY)
    for action in db.session.scalars(wanted.order_by(Action.reference)):
        urgent.setdefault(action.item_uid, []).append((action.uid, agreed(action)))
    return [
        Logged(item, [decided(one) for one in item.decisions], urgent.get(item.uid, []))
        for item in items
        if item.decisions
    ]
