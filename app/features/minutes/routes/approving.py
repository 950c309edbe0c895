"""Pages of the course: to the chair, approved, issued, signed."""

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.meetings.interface import Meeting
from app.features.minutes import preview, queries
from app.features.minutes.blueprint import bp
from app.features.minutes.commands import approving, issuing
from app.features.minutes.domain import course
from app.features.minutes.forms import BackForm, IssueForm, SignForm, whole
from app.features.minutes.models import Minutes
from app.features.minutes.routes.finding import found
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission


@bp.post("/send")
@permits(P.MEETING_MANAGE)
def send(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    approving.send_to_chair(actor=actor, minutes=held, meeting=meeting)
    return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Draft sent to the chair")


@bp.post("/approve")
@permits(P.MINUTES_SIGN)
def approve(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    _meeting, held = found(actor, meeting_uid)
    approving.approve(actor=actor, minutes=held)
    return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Minutes approved")


@bp.route("/back", methods=["GET", "POST"])
@permits(P.MINUTES_SIGN)
def back(meeting_uid: str) -> ResponseReturnValue:
    """The chair gives the draft back."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    form = BackForm()
    if form.validate_on_submit():
        with form.catching():
            approving.give_back(actor=actor, minutes=held, reason=form.reason.data or "")
            return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Draft given back to the coordinator")
    return render("minutes/back.html", form=form, meeting=meeting)


@bp.route("/issue", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def issue(meeting_uid: str) -> ResponseReturnValue:
    """Who will be given what; and, with the button, issued. After that, what was put right since."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    form = IssueForm(data={"round": str(held.rounds)})
    if form.validate_on_submit():
        with form.catching():
            return _issue(actor, held, meeting, form.round.data or "")
    again = held.issued_at is not None
    return render(
        "minutes/issue.html",
        form=form,
        meeting=meeting,
        minutes=held,
        again=again,
        state=course.minutes_state(held, today()),
        agencies=preview.by_agency(actor, held, meeting),
        changed=preview.changed(actor, held, meeting) if again else [],
        notifiers=[] if again else preview.notifiers(actor, held, meeting),
    )


def _issue(actor: Actor, held: Minutes, meeting: Meeting, shown: str) -> ResponseReturnValue:
    if shown in {"", "0"}:
        issuing.issue(actor=actor, minutes=held, meeting=meeting)
        return see_other("minutes.minutes", meeting_uid=meeting.uid, flash="Minutes issued")
    issuing.issue_again(actor=actor, minutes=held, after=whole(shown))
    return see_other("minutes.minutes", meeting_uid=meeting.uid, flash="Corrected minutes issued")


@bp.route("/sign", methods=["GET", "POST"])
@permits(P.MINUTES_SIGN)
def sign(meeting_uid: str) -> ResponseReturnValue:
    """The chair signs, and nothing of the meeting changes any more."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    form = SignForm()
    if form.validate_on_submit():
        with form.catching():
            approving.lock(actor=actor, minutes=held, meeting=meeting, reason=form.reason.data)
            return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Minutes signed and locked")
    chaired_by = None
    if meeting.chair_uid != actor.user_uid:
        chaired_by = accounts.user_names(actor, [meeting.chair_uid]).get(meeting.chair_uid or "", "Somebody else")
    return render(
        "minutes/sign.html",
        form=form,
        meeting=meeting,
        minutes=held,
        unanswered=queries.count_unanswered(actor, held),
        chaired_by=chaired_by,
    )
