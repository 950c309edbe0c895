"""Commands and the audit: one event for each change, declared with its facts, and no fact that could be about somebody.

The project's own month is played by the commands of every room with a recorder around each of them.
"""

import ast
import functools
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.demonstration.commands import load_demonstration
from app.features.demonstration.month import OWN
from app.platform import audit
from app.platform.audit.chain import AuditEntry
from app.platform.audit.events import declared
from app.platform.database import db
from config import REPOSITORY
from tests.conftest import Clock

APP = REPOSITORY / "app"
ROOMS = "app.features."
FACT = re.compile(r"[A-Za-z0-9_.:,-]{0,64}")
"""A code, a uid, a date or a number: one word of plain letters and digits."""

MORE_THAN_ONE: dict[str, str] = {
    "governance.sampling.draw_month": "each case that is drawn is looked into for itself",
    "meetings.commands.signing.sign_meeting": "each item is signed with it, and the history of the item says so",
}
"""Commands that record several events of their own, with the reason."""


# What the code declares ---------------------------------------------------------------------------------------------


def recorded_in_code() -> Iterator[tuple[str, str, set[str], bool]]:
    """Place, event, names of facts, and whether facts may also come from a mapping, of each `audit.record(...)`."""
    for file in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "record":
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "audit" and node.args:
                event = node.args[0]
                names = {one.arg for one in node.keywords if one.arg and one.arg != "reason"}
                several = any(one.arg is None for one in node.keywords)
                if isinstance(event, ast.Constant):
                    yield f"{file.relative_to(REPOSITORY)}:{node.lineno}", str(event.value), names, several


def test_what_is_recorded_is_declared_with_its_facts(app: Flask) -> None:
    schema = declared()
    wrong = [
        f"{place} {event}: {sorted(names - schema.get(event, frozenset()))}"
        for place, event, names, _several in recorded_in_code()
        if event not in schema or not names <= schema[event]
    ]
    assert wrong == []


def test_events_are_named_after_a_thing_and_what_happened_to_it(app: Flask) -> None:
    own = [event for event in declared() if not event.startswith("test.")]
    assert [event for event in own if not re.fullmatch(r"[a-z]+(?:[-_][a-z]+)*\.[a-z]+(?:[-_][a-z]+)*", event)] == []


# What commands record -----------------------------------------------------------------------------------------------


@dataclass
class Call:
    """A command that is running: the events it recorded by itself, and whether a command within it recorded any."""

    own: list[str] = field(default_factory=list)
    within: bool = False


@dataclass
class Recorder:
    """Counts the events that each command records by itself; those of commands within it are theirs."""

    running: list[Call] = field(default_factory=list)
    calls: dict[str, list[list[str]]] = field(default_factory=dict)
    unrecorded: set[str] = field(default_factory=set)

    def around(self, command: Callable[..., Any]) -> Callable[..., Any]:
        name = f"{command.__module__.removeprefix(ROOMS)}.{command.__name__}"

        @functools.wraps(command)
        def called(*args: Any, **kwargs: Any) -> Any:
            before = touched()
            self.running.append(Call())
            try:
                answer = command(*args, **kwargs)
            finally:
                call = self.running.pop()
            self.calls.setdefault(name, []).append(call.own)
            recorded = bool(call.own) or call.within
            if not recorded and touched() - before:
                self.unrecorded.add(name)
            if recorded and self.running:
                self.running[-1].within = True
            return answer

        return called


def touched() -> set[tuple[str, str]]:
    """What the session is about to write."""
    session = db.session()
    rows = (*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted)
    return {(type(row).__name__, str(id(row))) for row in rows}


def commands() -> dict[Callable[..., Any], str]:
    """Every public function of a room that is called with `actor=`: by itself, and the module it is in."""
    found: dict[Callable[..., Any], str] = {}
    for name, module in list(sys.modules.items()):
        if not name.startswith(ROOMS) or name.startswith(f"{ROOMS}demonstration"):
            continue
        for value in vars(module).values():
            if not inspect.isfunction(value) or value.__module__ != name or value.__name__.startswith("_"):
                continue
            parameter = inspect.signature(value).parameters.get("actor")
            if parameter is not None and parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                found[value] = name
    return found


def modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.startswith(ROOMS.rstrip("."))]


@pytest.fixture
def recorder(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    found = Recorder()
    wrapped = {command: found.around(command) for command in commands()}
    for module in modules():
        for name, value in list(vars(module).items()):
            if inspect.isfunction(value) and value in wrapped:
                monkeypatch.setattr(module, name, wrapped[value])
    record = audit.record

    def record_and_count(event: str, *args: Any, **kwargs: Any) -> None:
        if found.running:
            found.running[-1].own.append(event)
        record(event, *args, **kwargs)

    monkeypatch.setattr(audit, "record", record_and_count)
    return found


def test_a_command_records_one_event_of_its_own(context: Flask, clock: Clock, recorder: Recorder) -> None:
    clock.set(datetime(2027, 2, 1, 20, tzinfo=UTC))
    load_demonstration(folder=OWN)
    several = {
        f"{name}: {sorted(set(events))}"
        for name, calls in recorder.calls.items()
        for events in calls
        if len(events) > 1 and name not in MORE_THAN_ONE
    }
    assert several == set()
    assert recorder.unrecorded == set(), "changed something and recorded nothing"
    assert len(recorder.calls) > 40, "the month uses most commands"
    for entry in db.session.scalars(select(AuditEntry)):
        facts = json.loads(entry.facts) if entry.facts else {}
        assert facts.keys() <= declared()[entry.event], entry.event
        for name, value in facts.items():
            assert value is None or FACT.fullmatch(str(value)), (entry.event, name)
