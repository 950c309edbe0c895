"""What several agencies told of one thing, put together: each thing once, with every account of it kept.

Nothing is decided by this. A row says who told what; roles, status and grade stay with whoever told them (PR-07).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.features.cases.picture import Block, Line
from app.features.cases.wording import Fact

OF_ONE_KIND = frozenset({"safeguarding", "missing", "weapon", "link", "evidence_basis"})
"""Blocks in which each entry is a thing of its own: only what is the same throughout is put together."""
CRIME_REFERENCE = "Crime reference"


@dataclass(frozen=True)
class Account:
    """What one agency told of a thing. `facts` are those that not everybody told alike."""

    line: Line
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Told:
    """One thing, and everybody's account of it, the newest first."""

    what: str
    tags: tuple[str, ...]
    """Those that every account bears."""
    on: date | None
    facts: tuple[Fact, ...]
    """Those that everybody told alike; of a thing told once, all of them."""
    accounts: tuple[Account, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        return _agencies(account.line for account in self.accounts)

    @property
    def events(self) -> tuple[str, ...]:
        """The incidents it tells of: more than one where nobody has said yet that they are one event."""
        return tuple(dict.fromkeys(one.line.event_uid for one in self.accounts if one.line.event_uid))


@dataclass(frozen=True)
class Value:
    """What was told of one field, and by whom; nobody is named when it is everybody that told of the block."""

    words: str
    by: str


@dataclass(frozen=True)
class Field:
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Statement:
    """One set of facts in a block, and who told it."""

    tags: tuple[str, ...]
    grade: str
    fields: tuple[Field, ...]
    by: str


@dataclass(frozen=True)
class Situation:
    title: str
    statements: tuple[Statement, ...]


def by_name(lines: Iterable[Line]) -> list[Told]:
    """Roles, factors and strengths: those of one name together, in the order in which each was told last."""
    return [_told(group) for group in _grouped(lines, lambda group, line: group[0].what == line.what)]


def incidents(lines: Iterable[Line]) -> list[Told]:
    """What tells of one incident stands together, and what agencies told of one day and one kind of violence, of which
    nobody says that it is the same event.

    Two of one agency stay apart, and so do those whose crime references differ. The latest first.
    """
    found = [_told(group) for group in _grouped(lines, _may_be_one)]
    return sorted(found, key=lambda told: told.on or date.min, reverse=True)


def situation(blocks: Iterable[Block]) -> list[Situation]:
    """Each block with what agencies agree on told once, and what they differ on with its source."""
    return [Situation(block.title, tuple(_statements(block))) for block in blocks]


def _grouped(lines: Iterable[Line], belongs: Callable[[Sequence[Line], Line], bool]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        group = next((one for one in groups if belongs(one, line)), None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    return groups


def _may_be_one(group: Sequence[Line], line: Line) -> bool:
    first = group[0]
    if line.event_uid is not None and any(one.event_uid == line.event_uid for one in group):
        return True
    if line.on is None or (first.what, first.on) != (line.what, line.on):
        return False
    references = {fact.value for one in (*group, line) for fact in one.facts if fact.label == CRIME_REFERENCE}
    return len(references) <= 1 and all(one.source != line.source for one in group)


def _told(group: Sequence[Line]) -> Told:
    first = group[0]
    alike = tuple(fact for fact in first.facts if all(fact in line.facts for line in group))
    return Told(
        first.what,
        tuple(tag for tag in first.tags if all(tag in line.tags for line in group)),
        first.on,
        alike,
        tuple(Account(line, tuple(fact for fact in line.facts if fact not in alike)) for line in group),
    )


def _statements(block: Block) -> list[Statement]:
    if block.code in OF_ONE_KIND:
        groups = _grouped(block.lines, lambda group, line: _same(group[0], line))
    else:
        groups = _grouped(block.lines, lambda group, line: (group[0].tags, group[0].grade) == (line.tags, line.grade))
    return [Statement(group[0].tags, group[0].grade, _fields(group), by(group)) for group in groups]


def _same(one: Line, other: Line) -> bool:
    return (one.facts, one.tags, one.grade) == (other.facts, other.tags, other.grade)


def _fields(group: Sequence[Line]) -> tuple[Field, ...]:
    """The fields in the order in which they come, each with its different values, the newest first."""
    values: dict[str, dict[str, list[Line]]] = {}
    for line in sorted(group, key=lambda line: -len(line.facts)):
        for fact in line.facts:
            values.setdefault(fact.label, {})
    for line in group:
        for fact in line.facts:
            values[fact.label].setdefault(fact.value, []).append(line)
    return tuple(
        Field(
            label,
            tuple(Value(words, by(said) if len(said) < len(group) else "") for words, said in found.items()),
        )
        for label, found in values.items()
    )


def by(lines: Sequence[Line]) -> str:
    """`Avon and Somerset Police, 19 Oct 2026`, or the agencies with the day of the latest."""
    agencies = _agencies(lines)
    days = [line.on for line in lines if line.on]
    latest = f"{max(days).day} {max(days):%b %Y}" if days else "date not recorded"
    if len(agencies) == 1:
        return f"{agencies[0]}, {latest}"
    return f"{'; '.join(agencies)}; latest {latest}"


def _agencies(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.source for line in lines))
