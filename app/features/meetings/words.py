"""Words and colours for what a page of meetings shows."""

from app.features.meetings.domain import cycle, status
from app.features.meetings.models import AgendaItem
from app.features.partnership import interface as partnership

MEETING_STATUS = {
    status.PLANNED: ("Planned", "grey"),
    status.AGENDA_BUILT: ("Agenda built", "blue"),
    status.OPEN: ("Open", "yellow"),
    status.CLOSED: ("Closed", "turquoise"),
    status.MINUTES_ISSUED: ("Minutes issued", "green"),
    status.SIGNED_OFF: ("Signed off", "green"),
    status.NOT_HELD: ("Not held", "orange"),
    status.CANCELLED: ("Called off", "red"),
}
ITEM_COLOURS = {
    status.LISTED: "grey",
    status.RESEARCHED: "blue",
    status.HEARD: "yellow",
    status.DECIDED: "green",
    status.MINUTED: "green",
    status.SIGNED: "green",
    status.DEFERRED: "orange",
    status.WITHDRAWN: "red",
}
STEP_STATES = {
    cycle.DONE: ("Done", ""),
    cycle.LATE: ("Late", "red"),
    cycle.DUE: ("To do now", "blue"),
    cycle.COMING: ("To come", "grey"),
    cycle.PASSED: ("Passed", ""),
}
REASONS = {
    "NEW": "New",
    "DEFERRED": "Put off last time",
    "DUE_BACK": "Due back",
    "RED_TRIGGER": "Red-trigger event",
    "ESCALATED": "Escalated",
    "ASSURANCE": "Assurance owed or lapsed",
    "OVERDUE_ACTION": "Overdue action",
    "ADDED": "Added by hand",
}
KINDS = {"PERSON": "Person", "NETWORK": "Network", "PLACE": "Place"}
BAND_COLOURS = {"RED": "red", "AMBER": "orange", "GREEN": "green"}
AXES = (("CAUSE", "band_cause"), ("HARMED", "band_harmed"), ("EXPLOITED", "band_exploited"))


def why_heard(item: AgendaItem) -> str:
    """Why an item is on the agenda, in one line."""
    return "; ".join(list(item.why) or [REASONS.get(code, code) for code in item.reasons or [item.reason]])


def item_words(code: str) -> str:
    return partnership.code_label("item_state", code)
