"""Everything that is done with one item of a meeting, for its pages."""

from app.features.meetings.commands.deciding import CLOSING, decide
from app.features.meetings.commands.following import (
    agree_action,
    decide_with_action,
    name_lead,
    open_actions,
    refer_to_forum,
    refer_to_intervention,
    seek_assurance,
    set_bands,
    usual_due,
)
from app.features.meetings.commands.hearing import chair_of, hand_chair, hear_item
from app.features.meetings.commands.undoing import remove_decision

__all__ = [
    "CLOSING",
    "agree_action",
    "chair_of",
    "decide",
    "decide_with_action",
    "hand_chair",
    "hear_item",
    "name_lead",
    "open_actions",
    "refer_to_forum",
    "refer_to_intervention",
    "remove_decision",
    "seek_assurance",
    "set_bands",
    "usual_due",
]
