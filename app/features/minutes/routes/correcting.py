"""Pages of corrections: an agency proposes one, the coordinator answers."""

from flask.typing import ResponseReturnValue

from app.features.minutes import queries
from app.features.minutes.blueprint import bp
from app.features.minutes.commands import correcting
from app.features.minutes.forms import AnswerForm, CorrectionForm
from app.features.minutes.routes.finding import found, part_of
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission


@bp.route("/parts/<uid:part_uid>/correct", methods=["GET", "POST"])
@permits(P.MEETING_VIEW)
def correct(meeting_uid: str, part_uid: str) -> ResponseReturnValue:
    """What is wrong in one item, or in the general part."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    item = part_of(actor, held, part_uid)
    form = CorrectionForm()
    if form.validate_on_submit():
        with form.catching():
            correcting.propose_correction(actor=actor, minutes=held, meeting=meeting, item=item, **form.values)
            return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Correction sent to the coordinator")
    if not correcting.may_propose(actor, held, meeting):
        return render("minutes/correct_over.html", meeting=meeting, minutes=held)
    return render("minutes/correct.html", form=form, meeting=meeting, minutes=held, item=item)


@bp.route("/corrections/<uid:correction_uid>", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def answer(meeting_uid: str, correction_uid: str) -> ResponseReturnValue:
    """Whether a correction is made. Accepted, the page of the words follows."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    correction = queries.get_correction(actor, correction_uid)
    if correction.minutes_uid != held.uid:
        raise NotFound("correction")
    item = part_of(actor, held, correction.part_uid)
    form = AnswerForm()
    if form.validate_on_submit():
        with form.catching():
            accepted = form.accepted.data == "yes"
            correcting.answer_correction(
                actor=actor, minutes=held, correction=correction, accepted=accepted, answer=form.answer.data or ""
            )
            if not accepted:
                return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Correction answered")
            if item is None:
                return see_other("minutes.general", meeting_uid=meeting_uid, flash="Accepted. Now change the words")
            return see_other(
                "minutes.item", meeting_uid=meeting_uid, item_uid=item.uid, flash="Accepted. Now change the words"
            )
    return render("minutes/answer.html", form=form, meeting=meeting, minutes=held, item=item, correction=correction)
