"""What whoever notified a concern is told after the meeting: that it was heard and what kind of thing follows. PR-35.

Nothing about the person, and nothing an agency told the group. The coordinator may change the words before issue.
"""

from collections.abc import Iterable

FIRST = "Thank you. The group heard your concern at its meeting of {day}."
LAST = "If you learn something new, add it to your notification. If somebody is in immediate danger, call 999."
FOLLOWS = (
    (
        frozenset({"CLOSE", "THRESHOLD_NOT_MET"}),
        "The group will not keep it open. If things change, please notify it again.",
    ),
    (frozenset({"REFER_FORUM"}), "Another group is better placed to lead on it, and it goes there."),
    (frozenset({"REFER_STATUTORY"}), "The safeguarding services are asked to act on it."),
    (
        frozenset({"ACTIONS_AGREED", "PLAN_STRENGTHEN", "MAP_NETWORK", "PLACE_PLAN", "PEER_CONFERENCE", "INFO_GAP"}),
        "Agencies agreed to act on it, and the group will check that they do.",
    ),
    (frozenset({"REFER_INTERVENTION"}), "Support is to be offered."),
    (
        frozenset({"ASSURANCE_SOUGHT"}),
        "The agencies that work on it are asked to show that the risk is being addressed.",
    ),
    (frozenset({"ASSURED"}), "The agencies that work on it showed that the risk is being addressed."),
    (frozenset({"NO_DECISION"}), "Not enough was known to decide, so it comes back to the next meeting."),
)
"""Kinds of decision, and the sentence each kind may be told by."""
KEPT = "It stays under review."


def usual_words(day: str, codes: Iterable[str]) -> str:
    """What a notifier is told of an item with decisions of these `codes`. `day` in words."""
    decided = set(codes)
    said = [words for kinds, words in FOLLOWS if decided & kinds]
    return " ".join([FIRST.format(day=day), *(said or [KEPT]), LAST])
