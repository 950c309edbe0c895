"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
_WORD = re.compile(r"\s*\S+|\s+$")


@dataclass(frozen=True)
class Piece:
    kind: str
    """SAME, REMOVED or ADDED."""
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """The pieces in order: those SAME or REMOVED make `before`, those SAME or ADDED make `after`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    # Words that are everywhere are no anchors (autojunk): without that, a long text of one word would take minutes.
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece(REMOVED, "".join(old[a:b])))
        if c < d:
            pieces.append(Piece(ADDED, "".join(new[c:d])))
    return pieces
