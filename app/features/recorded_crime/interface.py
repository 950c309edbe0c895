"""What rooms above may use of recorded crime: how much harm a code counts for, and counts by ward and small area."""

from app.features.recorded_crime.commands import load_harm, take_in
from app.features.recorded_crime.queries import Line, by_place, lines, months_in_use, sources, weights
from app.features.recorded_crime.reading import read_file
from app.features.recorded_crime.starting import load_proposed_harm

__all__ = [
    "Line",
    "by_place",
    "lines",
    "load_harm",
    "load_proposed_harm",
    "months_in_use",
    "read_file",
    "sources",
    "take_in",
    "weights",
]
