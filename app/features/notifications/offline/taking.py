"""The answers of a form that came back. The web form itself reads them, so that it is refused what is refused there,
in the same words; what it refuses is kept beside the answers with its cell, and nothing is lost."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

from app.features.notifications.forms import NotificationForm, whole_form
from app.features.notifications.offline.layout import (
    AGENCY,
    CONTACT,
    SENDER,
    entry_of,
    plain,
    questions_by_key,
    with_entry,
)
from app.features.notifications.offline.layout import choices as choices_of
from app.features.notifications.offline.sheet import Filled, Typed, fold
from app.features.notifications.questions import Kind, Question, questionnaire
from app.features.notifications.values import OTHER, from_form, offered
from app.platform.workbook.reading import NoValue
from app.platform.workbook.typed import Unclear, read_text
from app.web.fields.dates import SEPARATORS

GONE = "This is no longer asked"
NOT_ASKED = "Nothing is asked in this cell: enter it where it belongs"
CHOSEN = frozenset({Kind.ONE, Kind.MANY, Kind.YES_NO, Kind.TICK, Kind.SCALE})
LONGEST = 32_767
"""Characters of a cell: whatever stands in one is kept, also what is too long for an answer."""


@dataclass(frozen=True)
class Unread:
    """What stands in a cell and is not among the answers, and why."""

    address: str
    label: str
    words: str
    why: str

    def kept(self) -> list[str]:
        return list(astuple(self))


@dataclass(frozen=True)
class Taken:
    """`cells` has the address of the first cell of each field of the web form."""

    answers: dict[str, Any]
    unread: list[Unread]
    cells: dict[str, str]
    agency: str
    sender: str
    contact: str
    digest: str


@dataclass(frozen=True)
class _Given:
    """What one cell posts. `sound`: whether a word that was chosen is one of its list."""

    field: str
    posts: tuple[tuple[str, str], ...]
    typed: Typed
    sound: bool = True


def take(filled: Filled, agency_type: str) -> Taken:
    """The answers for a draft of an agency of that type."""
    cells = _without_gaps(filled.cells)
    who = {typed.key: words(typed) for typed in cells if typed.key in (AGENCY, SENDER, CONTACT)}
    questions = questions_by_key(filled.subject_kind)
    given: list[_Given] = []
    unread: list[Unread] = []
    for typed in cells:
        if typed.cell is None or typed.key in who:
            continue
        question = questions.get(plain(typed.key))
        try:
            if question is None:
                raise Unclear(GONE)
            given.append(_given(typed, question, filled, agency_type))
        except Unclear as unclear:
            unread.append(_unread(typed, unclear.message))
    asked = questionnaire(filled.subject_kind)
    form, refused = _validated(whole_form(asked, agency_type), given)
    answers = from_form(form.values, tuple(asked.questions))
    if who.get(SENDER):
        answers["submitted_by"] = {**(answers.get("submitted_by") or {}), "name": who[SENDER]}
    places = {typed.address: number for number, typed in enumerate(cells)}
    addresses: dict[str, str] = {}
    for typed in (*cells, *filled.cells):
        entry = entry_of(typed.key)
        addresses.setdefault(typed.key, typed.address)
        if entry is not None:
            addresses.setdefault(entry[0], typed.address)
    return Taken(
        answers,
        [
            *sorted([*unread, *refused], key=lambda one: places[one.address]),
            *(_unread(typed, NOT_ASKED) for typed in filled.beside),
        ],
        addresses,
        who.get(AGENCY, ""),
        who.get(SENDER, ""),
        who.get(CONTACT, ""),
        _digest(filled),
    )


def words(typed: Typed) -> str:
    """What stands in a cell, as text."""
    if typed.cell is None:
        return ""
    try:
        return read_text(typed.cell, LONGEST)
    except Unclear:
        return "A formula" if typed.cell is NoValue.FORMULA else "A mistake of the spreadsheet"


def _unread(typed: Typed, why: str) -> Unread:
    return Unread(typed.address, typed.label, words(typed), why)


def _without_gaps(cells: Sequence[Typed]) -> list[Typed]:
    """Entries of a repeat numbered as the web form numbers them: without those of which nothing is filled in."""
    used: dict[str, set[int]] = {}
    for typed in cells:
        entry = entry_of(typed.key)
        if entry is not None and typed.cell is not None:
            used.setdefault(entry[0], set()).add(entry[1])
    found = []
    for typed in cells:
        entry = entry_of(typed.key)
        if entry is None:
            found.append(typed)
        elif entry[1] in used.get(entry[0], ()):
            found.append(replace(typed, key=with_entry(typed.key, sorted(used[entry[0]]).index(entry[1]))))
    return found


# What a cell posts --------------------------------------------------------------------------------------------------


def _given(typed: Typed, question: Question, filled: Filled, agency_type: str) -> _Given:
    cell = typed.cell
    if question.kind is Kind.DATE:
        parts = (str(cell.day), str(cell.month), str(cell.year)) if isinstance(cell, datetime) else _split(cell)
        names = ("day", "month", "year")
        posts = tuple((f"{typed.key}-{name}", part) for name, part in zip(names, parts, strict=False))
        return _Given(typed.key, posts, typed)
    if question.kind is Kind.DAY and isinstance(cell, datetime):
        return _Given(typed.key, ((typed.key, cell.date().isoformat()),), typed)
    text = read_text(cell, LONGEST) if cell is not None else ""
    if question.kind in CHOSEN:
        return _chosen(typed, question, text, filled, agency_type)
    return _Given(typed.key, ((typed.key, text),), typed)


def _split(cell: Any) -> list[str]:
    """The parts of a date that was typed; what are no three stands in one, and the form says what it thinks of it."""
    text = read_text(cell, LONGEST)
    parts = [part for part in SEPARATORS.split(text) if part]
    if len(parts) == 3 and len(parts[0]) == 4:
        parts.reverse()
    return parts if len(parts) == 3 else [text]


def _chosen(typed: Typed, question: Question, text: str, filled: Filled, agency_type: str) -> _Given:
    listed = choices_of(question)
    now = {fold(label): code for code, label in listed.codes} if listed else {}
    then = filled.lists.get(listed.name, {}) if listed else {}
    code = then.get(fold(text)) or now.get(fold(text)) or text
    if question.open_list and code not in {one.code for one in offered(question, agency_type)}:
        # Named although it is not among those that this agency is offered, as in the box beside the list.
        return _Given(typed.key + OTHER, ((typed.key + OTHER, code),), typed)
    known = {one for one, _label in listed.codes} if listed else set()
    if question.kind is Kind.TICK and code not in known:
        raise Unclear("Choose “Yes” or leave it empty")
    return _Given(typed.key, ((typed.key, code),), typed, sound=code in known)


# What the web form says of it ---------------------------------------------------------------------------------------


def _validated(fields: type[NotificationForm], given: list[_Given]) -> tuple[NotificationForm, list[Unread]]:
    """The form with everything it takes, and what it does not take."""
    refused: list[Unread] = []
    while True:
        form = fields(formdata=_posted(given), meta={"csrf": False})
        if form.validate():
            return form, refused
        faults = dict(_faults(form))
        wrong = [one for one in given if one.field in faults]
        # One word that is no longer in a list does not take the others of that list with it.
        wrong = [one for one in wrong if not one.sound] or wrong
        if not wrong:
            raise ValueError(f"the form refuses what nobody typed: {sorted(faults)}")
        refused += [_unread(one.typed, faults[one.field]) for one in wrong]
        given = [one for one in given if one not in wrong]


def _posted(given: Iterable[_Given]) -> "MultiDict[str, str]":
    posted: MultiDict[str, str] = MultiDict()
    for one in given:
        for name, value in one.posts:
            if name.endswith(OTHER) and name in posted:
                posted[name] = f"{posted[name]}\n{value}"
            else:
                posted.add(name, value)
    return posted


def _faults(form: Any) -> Iterator[tuple[str, str]]:
    for field in form:
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield from _faults(entry.form)
        elif isinstance(field, FormField):
            yield from _faults(field.form)
        elif field.errors:
            yield field.name, str(field.errors[0])


def _digest(filled: Filled) -> str:
    """Of what was typed, not of the file: a program that saves it again changes every byte."""
    typed = [(one.key, str(one.cell)) for one in (*filled.cells, *filled.beside) if one.cell is not None]
    return hashlib.sha256(json.dumps([filled.subject_kind, typed]).encode()).hexdigest()
