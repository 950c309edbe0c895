"""What the room adds to others: an erasure reaches its counts, and the money of a year leads to what people cost."""

from collections.abc import Collection

from app.features.partnership import interface as partnership
from app.features.reach import erasing, queries
from app.kernel.days import year_span
from app.platform.access import Permission, current_actor
from app.web import panels
from app.web.rendering import part

__all__ = ["erasing"]


def on_funding(year: int, area_uids: Collection[str], **_context: object) -> str | None:
    """The newest version of the newest quarter of each area, where there is one."""
    actor = current_actor()
    if not actor.may(Permission.REACH_VIEW):
        return None
    newest = {}
    for row in reversed(queries.list_returns(actor)):
        if row.area_uid in area_uids and year_span(row.year)[0].year == year:
            newest[row.area_uid] = row
    rows = [(partnership.get_area(uid).name, queries.quarter_of(row).words, row) for uid, row in newest.items()]
    return part("reach/on_funding.html", rows=sorted(rows, key=lambda one: one[0]))


panels.register("funding", 10, on_funding)
