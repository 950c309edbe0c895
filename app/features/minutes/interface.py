"""What rooms above may use of minutes."""

from app.features.minutes.commands.approving import approve, give_back, lock, send_to_chair
from app.features.minutes.commands.correcting import answer_correction, propose_correction
from app.features.minutes.commands.issuing import acknowledge_reading, issue, issue_again, issue_urgent
from app.features.minutes.commands.writing import save_general, save_item, start_minutes
from app.features.minutes.content import ItemContent
from app.features.minutes.domain.course import minutes_state
from app.features.minutes.jobs import tell_waiting
from app.features.minutes.models import Minutes, MinutesCorrection, MinutesNotice, MinutesVersion
from app.features.minutes.queries import (
    Waiting,
    find_minutes,
    get_minutes,
    latest_version,
    list_corrections,
    list_to_read,
    list_unfinished,
)
from app.features.minutes.words import STATES

__all__ = [
    "STATES",
    "ItemContent",
    "Minutes",
    "MinutesCorrection",
    "MinutesNotice",
    "MinutesVersion",
    "Waiting",
    "acknowledge_reading",
    "answer_correction",
    "approve",
    "find_minutes",
    "get_minutes",
    "give_back",
    "issue",
    "issue_again",
    "issue_urgent",
    "latest_version",
    "list_corrections",
    "list_to_read",
    "list_unfinished",
    "lock",
    "minutes_state",
    "propose_correction",
    "save_general",
    "save_item",
    "send_to_chair",
    "start_minutes",
    "tell_waiting",
]
