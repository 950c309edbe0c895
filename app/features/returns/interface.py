"""What rooms above may use of requests and returns.

`said_about(actor, case_uid, meeting_uid)` gives what each agency asked said, as that reader may read it: show
`Said.lines`, `Said.risk` and `Said.restrictions`; a return that is `withheld` says so and nothing else.
"""

from app.features.returns.answering import Answer
from app.features.returns.asking import Asked
from app.features.returns.commands import (
    ask,
    call_off,
    delegate,
    give_return,
    move_due,
    purge_not_known,
    save_draft,
    say_not_known,
    send_requests,
    take_back,
    withdraw_request,
)
from app.features.returns.domain import OWED, STATE_NAMES, State, due_moment, is_owed, pre_selected, request_state
from app.features.returns.mails import answering
from app.features.returns.models import InformationRequest
from app.features.returns.queries import (
    Owed,
    get_request,
    list_for_meeting,
    list_owed_by_mine,
    matrix,
    overdue_research,
    owed_by_mine,
    researched,
    said_about,
    said_about_each,
)
from app.features.returns.settling import set_over_source
from app.features.returns.shown import Cell, Matrix, Restriction, Said

__all__ = [
    "OWED",
    "STATE_NAMES",
    "Answer",
    "Asked",
    "Cell",
    "InformationRequest",
    "Matrix",
    "Owed",
    "Restriction",
    "Said",
    "State",
    "answering",
    "ask",
    "call_off",
    "delegate",
    "due_moment",
    "get_request",
    "give_return",
    "is_owed",
    "list_for_meeting",
    "list_owed_by_mine",
    "matrix",
    "move_due",
    "overdue_research",
    "owed_by_mine",
    "pre_selected",
    "purge_not_known",
    "request_state",
    "researched",
    "said_about",
    "said_about_each",
    "save_draft",
    "say_not_known",
    "send_requests",
    "set_over_source",
    "take_back",
    "withdraw_request",
]
