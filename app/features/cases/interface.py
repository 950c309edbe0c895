"""What rooms above may use of cases.

The case page has panels: `panels.register("case", order, render)`, where `render(case=...)` returns markup. Rows of
the timeline come from `timeline.add_source(function)`, facts to look at before closing from
`closing.add_fact(function)`, columns of the list of cases from `progress.add_column(title, function)`. What is told
about a case is heard through `when_told(name, function)`.
"""

from app.features.cases import closing, progress, timeline
from app.features.cases.closing_form import closing_form
from app.features.cases.commands import (
    accept_case,
    add_entries,
    add_note,
    check_factor,
    check_version,
    is_under_18,
    name_lead,
    open_case,
    set_bands,
    set_review,
)
from app.features.cases.correcting import correct_entries, mark_contested, remove_entries, text_of
from app.features.cases.criteria import Transition, is_limit, limit_day, transitions
from app.features.cases.domain import RANK, Axis, State, case_status, check_chair, check_open, is_open
from app.features.cases.entries import EntryDraft, entries_from_answers, is_suspected_false
from app.features.cases.lifecycle import (
    close_case,
    end_as_joined,
    end_hold,
    end_monitoring,
    last_event,
    monitor_case,
    propose_step_down,
    put_on_hold,
    refuse_step_down,
    reopen_case,
    transfer_case,
)
from app.features.cases.locking import check_reaches, lift_lock_out, lock_out, lock_outs_of, locked_out_of
from app.features.cases.models import Case, CaseAgency, CaseEntry, CaseLockOut
from app.features.cases.picture import CONTESTED, entry_words, picture
from app.features.cases.queries import (
    CaseFilter,
    agencies_of,
    agencies_with_need,
    case_for_change,
    case_title,
    closed_subjects,
    count_cases,
    due_for_review,
    find_open_case,
    get_case,
    list_cases,
    list_entries,
    list_told_links,
    open_case_uids,
)
from app.features.cases.recording import move_entries
from app.features.cases.review import set_meeting_days
from app.features.cases.searching import find_people
from app.features.cases.standing import add_recipients, give_need_to_know, know, recipients_of, shut_out_agency
from app.features.cases.taking_back import take_back, why_not_taken_back
from app.features.cases.told import when_opened, when_taken_back, when_told
from app.features.cases.triggers import Trigger, axes_of, is_trigger, red_triggers, triggers_met
from app.features.cases.visibility import (
    EXCLUDED,
    NEED_TO_KNOW,
    in_visible_case,
    not_locked_out,
    sees_police_graded,
    sees_whole_area,
    subject_not_locked_out,
)
from app.features.cases.wording import facts

__all__ = [
    "CONTESTED",
    "EXCLUDED",
    "NEED_TO_KNOW",
    "RANK",
    "Axis",
    "Case",
    "CaseAgency",
    "CaseEntry",
    "CaseFilter",
    "CaseLockOut",
    "EntryDraft",
    "State",
    "Transition",
    "Trigger",
    "accept_case",
    "add_entries",
    "add_note",
    "add_recipients",
    "agencies_of",
    "agencies_with_need",
    "axes_of",
    "case_for_change",
    "case_status",
    "case_title",
    "check_chair",
    "check_factor",
    "check_open",
    "check_reaches",
    "check_version",
    "close_case",
    "closed_subjects",
    "closing",
    "closing_form",
    "correct_entries",
    "count_cases",
    "due_for_review",
    "end_as_joined",
    "end_hold",
    "end_monitoring",
    "entries_from_answers",
    "entry_words",
    "facts",
    "find_open_case",
    "find_people",
    "get_case",
    "give_need_to_know",
    "in_visible_case",
    "is_limit",
    "is_open",
    "is_suspected_false",
    "is_trigger",
    "is_under_18",
    "know",
    "last_event",
    "lift_lock_out",
    "limit_day",
    "list_cases",
    "list_entries",
    "list_told_links",
    "lock_out",
    "lock_outs_of",
    "locked_out_of",
    "mark_contested",
    "monitor_case",
    "move_entries",
    "name_lead",
    "not_locked_out",
    "open_case",
    "open_case_uids",
    "picture",
    "progress",
    "propose_step_down",
    "put_on_hold",
    "recipients_of",
    "red_triggers",
    "refuse_step_down",
    "remove_entries",
    "reopen_case",
    "sees_police_graded",
    "sees_whole_area",
    "set_bands",
    "set_meeting_days",
    "set_review",
    "shut_out_agency",
    "subject_not_locked_out",
    "take_back",
    "text_of",
    "timeline",
    "transfer_case",
    "transitions",
    "triggers_met",
    "when_opened",
    "when_taken_back",
    "when_told",
    "why_not_taken_back",
]
