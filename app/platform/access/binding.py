"""The actor bound to the database session."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from app.kernel.errors import ConcordError
from app.platform.access.actor import Actor
from app.platform.database.base import db

ACTOR = "access.actor"
EVERY_AREA = "*"


class NoActor(ConcordError):
    """Protected rows were about to be read with nobody bound to the session."""


class UnprotectedRead(ConcordError):
    """A statement reads or writes protected rows in a way the visibility rule cannot be added to."""


def bind_actor(actor: Actor | None) -> None:
    """From now on this session reads what `actor` may see. None: nobody is acting."""
    session = db.session()
    before: Actor | None = session.info.pop(ACTOR, None)
    if actor is not None:
        session.info[ACTOR] = actor
    if session.in_transaction() and _areas(actor) != _areas(before):
        set_areas(session.connection(), actor)


def current_actor() -> Actor:
    """The actor bound to the session. Raises NoActor."""
    actor: Actor | None = db.session().info.get(ACTOR)
    if actor is None:
        raise NoActor("nobody is acting")
    return actor


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Within this block `actor` acts; then whoever did before. What was loaded before is forgotten, so that
    nothing seen by one actor is left for another."""
    session = db.session()
    before: Actor | None = session.info.get(ACTOR)
    session.flush()
    session.expunge_all()
    bind_actor(actor)
    try:
        yield actor
    finally:
        if session.is_active:
            session.flush()
        bind_actor(before)


@contextmanager
def beside(actor: Actor) -> Iterator[Actor]:
    """Within this block `actor` acts, as in `acting_as`, but what was loaded before stays; what is loaded within is
    forgotten at its end. For a rule or a change that reaches rows which whoever acts may not see."""
    session = db.session()
    before: Actor | None = session.info.get(ACTOR)
    session.flush()
    there = set(session)
    bind_actor(actor)
    try:
        yield actor
    finally:
        if session.is_active:
            session.flush()
            for row in set(session) - there:
                session.expunge(row)
        bind_actor(before)


def _areas(actor: Actor | None) -> frozenset[str]:
    return actor.area_uids if actor else frozenset()


def set_areas(connection: Connection, actor: Actor | None) -> None:
    """Tell PostgreSQL's row-level security which areas this transaction may see: none without an actor."""
    if connection.dialect.name == "postgresql":
        areas = ",".join(sorted(actor.area_uids)) if actor else ""
        connection.execute(text("SELECT set_config('app.areas', :areas, true)"), {"areas": areas})


def see_every_area(connection: Connection) -> None:
    """For verification alone, which must see whatever is there: rows of every area until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('app.areas', :areas, true)"), {"areas": EVERY_AREA})


def after_begin(session: Session, _transaction: object, connection: Connection) -> None:
    set_areas(connection, session.info.get(ACTOR))
