"""Raising an alert, for a provider; hearing it, for the group."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.alerts import commands, forms, queries, wording
from app.features.partnership import interface as partnership
from app.features.referrals import interface as referrals
from app.platform.access import Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

bp = Blueprint("alerts", __name__, url_prefix="/alerts", template_folder="templates")
navigation.add("Alerts", "alerts.alerts", Permission.ALERT_HEAR, 74, pages=("alerts.alert",), section=navigation.MONTH)


@bp.route("/new", methods=["GET", "POST"])
@permits(Permission.ALERT_RAISE)
def raise_alert() -> ResponseReturnValue:
    """One press on the home page, one here."""
    actor = current_actor()
    people = list(referrals.list_referrals(actor))
    workers = referrals.workers_now(actor, (row.uid for row in people))
    people.sort(key=lambda row: (workers.get(row.uid) != actor.user_uid, not referrals.is_open(row)))
    chosen = next((row.uid for row in people if row.uid == request.args.get("referral")), None)
    form = forms.RaiseForm(data={"referral_uid": chosen or (people[0].uid if len(people) == 1 else None)})
    form.referral_uid.choices = [
        choice(
            row.uid,
            f"{row.first_name}, {row.intervention.name}",
            group="My people" if workers.get(row.uid) == actor.user_uid else "Others referred to us",
        )
        for row in people
    ]
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            referral = referrals.provided_for_change(actor, values.pop("referral_uid"))
            commands.raise_alert(actor=actor, referral=referral, **values)
            return see_other("alerts.raised", flash="Alert sent. The group has been told")
    return render("alerts/raise.html", form=form, anybody=bool(people))


@bp.get("/raised")
@permits(Permission.ALERT_RAISE)
def raised() -> str:
    """What my agency raised, and whether it was heard."""
    rows = queries.list_raised(current_actor())
    return render("alerts/raised.html", rows=[(row, wording.kind_words(row), wording.heard_words(row)) for row in rows])


@bp.get("")
@permits(Permission.ALERT_HEAR)
def alerts() -> str:
    """What waits to be heard, and what was heard lately."""
    actor = current_actor()
    return render(
        "alerts/alerts.html",
        waiting=[(row, wording.kind_words(row)) for row in queries.list_unheard(actor)],
        heard=[(row, wording.kind_words(row), wording.heard_words(row)) for row in queries.list_recent(actor)],
    )


@bp.route("/<uid:alert_uid>", methods=["GET", "POST"])
@permits(Permission.ALERT_HEAR)
def alert(alert_uid: str) -> ResponseReturnValue:
    """One alert, and saying what is done about it."""
    actor = current_actor()
    found = queries.get_alert(actor, alert_uid)
    form = forms.HearForm()
    if form.validate_on_submit():
        with form.catching():
            commands.hear(actor=actor, alert=found, **form.values)
            return see_other("alerts.alert", alert_uid=found.uid, flash="Recorded that it was heard")
    names = accounts.user_names(actor, (found.raised_by_uid, found.heard_by_uid))
    return render(
        "alerts/alert.html",
        form=form,
        alert=found,
        case=found.referral.case,
        kind=wording.kind_words(found),
        heard=wording.heard_words(found),
        names=names,
        provider=partnership.agency_name(found.agency_uid) if found.agency_uid else "",
    )
