"""Asking for feedback: a link to give to somebody, or the worker's own device."""

import segno
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.outcomes import asking, forms
from app.features.outcomes.blueprint import bp
from app.features.outcomes.models import Feedback
from app.features.outcomes.pages_measures import RECORD, to_record
from app.features.partnership import interface as partnership
from app.platform.access import Permission, current_actor, fetch
from app.web.access import permits
from app.web.addresses import public_link
from app.web.rendering import render, see_other


@bp.route("/outcomes/referrals/<uid:referral_uid>/feedback", methods=["GET", "POST"])
@permits(*RECORD)
def ask(referral_uid: str) -> ResponseReturnValue:
    """Make a link. It is shown now and never again."""
    referral = to_record(referral_uid)
    form = forms.AskForm(data={"given_by": "SELF"})
    shown = {
        "referral": referral,
        "days": partnership.number("feedback.link", referral.area_uid),
        "minutes": partnership.number("feedback.device", referral.area_uid),
    }
    if form.validate_on_submit():
        with form.catching():
            secret = asking.ask(actor=current_actor(), referral=referral, way=asking.LINK, **form.values)
            link = public_link("outcomes.say", secret=secret)
            return render("outcomes/link.html", link=link, picture=_picture(link), **shown)
    may_hand_over = current_actor().may(Permission.OUTCOME_RECORD)
    return render("outcomes/ask.html", form=form, may_hand_over=may_hand_over, **shown)


@bp.post("/outcomes/referrals/<uid:referral_uid>/feedback/here")
@permits(Permission.OUTCOME_RECORD)
def hand_over(referral_uid: str) -> ResponseReturnValue:
    """Open the questions on this device. Whoever hands it over is signed out first, so that going back leads nowhere
    but to signing in."""
    actor = current_actor()
    referral = to_record(referral_uid)
    form = forms.AskForm()
    if not form.validate_on_submit():
        return see_other("outcomes.ask", referral_uid=referral.uid)
    secret = asking.ask(actor=actor, referral=referral, way=asking.DEVICE, **form.values)
    user = accounts.current_user()
    assert user is not None  # noqa: S101 - the permission asks for somebody signed in
    return accounts.hand_over_browser(actor=actor, user=user, response=see_other("outcomes.say", secret=secret))


@bp.post("/outcomes/feedback/<uid:feedback_uid>/withdraw")
@permits(*RECORD)
def withdraw(feedback_uid: str) -> ResponseReturnValue:
    """The link stops working."""
    actor = current_actor()
    row = fetch(actor, Feedback, feedback_uid)
    referral = to_record(row.referral_uid)
    asking.withdraw(actor=actor, feedback=row, referral=referral)
    return see_other("outcomes.changes", referral_uid=referral.uid, flash="The link does not work any more")


def _picture(link: str) -> str:
    """What a phone's camera reads, as the address of a picture."""
    return str(segno.make(link, error="m").svg_data_uri(scale=5, border=3))
