"""A provider's home page: who waits for an answer, and my people, the most urgent first."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for

from app.features.referrals import queries, showing
from app.features.referrals.clocks import Clock
from app.features.referrals.domain import TO_ANSWER, Status
from app.features.referrals.showing import Line
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.platform.database.memo import once_a_page
from app.web import panels
from app.web.rendering import day, part

NEW, PEOPLE = 20, 60
SHOWN = 20
"""Rows of a list on the home page: it stays small on a bad line; the rest is behind its link."""


@once_a_page
def _lines(actor: Any) -> list[Line]:
    return showing.lines(actor, queries.list_current(actor))


def new() -> str | None:
    actor = current_actor()
    if not actor.may(Permission.REFERRAL_VIEW):
        return None
    found = [line for line in _lines(actor) if line.status in TO_ANSWER]
    waiting = sum(line.status is Status.WAITLIST for line in _lines(actor))
    return part("referrals/portal_new.html", tasks=_tasks(found), waiting=waiting)


def people() -> str | None:
    """Mine; the lead sees those of the others too."""
    actor = current_actor()
    if not actor.may(Permission.REFERRAL_VIEW):
        return None
    found = [line for line in _lines(actor) if line.status not in TO_ANSWER and line.status is not Status.WAITLIST]
    mine = [line for line in found if line.mine]
    others = [line for line in found if not line.mine] if actor.may(Permission.REFERRAL_ASSIGN) else []
    return part("referrals/portal_people.html", mine=_tasks(mine), others=_tasks(others))


def _tasks(found: Iterable[Line]) -> list[dict[str, Any]]:
    """The most urgent first: by the day that something is due, then what nothing is due of."""
    rows = sorted(found, key=lambda line: (line.clock.due_on if line.clock else date.max, line.referral.uid))
    return [_task(line, today()) for line in rows[:SHOWN]]


def _task(line: Line, on: date) -> dict[str, Any]:
    url = url_for("referrals.referral", referral_uid=line.referral.uid)
    hint = line.referral.intervention.name
    if line.worker and not line.mine:
        hint += f". {line.worker} works with them"
    if line.clock is None:
        return {"title": line.referral.first_name, "href": url, "status": line.words, "colour": None, "hint": hint}
    words, colour = _urgency(line.clock, on)
    hint = f"{line.owes} by {day(line.clock.due_on)}. {hint}"
    return {"title": line.referral.first_name, "href": url, "status": words, "colour": colour, "hint": hint}


def _urgency(clock: Clock, on: date) -> tuple[str, str]:
    """Short: it stands beside the name on a phone."""
    if clock.late:
        return "Overdue", "red"
    left = (clock.due_on - on).days
    return ("Today", "orange") if left == 0 else ("1 day" if left == 1 else f"{left} days", "light-blue")


panels.register("portal", NEW, new)
panels.register("portal", PEOPLE, people)
