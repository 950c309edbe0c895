"""The return of who was reached, in every state: what waits there for the area and for the hub. See `waiting`."""

from app.features.reach import commands as returning
from app.features.reach import queries as reading
from app.features.reach.domain.periods import Quarter
from app.features.reach.models import ReachReturn
from app.kernel.clock import today
from app.platform.access import Actor

SENT_BACK, LOCKED, WITH_THE_HUB, DRAFT = range(3, -1, -1)
"""Quarters before this one, by what becomes of their return."""


def count_quarters(coordinator: Actor) -> dict[int, str]:
    """The return of each quarter as a draft: by how many quarters ago it was, its uid."""
    return {ago: _begin(coordinator, ago).uid for ago in (SENT_BACK, LOCKED, WITH_THE_HUB, DRAFT)}


def send_quarters(coordinator: Actor, uids: dict[int, str]) -> None:
    """Those that are over."""
    for ago in (SENT_BACK, LOCKED, WITH_THE_HUB):
        _send(coordinator, reading.get_return(coordinator, uids[ago]))


def answer_quarters(hub: Actor, uids: dict[int, str]) -> None:
    """One is sent back, one is validated and locked."""
    back = reading.get_return(hub, uids[SENT_BACK])
    returning.send_back(actor=hub, row=back, expected_ver=back.ver, why="One intervention is left out.")
    for step in (returning.validate, returning.lock):
        row = reading.get_return(hub, uids[LOCKED])
        step(actor=hub, row=row, expected_ver=row.ver)


def send_again(coordinator: Actor, uids: dict[int, str]) -> None:
    """The next version of what was sent back."""
    _send(coordinator, returning.begin_again(actor=coordinator, row=reading.get_return(coordinator, uids[SENT_BACK])))


def _begin(coordinator: Actor, ago: int) -> ReachReturn:
    quarter = Quarter.of(today()).before(ago)
    (area_uid,) = coordinator.area_uids
    return returning.begin(actor=coordinator, area_uid=area_uid, year=quarter.year, number=quarter.number)


def _send(coordinator: Actor, row: ReachReturn) -> None:
    returning.submit(actor=coordinator, row=row, expected_ver=row.ver)
