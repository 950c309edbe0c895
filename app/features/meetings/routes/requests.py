"""Asking agencies for information before a meeting, and how far that has come."""

from flask.typing import ResponseReturnValue

from app.features.meetings import queries, requesting
from app.features.meetings.blueprint import bp
from app.features.meetings.domain import status
from app.features.meetings.models import Meeting
from app.features.meetings.requesting import Asking
from app.features.meetings.words import KINDS
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import Checkboxes, Select, choice
from app.web.forms import Form
from app.web.rendering import render, see_other

P = Permission
BETWEEN = "."
NOTHING = "Select at least one agency to ask"


class SendForm(Form):
    ask = Checkboxes("Agencies to ask", required=NOTHING)


class AskMoreForm(Form):
    case_uid = Select("About", required="Select what to ask about", blank="Select a case")
    agency_uid = Select("Agency", required="Select an agency", blank="Select an agency")


@bp.route("/<uid:meeting_uid>/requests", methods=["GET", "POST"])
@permits(P.RETURN_ASK)
def requests(meeting_uid: str) -> ResponseReturnValue:
    """Agency by case: one press asks everybody who is ticked; whoever was asked shows what came of it."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    shown = requesting.asking(actor, meeting)
    form = SendForm(data={"ask": [value for value, chosen in _options(shown) if chosen]})
    form.ask.choices = [choice(value, value) for value, _chosen in _options(shown)]
    if form.validate_on_submit():
        with form.catching():
            pairs = [tuple(value.split(BETWEEN)) for value in form.ask.data or ()]
            sent = requesting.send(actor=actor, meeting=meeting, pairs=[(pair[0], pair[1]) for pair in pairs])
            words = "1 request sent" if len(sent) == 1 else f"{len(sent)} requests sent"
            return see_other("meetings.requests", meeting_uid=meeting.uid, flash=words)
    return render(
        "meetings/requests.html",
        meeting=meeting,
        form=form,
        shown=shown,
        ticked=frozenset(form.ask.data or ()),
        may_ask=_may_ask(meeting),
        due=requesting.usual_due(meeting),
        kinds=KINDS,
        reason_words=lambda code: partnership.code_label("research_reason", code),
    )


def _options(shown: Asking) -> list[tuple[str, bool]]:
    """The value of each box there may be, and whether it is ticked to begin with."""
    return [
        (f"{row.to_hear.case.uid}{BETWEEN}{one.agency.uid}", one.chosen and one.cell is None)
        for row in shown.rows
        for one in row.choices
        if row.to_hear.reasons and not one.shut_out
    ]


def _may_ask(meeting: Meeting) -> bool:
    if status.meeting_status(meeting, today()) in status.ENDED:
        return False
    try:
        return requesting.due_at(meeting) > now()
    except Refused:
        return False


@bp.route("/<uid:meeting_uid>/requests/one", methods=["GET", "POST"])
@permits(P.RETURN_ASK)
def request_one(meeting_uid: str) -> ResponseReturnValue:
    """Ask an agency that has no column, about one case."""
    actor = current_actor()
    meeting = queries.get_meeting(actor, meeting_uid)
    hear = requesting.to_be_heard(actor, meeting)
    form = AskMoreForm()
    form.case_uid.choices = [choice(one.case.uid, f"{one.case.reference}: {one.case.subject.title}") for one in hear]
    form.agency_uid.choices = [
        choice(agency.uid, agency.name)
        for agency in partnership.agencies_in(meeting.area_uid)
        if partnership.has_current_agreement(agency.uid) and partnership.may_receive(agency.uid)
    ]
    if form.validate_on_submit():
        with form.catching():
            pair = (form.case_uid.data or "", form.agency_uid.data or "")
            sent = requesting.send(actor=actor, meeting=meeting, pairs=[pair])
            flash = "1 request sent" if sent else "Asked already: nothing was sent"
            return see_other("meetings.requests", meeting_uid=meeting.uid, flash=flash)
    return render("meetings/request_one.html", meeting=meeting, form=form)
