"""What people of another group see: the items discussed jointly with it, and nothing else."""

from sqlalchemy import select

from app.features.forums import interface as forums
from app.features.meetings.blueprint import bp
from app.features.meetings.decided import decided
from app.features.meetings.domain.status import ISSUED, item_status, meeting_status
from app.features.meetings.models import AgendaItem
from app.features.meetings.words import item_words
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Permission, current_actor, fetch
from app.platform.database import db
from app.web.access import permits
from app.web.rendering import render

audit.declare("agenda.joint_viewed")


@bp.get("/shared")
@permits(Permission.FORUM_VIEW)
def shared() -> str:
    """The joint items of the groups I belong to, the newest first."""
    actor = current_actor()
    codes = forums.forums_of_user(actor)
    rows = forums.list_joint(actor, codes) if codes else ()
    items = {
        item.uid: item
        for item in db.session.scalars(select(AgendaItem).where(AgendaItem.uid.in_([row.item_uid for row in rows])))
    }
    return render(
        "meetings/shared.html",
        groups=[forums.forum_words(uid, code) for uid in sorted(actor.area_uids) for code in codes],
        rows=[
            (row, items[row.item_uid], item_words(item_status(items[row.item_uid])))
            for row in rows
            if row.item_uid in items
        ],
    )


@bp.get("/shared/<uid:item_uid>")
@permits(Permission.FORUM_VIEW)
def shared_item(item_uid: str) -> str:
    """A joint item: what was said and decided, once the minutes are issued."""
    actor = current_actor()
    rows = [row for row in forums.list_joint(actor, forums.forums_of_user(actor)) if row.item_uid == item_uid]
    if not rows:
        raise NotFound("item")
    item = fetch(actor, AgendaItem, item_uid)
    audit.record("agenda.joint_viewed", item)
    issued = meeting_status(item.meeting, today()) in ISSUED
    return render(
        "meetings/shared_item.html",
        row=rows[0],
        item=item,
        issued=issued,
        decisions=[decided(one) for one in item.decisions] if issued else [],
    )
