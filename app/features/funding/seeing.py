"""Whose money somebody looks at: that of their area, or for the hub that of every area."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.features.partnership import interface as partnership
from app.platform.access import Actor, Role, acting_as, system_actor

SEES_EVERY_AREA = frozenset({Role.HUB})


def sees_every_area(actor: Actor) -> bool:
    return actor.is_any(SEES_EVERY_AREA)


@contextmanager
def seeing(actor: Actor) -> Iterator[Actor]:
    """Within this block the money of every area is read for the hub, by the system; there is nobody's name in it. What
    was loaded before is forgotten, so it stands at the beginning of a view."""
    if not sees_every_area(actor):
        yield actor
        return
    with acting_as(system_actor("funding-hub", partnership.every_area_uid())) as system:
        yield system
