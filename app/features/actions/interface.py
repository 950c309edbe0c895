"""What other rooms may use of actions."""

from app.features.actions.blueprint import tabs
from app.features.actions.commands import agree_action
from app.features.actions.domain import (
    STEPS,
    Status,
    Step,
    action_status,
    is_overdue,
    recorded_status,
    working_days_overdue,
)
from app.features.actions.due import provide_next_meeting, usual_due_date
from app.features.actions.models import Action, ActionHelper, ActionUpdate
from app.features.actions.queries import (
    alike,
    cases_with_overdue_actions,
    count_day,
    count_overdue,
    get_action,
    list_agency_actions,
    list_for_case,
    list_for_item,
    list_my_actions,
    list_my_next_actions,
)
from app.features.actions.reasons import NotDone, not_done_group
from app.features.actions.shown import Shown, show, status_label, when_due
from app.features.actions.stepping import apply_step, possible_steps
from app.features.actions.taking_back import last_position, state_of, take_back

__all__ = [
    "STEPS",
    "Action",
    "ActionHelper",
    "ActionUpdate",
    "NotDone",
    "Shown",
    "Status",
    "Step",
    "action_status",
    "agree_action",
    "alike",
    "apply_step",
    "cases_with_overdue_actions",
    "count_day",
    "count_overdue",
    "get_action",
    "is_overdue",
    "last_position",
    "list_agency_actions",
    "list_for_case",
    "list_for_item",
    "list_my_actions",
    "list_my_next_actions",
    "not_done_group",
    "possible_steps",
    "provide_next_meeting",
    "recorded_status",
    "show",
    "state_of",
    "status_label",
    "tabs",
    "take_back",
    "usual_due_date",
    "when_due",
    "working_days_overdue",
]
