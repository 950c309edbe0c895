"""What happens by itself: the calendar is kept a year ahead, the agenda is kept up, and everybody is told of what
comes."""

from datetime import time, timedelta

from app.features.meetings import queries
from app.features.meetings.commands.calendar import schedule_meetings
from app.features.meetings.invitations import tell_everybody
from app.features.meetings.keeping import keep_agenda
from app.platform.access import current_actor
from app.platform.jobs import job


@job("meetings-ahead", at=time(5, 30))
def keep_a_year_ahead() -> int:
    """Every running series has its meetings of the next twelve months. Does nothing when they are there.

    Returns how many were added.
    """
    actor = current_actor()
    return sum(len(schedule_meetings(actor=actor, series=series)) for series in queries.list_series(actor))


AGENDA = "meetings-agenda"


@job(AGENDA, every=timedelta(minutes=15))
def keep_agendas() -> int:
    """What brings a case back by itself is put on an agenda that was built before. Returns how many items."""
    return sum(keep_agenda(AGENDA, area_uid) for area_uid in sorted(current_actor().area_uids))


@job("meetings-invite", every=timedelta(minutes=5))
def invite() -> int:
    """Whoever has not been told of a coming meeting, or of a change to it, is told. Returns how many mails."""
    return sum(tell_everybody(area_uid) for area_uid in sorted(current_actor().area_uids))
