"""What rooms above may use of notifications."""

from app.features.notifications.checking import problems_with
from app.features.notifications.commands import (
    add_message,
    delete_draft,
    save_answers,
    send_again,
    start_notification,
    submit_notification,
    withdraw_notification,
)
from app.features.notifications.cutoff import set_cutoff_source, set_meeting_source
from app.features.notifications.domain import MeetingDay, Status, accepts, notification_status
from app.features.notifications.models import Notification, NotificationMessage
from app.features.notifications.outcomes import tell_outcome
from app.features.notifications.queries import (
    count_my_notifications,
    count_overdue,
    count_waiting,
    deferred_case_uids,
    get_notification,
    list_drafts,
    list_for_case,
    list_for_cases,
    list_my_notifications,
    list_waiting,
    notification_for_change,
)
from app.features.notifications.replies import OUTCOME_IN_WORDS
from app.features.notifications.triage import (
    acknowledge,
    acknowledge_all,
    agree_late,
    start_triage,
    triage_notification,
)

__all__ = [
    "OUTCOME_IN_WORDS",
    "MeetingDay",
    "Notification",
    "NotificationMessage",
    "Status",
    "accepts",
    "acknowledge",
    "acknowledge_all",
    "add_message",
    "agree_late",
    "count_my_notifications",
    "count_overdue",
    "count_waiting",
    "deferred_case_uids",
    "delete_draft",
    "get_notification",
    "list_drafts",
    "list_for_case",
    "list_for_cases",
    "list_my_notifications",
    "list_waiting",
    "notification_for_change",
    "notification_status",
    "problems_with",
    "save_answers",
    "send_again",
    "set_cutoff_source",
    "set_meeting_source",
    "start_notification",
    "start_triage",
    "submit_notification",
    "tell_outcome",
    "triage_notification",
    "withdraw_notification",
]
