"""The one way in for reads: a visibility rule is added to every SELECT of a protected model.

A room declares its rule once: `protect(Case, rule)`, where `rule(actor)` gives the condition a row must meet.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Column, ColumnElement, Select, Table, TextClause, bindparam, event, false, select
from sqlalchemy.orm import Mapper, ORMExecuteState, RelationshipProperty, with_loader_criteria
from sqlalchemy.sql import visitors

from app.kernel.errors import NotFound
from app.platform.access.actor import Actor
from app.platform.access.binding import ACTOR, NoActor, UnprotectedRead, after_begin
from app.platform.database.base import db

Rule = Callable[[Actor], ColumnElement[bool]]
M = TypeVar("M")

ACTORS = 64
"""For how many actors a kept statement is remembered with their rules."""

BY_MODEL = frozenset({"parententity", "_orm_adapt"})
"""Annotations of a table or column that was reached through its model, by a query or by the session itself."""

_rules: dict[str, tuple[type[Any], Rule]] = {}


class Known:
    """What was found out about a statement. One that is kept and executed again, as `@cache` on the function that
    makes it does, is neither looked through nor given its rules a second time."""

    __slots__ = ("ruled", "tables")

    def __init__(self, tables: dict[str, bool]) -> None:
        self.tables = tables
        self.ruled: dict[Actor, Any] = {}
        """The statement with the rules of an actor."""

    def remember(self, actor: Actor, ruled: Any) -> None:
        if len(self.ruled) >= ACTORS:
            self.ruled.clear()
        self.ruled[actor] = ruled


_known: WeakKeyDictionary[Any, Known] = WeakKeyDictionary()


def protect(model: type[Any], rule: Rule) -> None:
    """Every SELECT of `model` (and its subclasses) shall meet `rule(actor)`. The rule is remembered for each actor, so
    it asks for nothing else: neither the time nor the database."""
    _rules[model.__table__.name] = (model, rule)
    _criterion.cache_clear()
    _known.clear()


def protected_tables() -> set[str]:
    return set(_rules)


def area_rule(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """Rows of the actor's areas."""
    if not actor.area_uids:
        return false()
    if len(actor.area_uids) == 1:
        (area,) = actor.area_uids
        return model.area_uid == area  # type: ignore[no-any-return]
    return model.area_uid.in_(sorted(actor.area_uids))  # type: ignore[no-any-return]


def fetch(actor: Actor, model: type[M], uid: str) -> M:
    """The row `uid` as `actor` sees it. Raises NotFound when there is none, or none for this actor."""
    session = db.session()
    if session.info.get(ACTOR) is not actor:
        raise UnprotectedRead("the actor is not the one bound to the session")
    of_any: Any = model
    row: M | None = session.scalar(_by_uid(of_any), {"uid": uid})
    if row is None:
        raise NotFound(model.__name__)
    return row


def is_so(condition: Select[Any]) -> bool:
    """Whether any row of bare tables meets `condition`, whoever acts: for a rule that holds over what the actor may
    not see. A yes or no is all that comes of it."""
    return db.session.connection().execute(select(condition.exists())).scalar() is True


@cache
def _by_uid(model: Any) -> Select[Any]:
    return select(model).where(model.uid == bindparam("uid"))


def _add_rules(state: ORMExecuteState) -> None:
    if state.is_column_load:
        return
    statement = state.statement
    if isinstance(statement, TextClause):
        raise UnprotectedRead("write the query with select()")
    known = _known.get(statement)
    again = known is not None
    if known is None:
        known = _known[statement] = Known(_protected_in(statement))
    tables = known.tables
    if not tables:
        return
    if not state.is_select:
        if state.is_insert:
            return
        raise UnprotectedRead(f"change rows of {', '.join(sorted(tables))} one by one")
    session = state.session
    actor: Actor | None = session.info.get(ACTOR)
    if actor is None:
        raise NoActor(f"nobody is acting, and {', '.join(sorted(tables))} is protected")
    ruled = known.ruled.get(actor)
    if ruled is None:
        ruled = statement.options(*(_criterion(table, actor, joined) for table, joined in tables.items()))
        if again:
            known.remember(actor, ruled)
    state.statement = ruled


@lru_cache(maxsize=4_096)
def _criterion(table: str, actor: Actor, joined: bool) -> Any:
    """The rule of a table for an actor, remembered: a rule depends on nothing but who acts."""
    model, rule = _rules[table]
    # An eager join takes only the criteria that travel with loaders; every other load passes here by itself.
    return with_loader_criteria(model, rule(actor), include_aliases=True, propagate_to_loaders=joined)


def _protected_in(statement: Any) -> dict[str, bool]:
    """The protected tables a statement reads, and whether by an eager join.

    Raises UnprotectedRead for one read past its model: the rule reaches every mention of a model, sub-queries too, but
    not a bare table.
    """
    found: set[str] = set()
    by_model: set[str] = set()
    models: set[Any] = set()
    for element in visitors.iterate(statement):
        if isinstance(element, Table):
            table = element.name
            if table in _rules:
                found.add(table)
        elif isinstance(element, Column) and element.table is not None:
            table = element.table.name
        else:
            continue
        annotations = element._annotations  # noqa: SLF001 - there is no public way to ask
        if not annotations.keys().isdisjoint(BY_MODEL):
            by_model.add(table)
            models.add(annotations.get("parentmapper"))
    bare = found - by_model
    if bare and statement.is_select:
        raise UnprotectedRead(f"read {', '.join(sorted(bare))} through its model")
    joined = _joined_eagerly(statement, models) & _rules.keys()
    return dict.fromkeys(found - joined, False) | dict.fromkeys(joined, True)


def _joined_eagerly(statement: Any, models: set[Any]) -> set[str]:
    """Tables that loader options, or a relationship that is always joined, add to a statement as it is compiled."""
    tables = set()
    for option in getattr(statement, "_with_options", ()):
        for element in getattr(option, "context", ()):
            for step in element.path.path:
                if isinstance(step, RelationshipProperty):
                    tables.add(_table_of(step.mapper))
    for mapper in models - {None}:
        tables |= _always_joined(mapper)
    return tables


@cache
def _always_joined(mapper: Mapper[Any]) -> frozenset[str]:
    joined = [relationship.mapper for relationship in mapper.relationships if relationship.lazy == "joined"]
    return frozenset(map(_table_of, joined)).union(*map(_always_joined, joined))


def _table_of(mapper: Mapper[Any]) -> str:
    return str(mapper.class_.__tablename__)


def listen(session_target: Any) -> None:
    """Add the rules to the sessions of `session_target`."""
    event.listen(session_target, "do_orm_execute", _add_rules)
    event.listen(session_target, "after_begin", after_begin)
