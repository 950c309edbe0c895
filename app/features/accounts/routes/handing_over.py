"""Handing over what a leaver has in hand."""

from flask.typing import ResponseReturnValue

from app.features.accounts import handover
from app.features.accounts.forms import HandOverForm
from app.features.accounts.routes import bp
from app.features.accounts.routes.people import to_change
from app.platform.access import Permission
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import count, render, see_other


@bp.route("/people/<uid:user_uid>/hand-over", methods=["GET", "POST"])
@permits(Permission.ACCOUNT_INVITE)
def hand_over(user_uid: str) -> ResponseReturnValue:
    """What will move, and to whom."""
    actor, _user = to_change(user_uid)
    form = HandOverForm()
    held = handover.held_by(actor, user_uid)
    form.to_uid.choices = [choice(one.uid, one.name) for one in handover.colleagues(actor, user_uid)]
    if form.validate_on_submit():
        with form.catching():
            moved = handover.hand_over(actor=actor, user_uid=user_uid, to_uid=form.to_uid.data or "")
            return see_other("accounts.person", user_uid=user_uid, flash=f"Handed over: {count(moved, 'item')}")
    return render("accounts/hand_over.html", form=form, person=to_change(user_uid)[1], held=held)
