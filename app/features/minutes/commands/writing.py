"""Drafting and the wording: every save is a version, and no version is ever changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.features.meetings import interface as meetings
from app.features.meetings.interface import AgendaItem, Meeting
from app.features.minutes import queries
from app.features.minutes.content import GeneralContent, ItemContent
from app.features.minutes.domain import course
from app.features.minutes.drafting import draft_general, draft_items
from app.features.minutes.models import Minutes, MinutesVersion
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

FIRST = 1


def start_minutes(*, actor: Actor, meeting: Meeting) -> Minutes:
    """The draft of a meeting that was closed, from what was recorded. Started already, the minutes that are there."""
    found = queries.find_minutes(actor, meeting.uid)
    if found is not None:
        return found
    if meeting.closed_at is None:
        raise Refused("Close the meeting first")
    uid = new_uid()
    minutes = Minutes(
        uid=uid,
        key_uid=meeting.area_uid,
        area_uid=meeting.area_uid,
        meeting_uid=meeting.uid,
        drafted_at=now(),
        rounds=0,
    )
    minutes.returned_reason = None
    db.session.add(minutes)
    db.session.flush()
    items = meetings.list_items(actor, meeting, withdrawn=True)
    contents = draft_items(actor, meeting, items)
    for item in items:
        _add(actor, minutes, item, contents[item.uid].to_json(), FIRST)
    _add(actor, minutes, None, draft_general(actor, meeting).to_json(), FIRST)
    audit.record("minutes.drafted", minutes, items=len(items))
    return minutes


def draft_again(*, actor: Actor, minutes: Minutes, item: AgendaItem) -> MinutesVersion:
    """Another version of an item from what was recorded, in place of what was written since."""
    _may_edit(minutes)
    content = draft_items(actor, item.meeting, [item])[item.uid]
    return _save(actor, minutes, item, queries.latest_version(actor, minutes, item.uid), content.to_json())


def draft_general_again(*, actor: Actor, minutes: Minutes, meeting: Meeting) -> MinutesVersion:
    """The general part with attendance and quorum as they are recorded now. The note stays."""
    _may_edit(minutes)
    latest = queries.latest_version(actor, minutes, minutes.uid)
    note = GeneralContent.from_json(latest.content).note
    return _save(actor, minutes, None, latest, draft_general(actor, meeting, note=note).to_json())


def save_item(
    *,
    actor: Actor,
    minutes: Minutes,
    item: AgendaItem,
    number: int,
    words: Mapping[str, str],
    agencies: Mapping[str, str],
) -> MinutesVersion:
    """Other words for an item: `words` by name (why, said, voice, notifier), `agencies` by uid of the request.

    `number` is the version they were written over: Stale when there is a newer one. The same words make no version.
    """
    _may_edit(minutes)
    latest = queries.latest_version(actor, minutes, item.uid)
    if not latest.content:
        raise Refused("Leave this item: who it is about has been erased")
    before = ItemContent.from_json(latest.content)
    told = tuple(replace(one, text=agencies.get(one.uid, one.text).strip()) for one in before.agencies)
    content = replace(before, agencies=told).to_json() | {name: text.strip() for name, text in words.items()}
    return _save(actor, minutes, item, latest, content, over=number)


def save_general(*, actor: Actor, minutes: Minutes, number: int, note: str) -> MinutesVersion:
    """Another note on the meeting as a whole. Stale when there is a newer version than `number`."""
    _may_edit(minutes)
    latest = queries.latest_version(actor, minutes, minutes.uid)
    after = replace(GeneralContent.from_json(latest.content), note=note.strip())
    return _save(actor, minutes, None, latest, after.to_json(), over=number)


def _may_edit(minutes: Minutes) -> None:
    queries.hold(minutes)
    course.is_done("edit", minutes, today())


def _save(
    actor: Actor,
    minutes: Minutes,
    item: AgendaItem | None,
    latest: MinutesVersion,
    content: dict[str, Any],
    *,
    over: int | None = None,
) -> MinutesVersion:
    if _is_same(latest, content):
        return latest
    if over is not None and over != latest.number:
        raise Stale("somebody saved another version")
    version = _add(actor, minutes, item, content, latest.number + 1)
    for name, value in course.changes("edit", minutes, now()).items():
        setattr(minutes, name, value)
    audit.record("minutes.saved", version, part_uid=version.part_uid, number=version.number)
    return version


def _is_same(latest: MinutesVersion, content: dict[str, Any]) -> bool:
    kind = GeneralContent if latest.case_uid is None else ItemContent
    return bool(latest.content) and kind.from_json(latest.content).to_json() == content


def _add(
    actor: Actor, minutes: Minutes, item: AgendaItem | None, content: dict[str, Any], number: int
) -> MinutesVersion:
    version = MinutesVersion(
        uid=new_uid(),
        key_uid=item.key_uid if item else minutes.key_uid,
        area_uid=minutes.area_uid,
        minutes_uid=minutes.uid,
        part_uid=item.uid if item else minutes.uid,
        case_uid=item.case_uid if item else None,
        number=number,
        saved_at=now(),
        saved_by_uid=actor.user_uid,
    )
    version.content = content
    db.session.add(version)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise Stale("somebody saved another version") from clash
    return version
