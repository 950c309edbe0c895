"""What every command of the room asks first."""

from typing import Any

from sqlalchemy import select

from app.features.funding.models import BudgetLine
from app.kernel.errors import NotPermitted, Refused
from app.kernel.references import is_uid, new_uid
from app.platform.access import Actor, Permission, is_so
from app.platform.database import db


def may_manage(actor: Actor, area_uid: str) -> bool:
    return actor.is_system or (actor.may(Permission.FUNDING_MANAGE) and area_uid in actor.area_uids)


def allow(actor: Actor, area_uid: str) -> None:
    """Raises NotPermitted unless the actor keeps the money of the area."""
    if not may_manage(actor, area_uid):
        raise NotPermitted("the money of an area")


def needed(text: str | None, message: str, field: str) -> str:
    """The words without space around them. Raises Refused at the field when there are none."""
    words = (text or "").strip()
    if not words:
        raise Refused(message, field=field)
    return words


def once_uid(model: type[Any], once: str | None) -> str | None:
    """The uid of a new row: that of the form it was typed on. None when the form was sent before."""
    if once is None:
        return new_uid()
    if not is_uid(once) or is_so(select(model.uid).where(model.uid == once)):
        return None
    return once


def hold(line: BudgetLine) -> None:
    """Until the end of the transaction nobody else writes to the line: of two presses the second sees the first."""
    db.session.scalar(
        select(BudgetLine)
        .where(BudgetLine.uid == line.uid)
        .with_for_update(of=BudgetLine)
        .execution_options(populate_existing=True)
    )
