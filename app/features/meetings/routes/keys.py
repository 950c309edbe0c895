"""Single keys of a meeting's pages: each may be turned off by who uses them (WCAG 2.1.4), for their session."""

from collections.abc import MutableMapping
from typing import Any

from flask import request, session
from flask.typing import ResponseReturnValue

from app.features.meetings import queries
from app.features.meetings.blueprint import bp
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import see_other

OFF = "meeting_keys_off"


def keys_are_off(kept: MutableMapping[str, Any]) -> bool:
    return bool(kept.get(OFF))


@bp.post("/items/<uid:item_uid>/keys")
@permits(Permission.MEETING_MANAGE)
def keys(item_uid: str) -> ResponseReturnValue:
    """Turn them off, or on again."""
    shown = queries.get_item(current_actor(), item_uid)
    off = request.form.get("to") == "off"
    session[OFF] = off
    words = "Single keys are off until you sign out" if off else "Single keys are on"
    return see_other("meetings.item", item_uid=shown.uid, flash=words)
