"""Two people write at once: what one of them saved is never undone by the other's older page."""

import hashlib
import json
from collections.abc import Mapping

from app.features.meetings.commands.items import chair_of
from app.features.meetings.forms import ItemForm
from app.features.meetings.models import AgendaItem

WRITTEN = ("voice_heard", "summary", "chair_uid")
OVERTAKEN = "Somebody else changed this while you were writing. Compare the two, put right what is here and save again"


def seen_of(item: AgendaItem) -> str:
    """What a page of the item shows of what it may change, for its hidden field."""
    return ".".join(_digest(value) for value in _there(item).values())


def overtaken(item: AgendaItem, form: ItemForm) -> dict[str, str]:
    """What is there now, by field, where somebody else changed it since the page was opened and this form changes it
    too. A field that its writer left as it was takes what is there now.
    """
    shown = dict(zip(WRITTEN, (form.seen.data or seen_of(item)).split("."), strict=False))
    clashes: dict[str, str] = {}
    for name, now in _there(item).items():
        typed = form[name].data or ""
        if _digest(now) == shown.get(name) or _digest(typed) == _digest(now):
            continue
        if _digest(typed) == shown.get(name):
            form[name].data = now
        else:
            clashes[name] = now
    return clashes


def shown_attendance(value: str | None) -> Mapping[str, str | None] | None:
    """The attendance a page showed, by key of the person; None when the page did not say."""
    try:
        shown = json.loads(value or "")
    except ValueError:
        return None
    return shown if isinstance(shown, dict) else None


def _there(item: AgendaItem) -> dict[str, str]:
    values = (item.voice_heard, item.summary, chair_of(item))
    return {name: value or "" for name, value in zip(WRITTEN, values, strict=True)}


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
