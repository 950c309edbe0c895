"""Counts for those who see no case: how many are open in each area, without singling anybody out."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.features.cases.interface import Case
from app.features.partnership import interface as partnership
from app.kernel.disclosing import disclosed
from app.platform import audit
from app.platform.access import Actor, Role, acting_as, system_actor
from app.platform.database import db

audit.declare("counts.viewed", facts={"areas"})

SEES_COUNTS = frozenset({Role.ANALYST, Role.HUB, Role.STEERING, Role.SCRUTINY})


@dataclass(frozen=True)
class AreaCount:
    area: str
    open_cases: str
    """In words, never the number itself (7.4)."""


def open_cases_by_area(actor: Actor) -> list[AreaCount]:
    """Open cases of each area: of every area for the hub, of the actor's own for the others. The view is recorded.

    There is no total: with one, the hidden count of a single small area could be worked out.
    """
    areas = [area for area in partnership.list_areas() if Role.HUB in actor.roles or area.uid in actor.area_uids]
    with acting_as(system_actor("counts", frozenset(area.uid for area in areas))):
        rows = db.session.execute(
            select(Case.area_uid, func.count(Case.uid)).where(Case.closed_on.is_(None)).group_by(Case.area_uid)
        ).all()
    counted: dict[str, int] = {area_uid: count for area_uid, count in rows}  # noqa: C416 - rows are no pairs to mypy
    audit.record("counts.viewed", areas=len(areas))
    return [
        AreaCount(
            area.name,
            disclosed(
                counted.get(area.uid, 0),
                smallest=partnership.number("statistics.smallest_count", area.uid),
                rounding=partnership.number("statistics.rounding", area.uid),
            ),
        )
        for area in areas
    ]
