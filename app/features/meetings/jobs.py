"""What happens by itself: the calendar is kept a year ahead."""

from datetime import time

from app.features.meetings import queries
from app.features.meetings.commands.calendar import schedule_meetings
from app.platform.access import current_actor
from app.platform.jobs import job


@job("meetings-ahead", at=time(5, 30))
def keep_a_year_ahead() -> int:
    """Every running series has its meetings of the next twelve months. Does nothing when they are there.

    Returns how many were added.
    """
    actor = current_actor()
    return sum(len(schedule_meetings(actor=actor, series=series)) for series in queries.list_series(actor))
