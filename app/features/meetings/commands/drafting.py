"""What is typed about an item is kept as it is typed, until it is saved or the meeting is closed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.features.meetings.commands.steps import check_item, check_meeting
from app.features.meetings.domain.merging import merge
from app.features.meetings.live_models import EVERYBODY, ItemDraft
from app.features.meetings.models import AgendaItem
from app.kernel.clock import now
from app.kernel.errors import Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.web.text import storable

NOTES = {"voice_heard": 4_000, "summary": 20_000}
"""The notes all write together, each with the number of characters it holds."""
FORM_LIMIT = 30_000
"""Characters of one unfinished form."""


@dataclass(frozen=True)
class Notes:
    """One note as it stands. `draft` is its row while it is not saved."""

    text: str
    draft: ItemDraft | None = None


def notes_of(item: AgendaItem, drafts: Collection[ItemDraft]) -> dict[str, Notes]:
    """The notes of an item by name: as typed where that is newer than what was saved."""
    found = {draft.part: draft for draft in drafts if draft.user_uid == EVERYBODY}
    notes = {}
    for name in NOTES:
        draft = found.get(name)
        notes[name] = Notes(str(draft.values["text"]) if draft else getattr(item, name) or "", draft)
    return notes


def list_drafts(actor: Actor, item: AgendaItem) -> list[ItemDraft]:
    """The notes of all and the actor's own unfinished forms."""
    return list(
        db.session.scalars(
            select(ItemDraft).where(ItemDraft.item_uid == item.uid, ItemDraft.user_uid.in_([EVERYBODY, actor.user_uid]))
        )
    )


def plain(text: str) -> str:
    """As forms take it: line ends as browsers send them, without what no database holds."""
    return storable(text, one_line=False)


def check_open(item: AgendaItem) -> None:
    """Raises Refused unless the item is before an open meeting."""
    check_meeting("type", item.meeting)
    check_item("type", item)


def type_note(
    *, actor: Actor, item: AgendaItem, drafts: Collection[ItemDraft], name: str, base: str, text: str
) -> tuple[str, bool]:
    """Keep a note of all. `base` is what its writer began from; what others wrote meanwhile stays (see `merge`).

    Returns the note as it is now, and whether two versions of the same words stand in it. Raises Refused, and Stale
    when somebody else wrote in this moment: sent again, it is merged.
    """
    check_open(item)
    if name not in NOTES:
        raise Refused("Choose a note of this item")
    standing = notes_of(item, drafts)[name]
    merged = merge(base, standing.text, text)
    if len(merged.text) > NOTES[name]:
        raise Refused(f"Enter {NOTES[name]:,} characters or fewer", field=name)
    if merged.text != standing.text:
        if merged.text == (getattr(item, name) or "") and standing.draft is not None:
            _remove(standing.draft)
        else:
            _keep(actor, item, standing.draft, name, EVERYBODY, {"text": merged.text})
    return merged.text, merged.kept_both


def type_form(
    *, actor: Actor, item: AgendaItem, drafts: Collection[ItemDraft], part: str, values: Mapping[str, str]
) -> None:
    """Keep the actor's own unfinished form of one part; an empty one goes."""
    check_open(item)
    if sum(len(name) + len(value) for name, value in values.items()) > FORM_LIMIT:
        raise Refused("Enter less: this is too long to keep")
    mine = next((one for one in drafts if one.part == part and one.user_uid == actor.user_uid), None)
    if not any(values.values()):
        if mine is not None:
            _remove(mine)
    elif mine is None or dict(mine.values) != dict(values):
        _keep(actor, item, mine, part, actor.user_uid, values)


def take_in(*, actor: Actor, item: AgendaItem, parts: Collection[str]) -> None:
    """What was typed in these parts has been saved: nothing is left to keep."""
    for draft in list_drafts(actor, item):
        if draft.part in parts:
            _remove(draft)
    db.session.flush()


def drafts_of_items(items: Collection[AgendaItem]) -> list[ItemDraft]:
    """Everything that is typed about some items and not saved, whoever typed it."""
    uids = [item.uid for item in items]
    return list(db.session.scalars(select(ItemDraft).where(ItemDraft.item_uid.in_(uids)))) if uids else []


def settle(items: Collection[AgendaItem]) -> None:
    """The meeting ends: notes of items that were heard are saved as they stand, everything else that was begun goes."""
    by_uid = {item.uid: item for item in items}
    for draft in drafts_of_items(items):
        item = by_uid[draft.item_uid]
        text = str(draft.values.get("text", "")).strip() if draft.part in NOTES else ""
        if text and item.heard_at is not None and item.deferred_at is None:
            setattr(item, draft.part, text)
            audit.record("agenda.item_heard", item, conflicts=len(item.conflicts))
        _remove(draft)


def _keep(  # noqa: PLR0917 - one row
    actor: Actor, item: AgendaItem, draft: ItemDraft | None, part: str, user_uid: str, values: Mapping[str, str]
) -> None:
    if draft is None:
        draft = ItemDraft(
            key_uid=item.key_uid,
            area_uid=item.area_uid,
            agency_uid=item.agency_uid,
            item_uid=item.uid,
            meeting_uid=item.meeting_uid,
            case_uid=item.case_uid,
            part=part,
            user_uid=user_uid,
        )
        db.session.add(draft)
    draft.saved_at, draft.saved_by_uid = now(), actor.user_uid
    draft.values = dict(values)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else began the same note in this moment
        raise Stale("item_draft") from error
    audit.record("agenda.draft_saved", draft, part=part)


def _remove(draft: ItemDraft) -> None:
    audit.record("agenda.draft_removed", draft, part=draft.part)
    db.session.delete(draft)
