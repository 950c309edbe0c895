"""What rooms above may use of meetings."""

from app.features.meetings.closed import when_closed
from app.features.meetings.commands.agenda import (
    add_item,
    agree_late_item,
    build_agenda,
    defer_item,
    move_item,
    withdraw_item,
)
from app.features.meetings.commands.agreeing import agree_agenda, answer_meeting
from app.features.meetings.commands.attending import contribute, list_contributions
from app.features.meetings.commands.calendar import create_series, schedule_meetings
from app.features.meetings.commands.conflicts import declare_conflict
from app.features.meetings.commands.exceptions import (
    add_meeting,
    cancel_meeting,
    convene_extraordinary,
    move_meeting,
)
from app.features.meetings.commands.items import (
    agree_action,
    decide,
    decide_with_action,
    hand_chair,
    hear_item,
    name_lead,
    refer_to_forum,
    refer_to_intervention,
    remove_decision,
    seek_assurance,
    set_bands,
)
from app.features.meetings.commands.minuting import mark_minutes_issued
from app.features.meetings.commands.signing import sign_meeting
from app.features.meetings.commands.sitting import (
    close_meeting,
    open_meeting,
    record_attendance,
    remove_attendance,
)
from app.features.meetings.domain.status import item_status, meeting_status
from app.features.meetings.escalated import when_escalated
from app.features.meetings.models import AgendaItem, Attendance, Decision, Meeting, Series
from app.features.meetings.picture import agency_words, picture_of
from app.features.meetings.planning import agenda_of, left_out, slot_of
from app.features.meetings.presence import is_here, list_attendance, quorum_of
from app.features.meetings.queries import (
    cutoff_at,
    cycle,
    get_item,
    get_meeting,
    items_of_case,
    list_items,
    list_meetings,
    list_series,
    meeting_after,
    meeting_before,
    next_cutoff,
    next_meeting,
)
from app.features.meetings.timetable import Step, StepState, add_fact, task_of, timetable, where_today_is
from app.features.meetings.words import why_heard

__all__ = [
    "AgendaItem",
    "Attendance",
    "Decision",
    "Meeting",
    "Series",
    "Step",
    "StepState",
    "add_fact",
    "add_item",
    "add_meeting",
    "agency_words",
    "agenda_of",
    "agree_action",
    "agree_agenda",
    "agree_late_item",
    "answer_meeting",
    "build_agenda",
    "cancel_meeting",
    "close_meeting",
    "contribute",
    "convene_extraordinary",
    "create_series",
    "cutoff_at",
    "cycle",
    "decide",
    "decide_with_action",
    "declare_conflict",
    "defer_item",
    "get_item",
    "get_meeting",
    "hand_chair",
    "hear_item",
    "is_here",
    "item_status",
    "items_of_case",
    "left_out",
    "list_attendance",
    "list_contributions",
    "list_items",
    "list_meetings",
    "list_series",
    "mark_minutes_issued",
    "meeting_after",
    "meeting_before",
    "meeting_status",
    "move_item",
    "move_meeting",
    "name_lead",
    "next_cutoff",
    "next_meeting",
    "open_meeting",
    "picture_of",
    "quorum_of",
    "record_attendance",
    "refer_to_forum",
    "refer_to_intervention",
    "remove_attendance",
    "remove_decision",
    "schedule_meetings",
    "seek_assurance",
    "set_bands",
    "sign_meeting",
    "slot_of",
    "task_of",
    "timetable",
    "when_closed",
    "when_escalated",
    "where_today_is",
    "why_heard",
    "withdraw_item",
]
