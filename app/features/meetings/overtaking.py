"""Two people write at once: what one of them saved is never undone by the other's older page.

Where scripts run, pages merge as they are typed (`commands.drafting`); this is for a page that was sent without them.
"""

import hashlib
import json
from collections.abc import Mapping

from app.features.meetings.forms import ItemForm

OVERTAKEN = "Somebody else changed this while you were writing. Compare the two, put right what is here and save again"


def seen_of(there: Mapping[str, str]) -> str:
    """What a page shows of what it may change, for its hidden field."""
    return ".".join(_digest(value) for value in there.values())


def overtaken(there: Mapping[str, str], form: ItemForm) -> dict[str, str]:
    """What is there now, by field, where somebody else changed it since the page was opened and this form changes it
    too. A field that its writer left as it was takes what is there now.
    """
    shown = dict(zip(there, (form.seen.data or seen_of(there)).split("."), strict=False))
    clashes: dict[str, str] = {}
    for name, now in there.items():
        if name not in form:
            continue
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


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
