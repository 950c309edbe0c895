"""What other rooms may use of outcomes.

A score is one `Measure`; what changed over many is `count(rows, tools, later=, smallest=)` of rows `Scored`, or for one
intervention `outcomes_of(actor, intervention)`. Every change that is shown stands beside `ASSOCIATED`.
"""

from app.features.outcomes.asking import DEVICE, LINK, answer, ask, public_system
from app.features.outcomes.domain.change import ASSOCIATED, Counted, Reading, Scored, change, count
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Expected, Tool
from app.features.outcomes.evaluating import change_evaluation, list_evaluations, record_evaluation
from app.features.outcomes.goals import drop_goal, set_goal
from app.features.outcomes.measuring import Entry, Occasion, record_point
from app.features.outcomes.models import Evaluation, Measure
from app.features.outcomes.over import outcomes_of
from app.features.outcomes.sheets import sheets, windows_of
from app.features.outcomes.tools import choose_tools, find_tool

__all__ = [
    "ASSOCIATED",
    "DEVICE",
    "LINK",
    "Counted",
    "Entry",
    "Evaluation",
    "Expected",
    "Measure",
    "Occasion",
    "Point",
    "Reading",
    "Scored",
    "Tool",
    "answer",
    "ask",
    "change",
    "change_evaluation",
    "choose_tools",
    "count",
    "drop_goal",
    "find_tool",
    "list_evaluations",
    "outcomes_of",
    "public_system",
    "record_evaluation",
    "record_point",
    "set_goal",
    "sheets",
    "windows_of",
]
