"""What a case's own page says of what agencies returned: a panel and rows of the timeline."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from app.features.cases.interface import Case, timeline
from app.features.returns import leaving, queries  # noqa: F401 - leaving says what a leaver has in hand
from app.features.returns.shown import Said
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part

WITHHELD = "The agency does not let you read it"


def panel(*, case: Case, **_context: Any) -> str | None:
    """The newest meeting's answers; of earlier ones how many there are."""
    actor = current_actor()
    if not actor.may(Permission.RETURN_GIVE):
        return None
    every = queries.said_about(actor, case.uid)
    newest = [one for one in every if one.meeting_uid == every[0].meeting_uid]
    return part(
        "returns/panel.html",
        case=case,
        rows=newest,
        earlier=[one for one in every[len(newest) :] if not one.is_owed],
        answered=sum(not one.is_owed for one in newest),
        withheld=WITHHELD,
    )


def timeline_rows(actor: Actor, case: Case) -> Iterable[timeline.Row]:
    """When an agency answered, and what it does."""
    if not actor.may(Permission.RETURN_GIVE):
        return
    for one in queries.said_about(actor, case.uid):
        if one.returned_at is not None:
            url = url_for("returns.request", request_uid=one.request_uid)
            what = f"Return {one.reference}: {one.state_words.lower()}"
            yield timeline.Row(one.returned_at, what, _gist(one), one.agency, url)


def _gist(one: Said) -> str:
    if one.withheld:
        return WITHHELD
    answers = one.answers or {}
    told = (answers.get(name) for name in ("what_we_are_doing", "current_plan", "cannot_share_reason"))
    return str(next((text for text in told if text), ""))


panels.register("case", 45, panel)
panels.register("judging", 10, panel)  # of assurance: what each agency said stands beside what one of them assures
timeline.add_source(timeline_rows)
