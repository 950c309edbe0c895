"""My calendar: the private link, and what a calendar program reads through it."""

from datetime import date, datetime, timedelta

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from app.features.accounts.interface import throttle
from app.features.diary import commands, leaving, queries  # noqa: F401 - leaving says what a leaver has in hand
from app.features.diary.entries import Entry, entries_of
from app.kernel.clock import local, today
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.platform.database.work import commit_although_refused
from app.web.access import permits, public
from app.web.addresses import public_link
from app.web.rendering import render, see_other

bp = Blueprint("diary", __name__, url_prefix="/diary", template_folder="templates")

AHEAD = timedelta(days=60)
"""How much of the diary is shown on the page."""


@bp.get("")
@permits(Permission.MEETING_VIEW)
def mine() -> str:
    actor = current_actor()
    return render("diary/mine.html", feed=queries.my_feed(actor), coming=_coming(), link=None)


@bp.post("/link")
@permits(Permission.MEETING_VIEW)
def create() -> str:
    """The link is shown now and never again."""
    actor = current_actor()
    link = public_link("diary.feed", token=commands.create_feed(actor=actor))
    return render("diary/mine.html", feed=queries.my_feed(actor), coming=_coming(), link=link)


@bp.post("/link/revoke")
@permits(Permission.MEETING_VIEW)
def revoke() -> ResponseReturnValue:
    gone = commands.revoke_feed(actor=current_actor())
    return see_other("diary.mine", flash="The link does not work any more" if gone else None)


@bp.get("/<token>.ics")
@public("a calendar program shows the secret of a private link; nothing behind it is about a person")
def feed(token: str) -> ResponseReturnValue:
    try:
        read = queries.read_feed(token)
    except NotFound:
        _count_a_guess()
        raise
    answer = Response(read.body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "inline; filename=concord.ics"
    answer.set_etag(read.digest)
    answer.last_modified = read.changed_at
    return answer.make_conditional(request)


def _count_a_guess() -> None:
    """As with signing in, a stranger's guesses slow down the stranger and never whoever holds a link that works."""
    counted = throttle.calendar_counters(request.remote_addr or "")
    if throttle.are_too_many(counted):
        abort(429)
    throttle.count(counted)
    commit_although_refused()


def _coming() -> list[tuple[Entry, date | datetime]]:
    """What comes next, with the time on a clock in England."""
    actor, first = current_actor(), today()
    shown = [(entry, _on_the_wall(entry.starts)) for entry in entries_of(actor.user_uid, actor.area_uids)]
    return [(entry, at) for entry, at in shown if first <= _day(at) < first + AHEAD]


def _on_the_wall(starts: date | datetime) -> date | datetime:
    return local(starts) if isinstance(starts, datetime) else starts


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at
