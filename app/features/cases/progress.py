"""How far the work on cases has come, for a list of them: rooms above fill the columns, each with one query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.platform.access import Actor


@dataclass(frozen=True)
class Progress:
    """What a column says of one case: words, and a state that calls for somebody with its colour."""

    words: str
    tag: str = ""
    colour: str = "red"


Source = Callable[[Actor, Sequence[str]], Mapping[str, Progress] | None]


@dataclass(frozen=True)
class Column:
    title: str
    nothing: str
    """What is said of a case that the source does not name."""
    source: Source
    order: int


_columns: dict[str, Column] = {}


def add_column(title: str, source: Source, *, nothing: str, order: int) -> None:
    """Let `source(actor, case_uids)` say how cases stand; None when the actor may not know. Safe to call again."""
    _columns[title] = Column(title, nothing, source, order)


def columns(actor: Actor, case_uids: Sequence[str]) -> list[tuple[str, Mapping[str, Progress]]]:
    """The columns the actor may see, each with every case in it."""
    found: list[tuple[str, Mapping[str, Progress]]] = []
    for column in sorted(_columns.values(), key=lambda one: one.order):
        told = column.source(actor, case_uids) if case_uids else {}
        if told is not None:
            found.append((column.title, {uid: told.get(uid, Progress(column.nothing)) for uid in case_uids}))
    return found
