"""When nominations for the next meeting close. The room of meetings lies above and says so when it starts."""

from collections.abc import Callable
from datetime import datetime

CutoffSource = Callable[[str, datetime], datetime | None]

_source: list[CutoffSource] = []


def set_cutoff_source(source: CutoffSource) -> None:
    """Let `source(area_uid, moment)` give the cut-off of the first meeting after `moment`; None: no meeting is set."""
    _source[:] = [source]


def cutoff_at(area_uid: str, moment: datetime) -> datetime | None:
    return _source[0](area_uid, moment) if _source else None
