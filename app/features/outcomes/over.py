"""Outcomes over the people of one intervention: counts for those who see no case. Nobody is named."""

from dataclasses import dataclass

from sqlalchemy import select

from app.features.interventions.interface import Intervention
from app.features.outcomes import tools
from app.features.outcomes.domain import change
from app.features.outcomes.domain.change import Counted, Reading, Scored
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Tool
from app.features.outcomes.models import Measure
from app.features.outcomes.sheets import what
from app.features.partnership import interface as partnership
from app.kernel.disclosing import disclosed
from app.platform import audit
from app.platform.access import Actor, Role, acting_as, system_actor
from app.platform.database import db
from app.platform.vault import open_all

audit.declare("outcome.counted", facts={"suppressed"})

LATER = (Point.EXIT, Point.MONTHS_3)
EXACT = frozenset({Role.COORD, Role.ADMIN, Role.CHAIR, Role.COMMISSIONER})
"""Roles that run the area: they read exact counts of it."""


@dataclass(frozen=True)
class Counts:
    """What changed from the start to `point`."""

    point: Point
    rows: list[Counted]


@dataclass(frozen=True)
class Over:
    counts: list[Counts]
    tools: dict[str, Tool]
    suppressed: bool
    smallest: int
    rounding: int

    def shown(self, number: int) -> str:
        """A count as this reader may have it. Noughts are hidden too, and the rest rounded: better, the same and worse
        come to those compared, so one that is hidden could be worked out."""
        if not self.suppressed:
            return str(number)
        return disclosed(number, smallest=self.smallest, rounding=self.rounding)


def outcomes_of(actor: Actor, intervention: Intervention) -> Over:
    """Counts of everybody measured in it, whoever may see them. Those who run the area get them as they are; for others
    small numbers are hidden (7.4), also in the area: a practitioner may know the one who came, and not see the case. A
    mean is shown to nobody over fewer people than that: it would tell of one."""
    areas = partnership.every_area_uid()
    with acting_as(system_actor("outcome-counts", areas)):
        measures = db.session.scalars(select(Measure).where(Measure.intervention_uid == intervention.uid)).all()
        open_all(measures)
        rows = [
            Scored(row.referral_uid, what(row), Point(row.point), Reading(row.score, row.completed_by))
            for row in measures
        ]
    own = {partnership.get_area(uid).code for uid in actor.area_uids}
    suppressed = intervention.area_code not in own or not actor.is_any(EXACT)
    smallest = partnership.number("statistics.smallest_count")
    known = {code: tool for code in {row.of.tool for row in rows} if (tool := tools.find_tool(code))}
    audit.record("outcome.counted", intervention, suppressed=suppressed)
    return Over(
        counts=[Counts(point, change.count(rows, known, later=point, smallest=smallest)) for point in LATER],
        tools=known,
        suppressed=suppressed,
        smallest=smallest,
        rounding=partnership.number("statistics.rounding"),
    )
