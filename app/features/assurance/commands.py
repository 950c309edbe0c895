"""The verbs of assurance: seek, give, judge, void. What happens by itself: it lapses, and an event voids it."""

from app.features.assurance.giving import give_assurance
from app.features.assurance.judging import judge_assurance, void_assurance
from app.features.assurance.lapsing import record_lapsed
from app.features.assurance.seeking import seek_assurance
from app.features.assurance.triggering import void_for_trigger

__all__ = [
    "give_assurance",
    "judge_assurance",
    "record_lapsed",
    "seek_assurance",
    "void_assurance",
    "void_for_trigger",
]
