"""What the worker does: the draw of the month."""

from datetime import time

from app.features.governance.sampling import draw_month
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import acting_as, system_actor
from app.platform.jobs import job

JOB = "sample-audit"


@job(JOB, at=time(5, 15))
def draw() -> int:
    """Draw the cases of the month for every area: on the first, or as soon after as there is a case. Returns how many
    were drawn."""
    drawn = 0
    for area in partnership.list_areas():
        with acting_as(system_actor(JOB, frozenset({area.uid}))) as actor:
            drawn += draw_month(actor=actor, area_uid=area.uid, on=today())
    return drawn
