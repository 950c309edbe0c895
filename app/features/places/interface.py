"""What rooms above may use of places."""

from app.features.places.board import Board, Shown, board
from app.features.places.commands import (
    begin_round,
    end_power,
    record_power,
    record_situation,
    record_times,
    record_view,
    take_step,
)
from app.features.places.domain.rounds import Step

__all__ = [
    "Board",
    "Shown",
    "Step",
    "begin_round",
    "board",
    "end_power",
    "record_power",
    "record_situation",
    "record_times",
    "record_view",
    "take_step",
]
