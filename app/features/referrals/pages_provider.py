"""A provider's pages: the people referred to its agency, and nothing else of them than it was told."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from app.features.referrals import domain, forms, queries, showing, stepping, working
from app.features.referrals.blueprint import bp
from app.features.referrals.models import ReferralParticipant
from app.features.referrals.pages_steps import step_page
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor, fetch
from app.web.access import permits
from app.web.fields import choice
from app.web.forms import Form
from app.web.rendering import render, see_other

VIEW = Permission.REFERRAL_VIEW


@bp.get("")
@permits(VIEW)
def referrals() -> str:
    """Everybody referred to my agency."""
    actor = current_actor()
    return render("referrals/referrals.html", rows=showing.lines(actor, queries.list_referrals(actor)))


@bp.get("/waiting")
@permits(VIEW)
def waiting() -> str:
    """Who waits for a place, in the order of the list, for each intervention."""
    return render("referrals/waiting.html", lists=showing.waiting_lists(current_actor()))


@bp.get("/<uid:referral_uid>")
@permits(VIEW)
def referral(referral_uid: str) -> str:
    """One person: first name, what the provider was told, dates, and what may follow."""
    actor = current_actor()
    found = queries.get_referral(actor, referral_uid)
    stepping.receive(actor=actor, referral=found)
    return render(
        "referrals/referral.html",
        **showing.standing(actor, found),
        steps=domain.possible_steps(found) & domain.PROVIDERS_STEPS,
        with_us=domain.referral_status(found) in domain.WITH_US,
        may_assign=actor.may(Permission.REFERRAL_ASSIGN) and domain.is_open(found),
    )


@bp.route("/<uid:referral_uid>/progress", methods=["GET", "POST"])
@permits(VIEW)
def progress(referral_uid: str) -> ResponseReturnValue:
    words = "Note progress", "Save", "Progress noted"
    return _asked(referral_uid, forms.ProgressForm(), working.note_progress, words=words)


@bp.route("/<uid:referral_uid>/participants", methods=["GET", "POST"])
@permits(VIEW)
def participants(referral_uid: str) -> ResponseReturnValue:
    form = forms.ParticipantForm()

    def add(**values: Any) -> None:
        working.add_participant(**values | {"adult": values["adult"] == "YES"})

    return _asked(
        referral_uid,
        form,
        add,
        words=("Who else comes?", "Add", "Added"),
        intro="A parent or somebody else who comes for the benefit of the person, for example to a group of parents.",
    )


@bp.post("/<uid:referral_uid>/participants/<uid:participant_uid>/leave")
@permits(VIEW)
def leave(referral_uid: str, participant_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.provided_for_change(actor, referral_uid)
    participant = fetch(actor, ReferralParticipant, participant_uid)
    if participant.referral_uid != found.uid:
        raise NotFound("participant")
    working.participant_leaves(actor=actor, referral=found, participant=participant)
    return see_other("referrals.referral", referral_uid=found.uid, flash="Recorded that they no longer come")


@bp.route("/<uid:referral_uid>/assign", methods=["GET", "POST"])
@permits(Permission.REFERRAL_ASSIGN)
def assign(referral_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.provided_for_change(actor, referral_uid)
    form = forms.AssignForm(data={"worker_uid": queries.workers_now(actor, [found.uid]).get(found.uid)})
    form.worker_uid.choices = [choice(user.uid, user.name) for user in working.workers_of(found)]
    return _asked(referral_uid, form, working.assign, words=("Who works with them?", "Save", "Worker changed"))


def _asked(
    referral_uid: str, form: Form, command: Callable[..., object], *, words: tuple[str, str, str], **more: Any
) -> ResponseReturnValue:
    """A form that is sent to a command. `words`: its heading, its button, what is said when it was taken."""
    actor = current_actor()
    heading, button, said = words
    found = queries.provided_for_change(actor, referral_uid)
    if form.validate_on_submit():
        with form.catching():
            command(actor=actor, referral=found, **form.values)
            return see_other("referrals.referral", referral_uid=found.uid, flash=said)
    return step_page(actor, found, form, heading, button, **more)
