"""Sessions of somebody as a picture: a bar each, as high as it was to be long, filled as far as it was given."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.features.sessions.queries import Given

BAR, GAP, HEIGHT = 18, 6, 80
NARROWEST = 300


@dataclass(frozen=True)
class Bar:
    """From the left and the top, in units of the picture; `filled` is the height of what was delivered."""

    x: int
    top: int
    height: int
    filled: int
    given: Given


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    bars: tuple[Bar, ...]


def drawn(given: Sequence[Given]) -> Chart | None:
    """Of those that count; None where there is none."""
    counting = [one for one in given if one.session.cancelled_on is None]
    if not counting:
        return None
    longest = max(one.session.minutes for one in counting)
    bars = []
    for place, one in enumerate(counting):
        height = max(4, HEIGHT * one.session.minutes // longest)
        filled = height * min(one.attendance.minutes or 0, one.session.minutes) // one.session.minutes
        bars.append(Bar(place * (BAR + GAP), HEIGHT - height, height, filled, one))
    return Chart(max(NARROWEST, len(bars) * (BAR + GAP)), HEIGHT, tuple(bars))
