"""What other rooms may use of actions."""

from app.features.actions.blueprint import tabs
from app.features.actions.commands import (
    accept_action,
    agree_action,
    complete_action,
    mark_not_done,
    note_progress,
    start_action,
    supersede_action,
    verify_action,
)
from app.features.actions.domain import Status, action_status, is_overdue, recorded_status, working_days_overdue
from app.features.actions.due import provide_next_meeting, usual_due_date
from app.features.actions.handing import transfer_action
from app.features.actions.models import Action, ActionUpdate
from app.features.actions.queries import (
    alike,
    cases_with_overdue_actions,
    count_my_actions,
    count_overdue,
    get_action,
    list_agency_actions,
    list_for_case,
    list_for_item,
    list_my_actions,
    list_my_next_actions,
)
from app.features.actions.shown import Shown, show, status_label

__all__ = [
    "Action",
    "ActionUpdate",
    "Shown",
    "Status",
    "accept_action",
    "action_status",
    "agree_action",
    "alike",
    "cases_with_overdue_actions",
    "complete_action",
    "count_my_actions",
    "count_overdue",
    "get_action",
    "is_overdue",
    "list_agency_actions",
    "list_for_case",
    "list_for_item",
    "list_my_actions",
    "list_my_next_actions",
    "mark_not_done",
    "note_progress",
    "provide_next_meeting",
    "recorded_status",
    "show",
    "start_action",
    "status_label",
    "supersede_action",
    "tabs",
    "transfer_action",
    "usual_due_date",
    "verify_action",
    "working_days_overdue",
]
