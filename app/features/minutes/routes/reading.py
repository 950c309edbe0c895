"""Reading the minutes: on a page, as a document, and the urgent part the day after."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.meetings import interface as meetings
from app.features.minutes import queries, reading, urgent, word
from app.features.minutes.blueprint import bp
from app.features.minutes.commands import correcting, issuing, writing
from app.features.minutes.domain import course
from app.features.minutes.drafting import URGENT_PRIORITY
from app.features.minutes.routes.finding import found
from app.features.minutes.words import STATES
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Permission, current_actor
from app.platform.document import MIME_TYPE
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission
MOST_UNFOLDED = 6
"""Items of longer minutes are folded: what came of each is there, what was said when it is opened."""


@bp.get("")
@permits(P.MEETING_VIEW)
def minutes(meeting_uid: str) -> str:
    """The minutes as this reader may see them: items of other cases are not there at all."""
    actor = current_actor()
    meeting = meetings.get_meeting(actor, meeting_uid)
    manages = reading.manages(actor)
    held = queries.find_minutes(actor, meeting_uid)
    if held is None:
        if not manages or meeting.closed_at is None:
            raise NotFound("minutes")
        return render("minutes/start.html", meeting=meeting)
    if held.issued_at is None and not manages:
        raise NotFound("minutes")
    shown = reading.show(actor, held, meeting, issued=not manages)
    audit.record("minutes.viewed", held, items=len(shown.items))
    corrections = queries.list_corrections(actor, held)
    parts = reading.parts_of(shown)
    return render(
        "minutes/minutes.html",
        meeting=meeting,
        shown=shown,
        state=STATES[shown.state],
        manages=manages,
        chairs=actor.may(Permission.MINUTES_SIGN),
        may_edit=manages and shown.state != course.LOCKED,
        may_propose=correcting.may_propose(actor, held, meeting),
        unread=any(
            notice.user_uid == actor.user_uid and notice.read_at is None for notice in queries.list_notices(actor, held)
        ),
        corrections=[(one, parts.get(one.part_uid, "")) for one in corrections],
        unanswered=sum(one.answered_at is None for one in corrections),
        names=accounts.user_names(actor, [held.approved_by_uid, held.issued_by_uid, held.locked_by_uid]),
        agency=meetings.agency_words,
        folded=len(shown.items) > MOST_UNFOLDED and request.args.get("items") != "all",
        opened=request.args.get("item"),
    )


@bp.post("/start")
@permits(P.MEETING_MANAGE)
def start(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    writing.start_minutes(actor=actor, meeting=meetings.get_meeting(actor, meeting_uid))
    return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Minutes drafted from what was recorded")


@bp.post("/read")
@permits(P.MEETING_VIEW)
def read(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    _meeting, held = found(actor, meeting_uid)
    issuing.acknowledge_reading(actor=actor, minutes=held)
    return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="You have said that you read these minutes")


@bp.post("/document")
@permits(P.MEETING_VIEW)
def document(meeting_uid: str) -> ResponseReturnValue:
    """What this reader may see, for their agency's own record."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    if held.issued_at is None and not reading.manages(actor):
        raise NotFound("minutes")
    shown = reading.show(actor, held, meeting, issued=held.issued_at is not None)
    name = word.file_name(shown)
    data = word.make_document(actor, shown)
    return Response(data, mimetype=MIME_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.get("/readers")
@permits(P.MEETING_MANAGE)
def readers(meeting_uid: str) -> str:
    """Who was told, what they were given, and who has said that they read it."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    notices = queries.list_notices(actor, held)
    users = {user.uid: user for user in accounts.list_users(actor, with_left=True)} if notices else {}
    rows = [
        {
            "notice": notice,
            "name": users[notice.user_uid].name if notice.user_uid in users else "Somebody who has left",
            "agency": meetings.agency_words(users[notice.user_uid].agency_uid) if notice.user_uid in users else "",
            "items": len(notice.parts.keys() - {held.uid}),
        }
        for notice in notices
    ]
    rows.sort(key=lambda row: (str(row["agency"]).casefold(), str(row["name"]).casefold()))
    return render("minutes/readers.html", meeting=meeting, minutes=held, rows=rows)


# The day after ------------------------------------------------------------------------------------------------------


@bp.get("/urgent", endpoint="urgent")
@permits(P.MEETING_VIEW)
def urgent_page(meeting_uid: str) -> str:
    """Urgent actions and the log of decisions, of the items that this reader may see."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    if held.urgent_out_at is None and not reading.manages(actor):
        raise NotFound("urgent")
    log = urgent.log_of(actor, meeting)
    audit.record("minutes.urgent_viewed", held, items=len(log))
    return render(
        "minutes/urgent.html",
        meeting=meeting,
        minutes=held,
        log=log,
        manages=reading.manages(actor),
        priority=partnership.code_label("action_priority", URGENT_PRIORITY),
    )


@bp.post("/urgent/issue")
@permits(P.MEETING_MANAGE)
def issue_urgent(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    issuing.issue_urgent(actor=actor, minutes=held, meeting=meeting)
    return see_other("minutes.urgent", meeting_uid=meeting_uid, flash="Urgent actions and decisions issued")
