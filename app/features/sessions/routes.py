"""A provider's sessions: what is on, what waits to be recorded, and one of them."""

from flask import request
from sqlalchemy import true

from app.features.partnership import interface as partnership
from app.features.sessions import (
    changing,
    counting,
    pages_change,
    pages_contacts,
    pages_plan,
    pages_record,
    queries,
)
from app.features.sessions.blueprint import bp
from app.features.sessions.pages_plan import RECORD
from app.features.sessions.state import record_at, state_of
from app.kernel.clock import today
from app.platform.access import current_actor
from app.web import navigation
from app.web.access import permits
from app.web.paging import paging
from app.web.rendering import render

__all__ = ["bp", "pages_change", "pages_contacts", "pages_plan", "pages_record"]

navigation.add("Sessions", "sessions.sessions", RECORD, 72, section=navigation.HELP)

LISTS = {
    "today": "Today",
    "record": "To be recorded",
    "next": "Still to come",
    "all": "All",
}


@bp.get("")
@permits(RECORD)
def sessions() -> str:
    """The sessions of my agency: today's, those to be recorded, those to come, all."""
    actor, on = current_actor(), today()
    shown = request.args.get("show", "today")
    shown = shown if shown in LISTS else "today"
    which = {
        "today": queries.on_day(on),
        "record": queries.not_recorded(on),
        "next": queries.to_come(on),
        "all": true(),
    }
    counts = {name: queries.count_sessions(actor, which[name]) for name in LISTS}
    page = paging(counts[shown])
    rows = queries.list_sessions(actor, which[shown], newest_first=shown == "all", offset=page.offset, limit=page.limit)
    return render(
        "sessions/sessions.html",
        rows=rows,
        page=page,
        shown=shown,
        lists=LISTS,
        counts=counts,
        label=partnership.code_label,
        state=state_of,
        record_at=record_at if shown == "record" else None,
    )


@bp.get("/<uid:session_uid>")
@permits(RECORD)
def session(session_uid: str) -> str:
    """One session: what, when, who is asked and who came; with the group at the same time beside it."""
    actor = current_actor()
    found = queries.get_session(actor, session_uid)
    groups = sorted((found, *changing.beside_it(found)), key=lambda one: one.for_others)
    people = queries.rows_at([one.uid for one in groups])
    return render(
        "sessions/session.html",
        session=found,
        groups=[(one, people.get(one.uid, [])) for one in groups],
        workers=queries.workers_of(actor, [found.uid]).get(found.uid, []),
        venue=queries.venue_names([found.venue_uid]).get(found.venue_uid or ""),
        tallies=counting.tallies_of(found) if found.counts else [],
        state=state_of,
        record_at=record_at,
        waiting=queries.next_of_mine(actor, found) if found.happened is not None else None,
        on=today(),
        label=partnership.code_label,
    )
