"""Handing over what a leaver has in hand."""

from flask.typing import ResponseReturnValue

from app.features.accounts import handover
from app.features.accounts.forms import HandOverForm
from app.features.accounts.routes import bp
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import count, render, see_other


@bp.route("/people/<uid:user_uid>/hand-over", methods=["GET", "POST"])
@permits(Permission.ACCOUNT_INVITE)
def hand_over(user_uid: str) -> ResponseReturnValue:
    """What will move, and to whom."""
    actor, form = current_actor(), HandOverForm()
    hands = handover.in_hand(actor, user_uid)
    form.to_uid.choices = [choice(uid, name) for uid, name in hands.colleagues]
    if form.validate_on_submit():
        with form.catching():
            moved = handover.hand_over(actor=actor, user_uid=user_uid, to_uid=form.to_uid.data or "")
            left = sum(len(one.items) for one in handover.in_hand(actor, user_uid).held)
            words = f"Handed over: {count(moved, 'item')}"
            more = f". {count(left, 'item')} cannot go to this colleague: select another" if left else ""
            return see_other("accounts.person", user_uid=user_uid, flash=words + more)
    return render("accounts/hand_over.html", form=form, user_uid=user_uid, hands=hands)
