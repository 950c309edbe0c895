"""Venues: where interventions happen, and who is not to come there."""

from datetime import timedelta

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.interventions import forms, queries, shown, venues
from app.features.interventions.blueprint import bp
from app.features.interventions.models import VenueRestriction
from app.features.interventions.pages_changing import MANAGE, changeable, form_page
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor, fetch
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

VIEW, KEEP_AWAY = Permission.INTERVENTION_VIEW, Permission.INTERVENTION_LINK
MOST = 500
"""Networks or places that are offered in a list."""


@bp.get("/venues")
@permits(VIEW)
def venue_list() -> str:
    """The venues of the area."""
    actor = current_actor()
    rows = venues.list_venues(actor.area_uid)
    kept = [one.venue_uid for one in venues.restrictions_of(row.uid for row in rows)]
    return render(
        "interventions/venues.html",
        rows=[(row, kept.count(row.uid)) for row in rows],
        sees_networks=actor.may(Permission.CASE_VIEW),
        area=partnership.area_name(actor.area_uid),
        tabs=shown.tabs(actor, "interventions.venue_list"),
        may_add=actor.may(MANAGE),
    )


@bp.route("/venues/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_venue() -> ResponseReturnValue:
    actor = current_actor()
    form = forms.VenueForm()
    if actor.may(Permission.CASE_VIEW):
        form.place_uid.choices = [choice(one.subject_uid, one.subject.title) for one in _open(actor, "PLACE")]
    else:
        del form.place_uid
    if form.validate_on_submit():
        with form.catching():
            row = venues.add_venue(actor=actor, area_uid=actor.area_uid, **form.values)
            return see_other("interventions.venue", venue_uid=row.uid, flash="Venue added")
    return render(
        "interventions/form.html",
        form=form,
        form_heading="Add a venue",
        lead=partnership.area_name(actor.area_uid),
        back_url=url_for("interventions.venue_list"),
    )


@bp.get("/venues/<uid:venue_uid>")
@permits(VIEW)
def venue(venue_uid: str) -> str:
    """One venue: what happens there, and whose members are not to come."""
    actor = current_actor()
    row = venues.get_venue(actor, venue_uid)
    kept = venues.restrictions_of([row.uid])
    networks = venues.cases_of({one.case_uid for one in kept})
    return render(
        "interventions/venue.html",
        row=row,
        interventions=venues.interventions_at(row),
        kept=[(one, networks[one.case_uid]) for one in kept if one.case_uid in networks],
        names=accounts.user_names(actor, (one.recorded_by_uid for one in kept)),
        sees_networks=actor.may(Permission.CASE_VIEW),
        may_change=actor.may(MANAGE) and row.ended_on is None,
        may_keep_away=actor.may(KEEP_AWAY) and row.ended_on is None,
        today=today(),
    )


@bp.post("/venues/<uid:venue_uid>/end")
@permits(MANAGE)
def end_venue(venue_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    venues.end_venue(actor=actor, venue=venues.get_venue(actor, venue_uid))
    return see_other("interventions.venue_list", flash="Venue taken off the list")


@bp.route("/venues/<uid:venue_uid>/keep-away", methods=["GET", "POST"])
@permits(KEEP_AWAY)
def keep_away(venue_uid: str) -> ResponseReturnValue:
    """Members of a network are not to come here."""
    actor = current_actor()
    row = venues.get_venue(actor, venue_uid)
    days = int(partnership.number("venue.review", row.area_uid))
    form = forms.RestrictForm(data={"review_on": today() + timedelta(days=days)})
    networks = {one.uid: one for one in _open(actor, "NETWORK")}
    form.case_uid.choices = [choice(one.uid, one.subject.title) for one in networks.values()]
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            venues.restrict(actor=actor, venue=row, case=networks[values.pop("case_uid")], **values)
            return see_other("interventions.venue", venue_uid=row.uid, flash="Recorded")
    return render(
        "interventions/form.html",
        form=form,
        form_heading="Keep a network from a venue",
        lead=row.name,
        back_url=url_for("interventions.venue", venue_uid=row.uid),
    )


@bp.post("/restrictions/<uid:restriction_uid>/lift")
@permits(KEEP_AWAY)
def lift(restriction_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    row = fetch(actor, VenueRestriction, restriction_uid)
    venues.lift(actor=actor, restriction=row)
    return see_other("interventions.venue", venue_uid=row.venue_uid, flash="They may come again")


@bp.route("/<uid:intervention_uid>/venues", methods=["GET", "POST"])
@permits(MANAGE)
def set_venues(intervention_uid: str) -> ResponseReturnValue:
    """Where an intervention happens."""
    actor = current_actor()
    row = changeable(actor, intervention_uid)
    form = forms.VenuesForm(data={"venue_uids": [one.uid for one in queries.venues_of(row)]})
    form.venue_uids.choices = [choice(one.uid, one.name) for one in venues.list_venues(actor.area_uid)]
    if form.validate_on_submit():
        with form.catching():
            venues.set_venues(actor=actor, intervention=row, **form.values)
            return see_other("interventions.intervention", intervention_uid=row.uid, flash="Venues saved")
    intro = "" if form.venue_uids.choices else "No venue is recorded yet. Add one under Venues first."
    return form_page(form, "Where it happens", row, intro=intro)


def _open(actor: Actor, kind: str) -> list[cases.Case]:
    return list(cases.list_cases(actor, cases.CaseFilter(kind=kind), limit=MOST))
