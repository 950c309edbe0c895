"""When each place of an agenda begins, with breaks (section 1.4, PACK)."""

from collections.abc import Sequence
from dataclasses import dataclass

DAY = 24 * 60


@dataclass(frozen=True)
class Pace:
    """How a meeting goes, in minutes: `opening` before the first item, a break of `pause` once `sitting` were sat."""

    opening: int
    sitting: int
    pause: int


@dataclass(frozen=True)
class Slot:
    """One place of the agenda. `starts` and `ends` are HH:MM; `pause` is the break just before it, in minutes.
    `number` counts what is heard; None: nothing is heard here."""

    place: int
    number: int | None
    starts: str
    ends: str
    minutes: int
    pause: int = 0


def slots(starts_at: str, places: Sequence[int], pace: Pace) -> list[Slot]:
    """A slot for each of `places`, the minutes planned at each; 0 takes no time and has no number.

    A break comes before an item that would make people sit longer than `pace.sitting` since the start or the last
    break; never before the first item.
    """
    at = since = _minutes(starts_at)
    at += pace.opening
    found: list[Slot] = []
    number = 0
    for place, minutes in enumerate(places, start=1):
        if not minutes:
            found.append(Slot(place, None, _clock(at), _clock(at), 0))
            continue
        number += 1
        pause = pace.pause if number > 1 and at + minutes - since > pace.sitting else 0
        if pause:
            at += pause
            since = at
        found.append(Slot(place, number, _clock(at), _clock(at + minutes), minutes, pause))
        at += minutes
    return found


def ends_at(starts_at: str, found: Sequence[Slot], pace: Pace) -> str:
    """When the last item ends; with none, when the opening does."""
    heard = [slot for slot in found if slot.minutes]
    return heard[-1].ends if heard else _clock(_minutes(starts_at) + pace.opening)


def usual_minutes(*, brief: bool, band_rank: int, is_child: bool, full: int, other: int, short: int) -> int:
    """The minutes an item is planned for: `short` for a brief one, `full` for a child or a red band, `other` else."""
    if brief:
        return short
    return full if is_child or band_rank == RED else other


RED = 3


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes % DAY // 60:02}:{minutes % 60:02}"
