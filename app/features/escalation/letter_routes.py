"""The letter of the next step: drafted, changed, read as it will go, sent by a press."""

from flask.typing import ResponseReturnValue

from app.features.escalation import commands, queries
from app.features.escalation.blueprint import bp
from app.features.escalation.domain import BY_CHAIR, Level
from app.features.escalation.forms import LetterForm, SendForm
from app.features.escalation.ladder import clock_words, level_label
from app.features.escalation.letters import recipients
from app.features.escalation.models import Escalation, EscalationLetter
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound
from app.kernel.numbers import whole_number
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

P = Permission


@bp.post("/<uid:escalation_uid>/letter/draft")
@permits(P.ESCALATION_MANAGE)
def draft(escalation_uid: str) -> ResponseReturnValue:
    """Draft the letter of the next step; asked again, it is the same."""
    actor = current_actor()
    row = queries.get_escalation(actor, escalation_uid)
    letter = commands.draft_letter(actor=actor, escalation=row)
    return see_other("escalation.letter", escalation_uid=row.uid, level=letter.level)


@bp.route("/<uid:escalation_uid>/letter/<level>", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def letter(escalation_uid: str, level: str) -> ResponseReturnValue:
    actor = current_actor()
    row, found = _found(escalation_uid, level)
    if found.sent_at is not None:
        return see_other("escalation.escalation", escalation_uid=row.uid)
    form = LetterForm(
        data={
            "ver": str(found.ver),
            "to_user_uid": found.to_user_uid,
            "to_name": None if found.to_user_uid else found.to_name,
            "subject": found.subject,
            "body": found.body,
        }
    )
    people = recipients(actor, row)
    form.to_user_uid.choices = [choice(one.uid, one.name) for one in people]
    form.agency_uid.choices = [choice(one.uid, one.name) for one in partnership.agencies_in(row.area_uid)]
    if row.agency_uid is not None or level == Level.E3:
        del form.agency_uid
    if not people:
        del form.to_user_uid
    if form.validate_on_submit():
        with form.catching():
            commands.change_letter(
                actor=actor, escalation=row, letter=found, expected_ver=whole_number(form.ver.data, -1), **form.values
            )
            return see_other("escalation.check", escalation_uid=row.uid, level=level)
    return render("escalation/letter.html", form=form, row=row, level=level_label(level), clock=clock_words(level))


@bp.route("/<uid:escalation_uid>/letter/<level>/send", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def check(escalation_uid: str, level: str) -> ResponseReturnValue:
    """The letter as it will go. Nothing goes before somebody presses."""
    actor = current_actor()
    row, found = _found(escalation_uid, level)
    if found.sent_at is not None:
        return see_other("escalation.escalation", escalation_uid=row.uid)
    form = SendForm(data={"ver": str(found.ver)})
    if form.validate_on_submit():
        with form.catching():
            told = commands.send_letter(
                actor=actor, escalation=row, letter=found, expected_ver=whole_number(form.ver.data, -1)
            )
            flash = "Letter sent" if told else "Letter recorded as sent: print it for whom it is for"
            return see_other("escalation.escalation", escalation_uid=row.uid, flash=flash)
    return render(
        "escalation/send.html",
        form=form,
        row=row,
        letter=found,
        level=level_label(level),
        clock=clock_words(level),
        agency=partnership.agency_name(row.agency_uid) if row.agency_uid else None,
        may_send=level not in BY_CHAIR or actor.may(P.ESCALATION_SEND),
    )


@bp.get("/<uid:escalation_uid>/letter/<level>/sent")
@permits(P.ESCALATION_VIEW)
def sent(escalation_uid: str, level: str) -> str:
    """A letter that was sent, to read and to print."""
    row, found = _found(escalation_uid, level)
    if found.sent_at is None:
        raise NotFound("Letter")
    return render("escalation/sent.html", row=row, letter=found)


def _found(escalation_uid: str, level: str) -> tuple[Escalation, EscalationLetter]:
    actor = current_actor()
    row = queries.get_escalation(actor, escalation_uid)
    found = queries.find_letter(actor, row, level)
    if found is None:
        raise NotFound("Letter")
    return row, found
