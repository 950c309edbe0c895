"""The verbs of requests and returns."""

from app.features.returns.answering import delegate, give_return, save_draft, say_not_known, take_back
from app.features.returns.asking import ask, move_due, send_requests, withdraw_request
from app.features.returns.settling import call_off, purge_not_known

__all__ = [
    "ask",
    "call_off",
    "delegate",
    "give_return",
    "move_due",
    "purge_not_known",
    "save_draft",
    "say_not_known",
    "send_requests",
    "take_back",
    "withdraw_request",
]
