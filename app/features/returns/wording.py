"""What a return is called, line by line, and how its values read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.features.partnership import interface as partnership
from app.features.returns.domain import State
from app.kernel.days import day_words

LINES = {
    "cannot_share_reason": "Why it cannot be shared",
    "worker": "Who can be asked",
    "worker_contact": "How to reach them",
    "last_seen": "Last seen",
    "current_plan": "Plan now",
    "key_dates": "Key dates",
    "strengths": "What is going well",
    "voice": "What the child, person or family says",
    "unmet_need": "What is needed and not there",
    "what_we_are_doing": "What we are doing",
    "what_we_ask": "What we ask of the group",
    "necessity": "Why it is shared",
    "restrictions_note": "Note on handling",
}
"""The keys of `answers` with their words, in the order they are shown. `risk_view` has a place of its own."""

COLOURS = {
    State.SENT: "blue",
    State.DELEGATED: "light-blue",
    State.STARTED: "light-blue",
    State.OVERDUE: "red",
    State.RETRACTED: "orange",
    State.RETURNED: "green",
    State.LATE_RETURNED: "turquoise",
    State.NOT_KNOWN: "grey",
    State.CANNOT_SHARE: "purple",
    State.WITHDRAWN: "grey",
}


def lines_of(answers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was answered, as words."""
    return tuple((label, _words(key, answers[key])) for key, label in LINES.items() if answers.get(key))


def _words(key: str, value: Any) -> str:
    if key == "last_seen":
        return _day(value)
    if key == "key_dates":
        return "\n".join(": ".join(part for part in (_day(one.get("date")), one.get("what")) if part) for one in value)
    return str(value)


def _day(value: str | None) -> str:
    if not value:
        return ""
    day = date.fromisoformat(value)
    return day_words(day)


def risk_of(answers: Mapping[str, Any]) -> tuple[tuple[str, str, int, str], ...]:
    """The agency's view of the risk: code and words of the axis, the score 0 to 4, and the reason."""
    views = answers.get("risk_view") or {}
    return tuple(
        (axis.code, axis.label, int(views[axis.code]["score"]), str(views[axis.code]["reason"]))
        for axis in partnership.code_list("axis")
        if axis.code in views
    )


def reason_words(code: str) -> str:
    return partnership.code_label("research_reason", code)
