"""Handing over what a leaver has in hand to a colleague of the same agency, in one step.

Rooms above say what somebody may have in hand, and how it moves: `add_source`. What was done stays under the name of
whoever did it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.features.accounts.commands import may_change
from app.features.accounts.domain import Status, account_status, roles_on
from app.features.accounts.models import User
from app.features.accounts.queries import get_user, list_users
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import ROLE_PERMISSIONS, Actor, Permission, Role, acting_as

audit.declare("account.handed_over", facts={"to_uid", "moved"})

JOB = "handover"

Find = Callable[[str], Sequence[str]]
"""What the account of that uid has in hand, each by its reference or in words that name nobody."""
Move = Callable[[Actor, User, User], int]
"""Moves all of it from the first to the second; returns how much. The actor is whoever hands over, with the sight of
the system."""


@dataclass(frozen=True)
class Source:
    code: str
    title: str
    find: Find
    move: Move
    order: int
    needs: Permission | None
    """What the colleague must be allowed to do."""


@dataclass(frozen=True)
class Held:
    """What somebody has in hand of one kind."""

    source: Source
    items: tuple[str, ...]


_sources: dict[str, Source] = {}


def add_source(code: str, title: str, find: Find, move: Move, *, order: int, needs: Permission | None = None) -> None:
    """Let a room say what a leaver has in hand there; the lowest `order` comes first. Safe to call again."""
    _sources[code] = Source(code, title, find, move, order, needs)


@dataclass(frozen=True)
class InHand:
    """What somebody has in hand, of each kind that there is some of, and who may take it: uid and name."""

    name: str
    held: tuple[Held, ...]
    colleagues: tuple[tuple[str, str], ...]


def in_hand(actor: Actor, user_uid: str) -> InHand:
    """Raises NotFound for an account that the actor does not look after."""
    user = _to_hand_over(actor, user_uid)
    name, area_uid, colleagues = (
        user.name,
        user.area_uid,
        tuple((one.uid, one.name) for one in _colleagues(actor, user)),
    )
    with acting_as(_with_sight(actor, area_uid)):
        return InHand(name, tuple(_held(user_uid)), colleagues)


def _colleagues(actor: Actor, user: User) -> list[User]:
    """The others of the agency and area with an account in use, by name."""
    if user.agency_uid is None:
        return []
    on = today()
    return [
        one
        for one in list_users(actor, user.agency_uid)
        if one.uid != user.uid and one.area_uid == user.area_uid and account_status(one, on) == Status.ACTIVE.name
    ]


def hand_over(*, actor: Actor, user_uid: str, to_uid: str) -> int:
    """Move all that one account has in hand to another. Returns how much moved; nothing when there is nothing left.

    Raises Refused at `to_uid` for somebody who may not take it.
    """
    to = next((one for one in _colleagues(actor, _to_hand_over(actor, user_uid)) if one.uid == to_uid), None)
    if to is None:
        raise Refused("Select a colleague of the same organisation", field="to_uid")
    area_uid, may = to.area_uid, _permissions(to)
    with acting_as(_with_sight(actor, area_uid)) as hands:
        held = list(_held(user_uid))
        for one in held:
            if one.source.needs is not None and one.source.needs not in may:
                raise Refused(
                    f"Select somebody whose roles let them take this: {one.source.title.lower()}", field="to_uid"
                )
        leaver, heir = get_user(hands, user_uid), get_user(hands, to_uid)
        moved = {one.source.code: one.source.move(hands, leaver, heir) for one in held}
    if moved:
        counts = " ".join(f"{code}={number}" for code, number in moved.items())
        audit.record("account.handed_over", get_user(actor, user_uid), to_uid=to_uid, moved=counts)
    return sum(moved.values())


def _held(user_uid: str) -> Iterator[Held]:
    for source in sorted(_sources.values(), key=lambda one: one.order):
        items = tuple(source.find(user_uid))
        if items:
            yield Held(source, items)


def _to_hand_over(actor: Actor, user_uid: str) -> User:
    user = get_user(actor, user_uid)
    if not may_change(actor, user):
        raise NotFound("account")
    return user


def _with_sight(actor: Actor, area_uid: str) -> Actor:
    """The same person, who may look into no case, moving things without looking: in the area of the account alone."""
    return replace(actor, agency_uid=None, roles=frozenset(), area_uids=frozenset({area_uid}), job=JOB)


def _permissions(user: User) -> frozenset[Permission]:
    held = roles_on(user.roles, today())
    return frozenset().union(*(ROLE_PERMISSIONS[Role(role)] for role in held))
