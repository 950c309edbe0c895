"""When nominations for the next meeting close, and when the group meets. The room of meetings lies above and says so
when it starts."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from app.features.notifications.domain import MeetingDay

CutoffSource = Callable[[str, datetime], datetime | None]
MeetingSource = Callable[[str, Collection[str]], Sequence[MeetingDay]]

_source: list[CutoffSource] = []
_meetings: list[MeetingSource] = []


def set_cutoff_source(source: CutoffSource) -> None:
    """Let `source(area_uid, moment)` give the cut-off of the first meeting after `moment`; None: no meeting is set."""
    _source[:] = [source]


def cutoff_at(area_uid: str, moment: datetime) -> datetime | None:
    return _source[0](area_uid, moment) if _source else None


def set_meeting_source(source: MeetingSource) -> None:
    """Let `source(area_uid, case_uids)` give the monthly meetings of an area, and which of the cases each heard."""
    _meetings[:] = [source]


def meeting_days(area_uid: str, case_uids: Collection[str]) -> Sequence[MeetingDay]:
    return _meetings[0](area_uid, case_uids) if _meetings else ()
