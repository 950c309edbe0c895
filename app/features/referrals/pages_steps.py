"""Steps of a referral that the provider takes, or the group for a provider that does not sign in."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.referrals import forms, queries, stepping
from app.features.referrals.blueprint import bp
from app.features.referrals.models import Referral
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.forms import Form
from app.web.rendering import render, see_other

EITHER = (Permission.INTERVENTION_LINK, Permission.REFERRAL_VIEW)

PRESSED: dict[str, tuple[Callable[..., None], str]] = {
    "accept": (stepping.accept, "Referral accepted"),
    "wait": (stepping.put_on_waiting_list, "Put on the waiting list"),
    "contact": (stepping.first_contact, "First contact recorded"),
    "start": (stepping.start, "Start recorded"),
    "pause": (stepping.pause, "Pause recorded"),
    "resume": (stepping.resume, "It goes on"),
    "close": (stepping.close, "Referral closed"),
}
"""Steps that need nothing but the press of a button: what they do, and what is said then."""


@bp.post("/links/<uid:referral_uid>/steps/<step>")
@permits(*EITHER)
def press(referral_uid: str, step: str) -> ResponseReturnValue:
    if step not in PRESSED:
        raise NotFound("step")
    command, flash = PRESSED[step]
    actor = current_actor()
    found = queries.referral_for_change(actor, referral_uid)
    command(actor=actor, referral=found)
    return see_other(**page_of(actor, found), flash=flash)


@bp.route("/links/<uid:referral_uid>/decline", methods=["GET", "POST"])
@permits(*EITHER)
def decline(referral_uid: str) -> ResponseReturnValue:
    words = "Decline the referral", "Decline", "Referral declined"
    return _asked(referral_uid, forms.DeclineForm(), stepping.decline, words=words, look="warning")


@bp.route("/links/<uid:referral_uid>/end", methods=["GET", "POST"])
@permits(*EITHER)
def end(referral_uid: str) -> ResponseReturnValue:
    form = forms.EndForm()
    found = queries.referral_for_change(current_actor(), referral_uid)
    form.reason.choices = [choice(item.code, item.label) for item in stepping.end_reasons(found)]
    return _asked(referral_uid, form, stepping.end, words=("Record the end", "Save", "End recorded"))


@bp.route("/links/<uid:referral_uid>/withdraw", methods=["GET", "POST"])
@permits(*EITHER)
def withdraw(referral_uid: str) -> ResponseReturnValue:
    return _asked(
        referral_uid,
        forms.WithdrawForm(),
        stepping.withdraw,
        words=("They no longer want it", "Stop it", "Stopped, because the person no longer wants it"),
        look="warning",
        intro="It is their choice, and it stops at once. What was recorded until now is kept.",
    )


def _asked(
    referral_uid: str, form: Form, command: Callable[..., object], *, words: tuple[str, str, str], **more: Any
) -> ResponseReturnValue:
    """A form that is sent to a command. `words`: its heading, its button, what is said when it was taken."""
    actor = current_actor()
    heading, button, said = words
    found = queries.referral_for_change(actor, referral_uid)
    if form.validate_on_submit():
        with form.catching():
            command(actor=actor, referral=found, **form.values)
            return see_other(**page_of(actor, found), flash=said)
    return step_page(actor, found, form, heading, button, **more)


def page_of(actor: Actor, found: Referral) -> dict[str, str]:
    """The page of a referral for whoever acts: the group's, or the provider's."""
    endpoint = "referrals.linked" if actor.may(Permission.INTERVENTION_LINK) else "referrals.referral"
    return {"endpoint": endpoint, "referral_uid": found.uid}


def step_page(
    actor: Actor,
    found: Referral,
    form: Form,
    heading: str,
    button: str,
    *,
    look: str = "",
    intro: str = "",
    warned: Any = "",
) -> str:
    """A form about one referral, with the way back to its page."""
    return render(
        "referrals/step.html",
        form=form,
        step_heading=heading,
        button=button,
        look=look,
        intro=intro,
        back_url=url_for(page_of(actor, found)["endpoint"], referral_uid=found.uid),
        referral=found,
        warned=warned,
    )
