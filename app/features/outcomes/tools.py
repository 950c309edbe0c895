"""The tools of the code list, and which of them an intervention is measured with."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select

from app.features.interventions.interface import Intervention, check_may_change
from app.features.outcomes.domain.tools import GOAL, Tool, tool_of
from app.features.outcomes.models import ToolChoice
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("outcome.tools_chosen", facts={"count"})

LIST = "outcome_tool"


def find_tool(code: str) -> Tool | None:
    """Also one that is no longer in use: what it measured is still shown."""
    item = partnership.code_item(LIST, code)
    return tool_of(item.code, item.label, item.hint, item.attributes) if item else None


def tools_in_use(on: date | None = None) -> list[Tool]:
    """Those that may be chosen `on` a day, today unless told."""
    return [tool_of(item.code, item.label, item.hint, item.attributes) for item in partnership.code_list(LIST, on)]


def general_tool() -> str:
    """The code of the rating that fits any outcome."""
    return next(tool.code for tool in tools_in_use() if tool.general)


def choosable() -> list[Tool]:
    """What a commissioner chooses from: goals are always the person's own."""
    return [tool for tool in tools_in_use() if GOAL not in tool.outcomes]


def chosen_for(intervention_uids: Iterable[str], on: date | None = None) -> dict[str, list[Tool]]:
    """The tools each intervention is measured with on a day, in the order of the list."""
    day = on or today()
    rows = db.session.scalars(
        select(ToolChoice).where(
            ToolChoice.intervention_uid.in_(set(intervention_uids)),
            ToolChoice.from_on <= day,
            or_(ToolChoice.until_on.is_(None), ToolChoice.until_on > day),
        )
    )
    codes: dict[str, set[str]] = {}
    for row in rows:
        codes.setdefault(row.intervention_uid, set()).add(row.tool)
    in_use = choosable()
    return {uid: [tool for tool in in_use if tool.code in found] for uid, found in codes.items()}


def choose_tools(*, actor: Actor, intervention: Intervention, tools: Sequence[str]) -> None:
    """From today the intervention is measured with these. What was measured before with others is still compared."""
    check_may_change(actor, intervention.area_code)
    known = {tool.code for tool in choosable()}
    if not set(tools) <= known:
        raise Refused("Select tools from the list", field="tools", rule="PR-52")
    day = today()
    live = db.session.scalars(
        select(ToolChoice)
        .where(ToolChoice.intervention_uid == intervention.uid, ToolChoice.until_on.is_(None))
        .with_for_update()
    ).all()
    there = {row.tool for row in live}
    if there == set(tools):
        return
    for row in live:
        if row.tool in tools:
            continue
        if row.from_on == day:
            db.session.delete(row)
        else:
            row.until_on = day
    db.session.add_all(
        ToolChoice(intervention_uid=intervention.uid, tool=code, from_on=day) for code in set(tools) - there
    )
    db.session.flush()
    audit.record("outcome.tools_chosen", intervention, count=len(set(tools)))
