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
from app.platform import audit
from app.platform.access import Actor, acting_as, system_actor
from app.platform.database import db
from app.platform.vault import open_all

audit.declare("outcome.counted", facts={"suppressed"})

LATER = (Point.EXIT, Point.MONTHS_3)


@dataclass(frozen=True)
class Counts:
    """What changed from the start to `point`; `suppressed`: counts below `smallest` are hidden."""

    point: Point
    rows: list[Counted]


@dataclass(frozen=True)
class Over:
    counts: list[Counts]
    tools: dict[str, Tool]
    suppressed: bool
    smallest: int

    def shown(self, number: int) -> str:
        """A count as this reader may have it. Nothing is hidden in a nought: it is nobody."""
        hidden = self.suppressed and 0 < number < self.smallest
        return f"Fewer than {self.smallest}" if hidden else str(number)


def outcomes_of(actor: Actor, intervention: Intervention) -> Over:
    """Counts of everybody measured in it, whoever may see them. The area's own get them as they are; for others small
    numbers are hidden (7.4). A mean is shown to nobody over fewer people than that: it would tell of one."""
    areas = partnership.every_area_uid()
    with acting_as(system_actor("outcome-counts", areas)):
        measures = db.session.scalars(select(Measure).where(Measure.intervention_uid == intervention.uid)).all()
        open_all(measures)
        rows = [
            Scored(row.referral_uid, what(row), Point(row.point), Reading(row.score, row.completed_by))
            for row in measures
        ]
    own = {partnership.get_area(uid).code for uid in actor.area_uids}
    suppressed = intervention.area_code not in own
    smallest = partnership.number("statistics.smallest_count")
    known = {code: tool for code in {row.of.tool for row in rows} if (tool := tools.find_tool(code))}
    audit.record("outcome.counted", intervention, suppressed=suppressed)
    return Over(
        counts=[Counts(point, change.count(rows, known, later=point, smallest=smallest)) for point in LATER],
        tools=known,
        suppressed=suppressed,
        smallest=smallest,
    )
