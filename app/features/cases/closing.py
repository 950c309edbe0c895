"""What to look at before a case is closed: the criteria of section 4.8 as facts, and what is still open in it.

A person weighs the facts. Rooms above add those that only they know: `add_fact(function)`, where
`function(actor, case)` gives one or more; and what they hold of the case that is still open: `add_work(...)`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.features.cases.models import Case
from app.kernel.errors import Refused
from app.platform.access import Actor
from app.platform.database import db

JOINED = "DUPLICATE"
"""Why a case is closed that goes on in another of the same person. What is open in it stays open."""


@dataclass(frozen=True)
class Fact:
    """One criterion and how it stands. `met` None: nothing here can tell, somebody has to say.

    `or_held`: a reason for closing that says who holds the risk now meets it too. `settled`: what is left of it is
    settled one by one on closing.
    """

    criterion: str
    stands: str
    met: bool | None
    or_held: bool = False
    settled: bool = False


@dataclass(frozen=True)
class Fate:
    """What may become of something open. `asks` is the message when its words are missing; empty: none are needed."""

    code: str
    label: str
    asks: str = ""


REHOMED = Fate("REHOMED", "It goes to another plan", "Enter which plan it goes to, and who leads it")
ENDED = Fate("ENDED", "It ends", "Enter why it ends")


@dataclass(frozen=True)
class Work:
    """Something of a case that is still open: an action, assurance, an intervention."""

    uid: str
    what: str
    who: str
    fates: tuple[Fate, ...]


@dataclass(frozen=True)
class Checklist:
    """What somebody said on closing: for each thing open its fate and words by uid; the criteria they judged to be
    met; why it is closed although others are not."""

    fates: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    judged: Collection[str] = ()
    override: str | None = None


FactSource = Callable[[Actor, Case], Iterable[Fact]]
WorkSource = Callable[[Actor, Case], Iterable[Work]]
Settle = Callable[[Actor, Case, str, str, str], None]
"""`settle(actor, case, uid, fate, words)` does what was said of one thing."""

_sources: dict[str, tuple[int, FactSource]] = {}
_works: dict[str, tuple[int, WorkSource, Settle]] = {}


def add_fact(source: FactSource, *, order: int = 50) -> None:
    """Let `source(actor, case)` add facts. Safe to call again. At most one query each."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = (order, source)


def add_work(name: str, source: WorkSource, settle: Settle, *, order: int = 50) -> None:
    """Let a room say what is open in a case, and settle it when the case is closed. Safe to call again."""
    _works[name] = (order, source, settle)


def facts(actor: Actor, case: Case) -> list[Fact]:
    """Every fact, in order."""
    found = sorted(_sources.values(), key=lambda one: one[0])
    return [fact for _order, source in found for fact in source(actor, case)]


def goes_on_here(case: Case) -> list[Case]:
    """The case, and while it is open those that were closed because they go on in it: none other has their work."""
    if case.closed_on is not None:
        return [case]
    return [case, *db.session.scalars(select(Case).where(_ended_in(case)).order_by(Case.reference))]


def uids_here(case: Case) -> Select[str]:
    """The uids of `goes_on_here`, to be asked about within another query."""
    own = Case.uid == case.uid
    return select(Case.uid).where(own if case.closed_on is not None else or_(own, _ended_in(case)))


def _ended_in(case: Case) -> ColumnElement[bool]:
    return and_(Case.subject_uid == case.subject_uid, Case.closure_reason == JOINED)


def open_work(actor: Actor, case: Case) -> list[Work]:
    """Everything still open, in order, also in the cases that go on in this one."""
    found, every = sorted(_works.values(), key=lambda one: one[0]), goes_on_here(case)
    return [work for _order, source, _settle in found for one in every for work in source(actor, one)]


def missing(found: Iterable[Fact], *, judged: Collection[str], held: bool) -> list[str]:
    """The criteria that are not met: by the facts, by somebody's judgement, or because the risk is held elsewhere."""
    return [
        fact.criterion
        for fact in found
        if not (fact.met or fact.settled or (fact.or_held and held) or (fact.met is None and fact.criterion in judged))
    ]


def settle(actor: Actor, case: Case, fates: Mapping[str, tuple[str, str]]) -> int:
    """Do what was said of everything open. Returns how many. Refused names the field `fate_<uid>` or `words_<uid>`."""
    count, every = 0, goes_on_here(case)
    for _order, source, settle_one in sorted(_works.values(), key=lambda one: one[0]):
        for held, work in [(one, work) for one in every for work in source(actor, one)]:
            code, words = fates.get(work.uid, ("", ""))
            fate = next((one for one in work.fates if one.code == code), None)
            if fate is None:
                raise Refused("Select what becomes of it", field=f"fate_{work.uid}", rule="4.8")
            if fate.asks and not words.strip():
                raise Refused(fate.asks, field=f"words_{work.uid}", rule="4.8")
            settle_one(actor, held, work.uid, code, words.strip())
            count += 1
    return count
