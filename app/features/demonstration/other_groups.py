"""The list of the Exploitation Operational Group: loaded before the agenda is built, and matched where it is plain.

What is spelt otherwise is left for whoever tries the demonstration to decide.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month
from app.features.demonstration.replay import Step
from app.features.forums import interface as forums
from app.features.partnership import interface as partnership
from app.kernel.clock import LONDON
from app.platform.access import Actor
from app.platform.calendar import working_days

EOG = "EOG"
THEIR_MEETING = timedelta(days=52)
"""How long before ours the other group met: it meets every two months."""
MORNING = time(8, 45)
SAME_NAME = "Same name"


def steps(month: Month, cast: Cast, area_uid: str) -> Iterator[Step]:
    if month.exploitation_list is None:
        return
    content, theirs = month.exploitation_list, month.held_on - THEIR_MEETING

    def load(actor: Actor) -> None:
        forums.load_list(actor=actor, area_uid=area_uid, forum_code=EOG, content=content, list_for=theirs)
        rows = {row.uid: row for row in forums.every_listed(area_uid, EOG)}
        for uid, found in forums.candidates(actor, list(rows.values())).items():
            if SAME_NAME in found[0].why:
                forums.confirm_listed(
                    actor=actor, listed=rows[uid], verdict="SAME", subject_uid=found[0].subject_uid, found=()
                )

    day = working_days().add(month.held_on, partnership.number("cycle.pack", area_uid, month.held_on))
    yield Step(datetime.combine(day, MORNING, LONDON), cast.coordinator, load)
