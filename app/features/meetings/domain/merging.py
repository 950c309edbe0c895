"""Two people type in one box at once: what both of them wrote is kept."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Block = tuple[int, int, Sequence[str]]
"""What stands in place of base[start:end]."""
LINES = re.compile(r"[^\n]*\n|[^\n]+")
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Merged:
    """`kept_both`: both changed the same words in different ways, so both versions stand there, theirs first."""

    text: str
    kept_both: bool = False


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Three ways: `base` is what both began from. Changes in different lines stand beside each other; where both
    changed the same lines, their words are merged; where even the words clash, both are kept."""
    if theirs in (base, mine):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    return _merge(LINES.findall(base), LINES.findall(theirs), LINES.findall(mine), _by_words)


def _by_words(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> Merged:
    first, second, third = (WORDS.findall("".join(lines)) for lines in (base, theirs, mine))
    return _merge(first, second, third, _both)


def _both(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> Merged:
    """Theirs, then mine; words added side by side clash with nobody."""
    first, second = "".join(theirs), "".join(mine)
    clashed = bool("".join(base).strip())
    if not first.strip() or not second.strip():
        return Merged(first + second, clashed)
    apart = " " if second[0].isalnum() and not first[-1].isspace() else ""
    return Merged(first + apart + second, clashed)


def _merge(
    base: Sequence[str],
    theirs: Sequence[str],
    mine: Sequence[str],
    clash: Callable[[Sequence[str], Sequence[str], Sequence[str]], Merged],
) -> Merged:
    ours, others = _changes(base, mine), _changes(base, theirs)
    text: list[str] = []
    kept_both, place = False, 0
    for start, end, in_mine, in_theirs in _regions(ours, others):
        text.extend(base[place:start])
        written, said = _written(base, start, end, in_mine), _written(base, start, end, in_theirs)
        if not in_theirs or written == said:
            text.extend(written)
        elif not in_mine:
            text.extend(said)
        else:
            merged = clash(base[start:end], said, written)
            text.append(merged.text)
            kept_both = kept_both or merged.kept_both
        place = end
    text.extend(base[place:])
    return Merged("".join(text), kept_both)


def _changes(base: Sequence[str], changed: Sequence[str]) -> list[Block]:
    """What was changed between the words that stayed at the beginning and at the end. Spaces alone are no sign that two
    places are the same: of two sentences that begin alike, the second would lose its first word."""
    most = min(len(base), len(changed))
    same = next((place for place in range(most) if base[place] != changed[place]), most)
    after = next((place for place in range(most - same) if base[-1 - place] != changed[-1 - place]), most - same)
    inside, new = base[same : len(base) - after], changed[same : len(changed) - after]
    found = SequenceMatcher(str.isspace, inside, new, autojunk=False).get_opcodes()
    return [(same + start, same + end, new[first:last]) for tag, start, end, first, last in found if tag != "equal"]


def _regions(ours: list[Block], others: list[Block]) -> Iterator[tuple[int, int, list[Block], list[Block]]]:
    """Stretches of the base that somebody changed, with the changes of each; those that touch are one."""
    waiting = sorted([(*block[:2], 0, block) for block in ours] + [(*block[:2], 1, block) for block in others],
                     key=lambda one: one[:3])  # fmt: skip
    while waiting:
        start, end, whose, block = waiting.pop(0)
        found: tuple[list[Block], list[Block]] = ([], [])
        found[whose].append(block)
        while waiting and (waiting[0][0] < end or waiting[0][0] == start or waiting[0][0] == end):
            _start, last, whose, block = waiting.pop(0)
            found[whose].append(block)
            end = max(end, last)
        yield start, end, *found


def _written(base: Sequence[str], start: int, end: int, blocks: list[Block]) -> list[str]:
    """base[start:end] with some changes made."""
    text: list[str] = []
    for first, last, new in blocks:
        text.extend(base[start:first])
        text.extend(new)
        start = last
    return [*text, *base[start:end]]
