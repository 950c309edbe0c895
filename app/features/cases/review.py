"""When a case comes back to the group."""

from collections.abc import Callable, Sequence
from datetime import date

from app.features.cases import domain
from app.features.cases.models import Case
from app.features.partnership.interface import number
from app.platform.calendar import working_days

MeetingDays = Callable[[str, date, int], Sequence[date]]

_meeting_days: list[MeetingDays] = []


def set_meeting_days(find: MeetingDays) -> None:
    """Let the room of meetings say when its monthly ones are: of an area, after a day, at most so many. Safe to call
    again."""
    _meeting_days[:] = [find]


def review_day(case: Case, on: date) -> date | None:
    """The day of the meeting at which the levels of concern bring the case back; None while no level is set.

    As the diary has it; where the diary does not reach, by the usual week and day of the month. Section 3.3.
    """
    if not case.band_rank:
        return None
    band = {rank: name for name, rank in domain.RANK.items()}[case.band_rank]
    meetings = number(f"review.{band.lower()}", case.area_uid, on)
    held = _meeting_days[0](case.area_uid, on, meetings) if _meeting_days else ()
    if len(held) >= meetings:
        return held[meetings - 1]
    return domain.review_day(
        held[-1] if held else on,
        meetings - len(held),
        week=number("cycle.meeting.week", case.area_uid, on),
        weekday=number("cycle.meeting.weekday", case.area_uid, on),
        calendar=working_days(),
    )
