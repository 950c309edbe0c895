"""The catalogue: what there is, for whom, how it is commissioned, and what happened with it each year."""

from flask import request, url_for

from app.features.interventions import (
    commands,
    forms,
    pages_changing,
    pages_contracts,
    pages_matrix,
    pages_venues,
    queries,
    shown,
    uses,
    venues,
)
from app.features.interventions.blueprint import bp
from app.features.interventions.catalogue import facts_of
from app.features.partnership import interface as partnership
from app.features.providers import interface as providers
from app.kernel.ages import ages_in_words
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web import navigation, panels
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render

__all__ = ["bp", "pages_changing", "pages_contracts", "pages_matrix", "pages_venues"]

navigation.add("Interventions", "interventions.catalogue", Permission.INTERVENTION_VIEW, 70, section=navigation.HELP)


@bp.get("")
@permits(Permission.INTERVENTION_VIEW)
def catalogue() -> str:
    """The rows of the catalogue, by area and kind."""
    actor, on = current_actor(), today()
    form = forms.FilterForm(formdata=request.args)
    codes = queries.area_codes()
    form.area.choices = [choice(code, queries.place_name(code)) for code in codes]
    kinds = {item.code: item.label for item in partnership.code_list("intervention_kind")}
    area = shown.known(form.area.data, codes)
    kind = shown.known(form.kind.data, kinds)
    running = form.running.data or None
    chosen = {"area": area, "kind": kind, "running": "y" if running else None}
    rows = [(row, queries.commissioning(row, on)) for row in queries.list_catalogue(actor, area_code=area, kind=kind)]
    return render(
        "interventions/catalogue.html",
        filters=form,
        rows=[(row, how) for row, how in rows if how.is_live or not running],
        linked=uses.linked_now(actor) if actor.may(Permission.CASE_VIEW) else {},
        selected=shown.selected("interventions.catalogue", chosen, kinds),
        may_add=actor.may(Permission.INTERVENTION_MANAGE),
        tabs=shown.tabs(actor, "interventions.catalogue"),
        states=shown.STATES,
        place_name=queries.place_name,
        ages=ages_in_words,
        label=partnership.code_label,
    )


@bp.get("/<uid:intervention_uid>")
@permits(Permission.INTERVENTION_VIEW)
def intervention(intervention_uid: str) -> str:
    """One row of the catalogue."""
    actor, on = current_actor(), today()
    row = queries.get_intervention(actor, intervention_uid)
    at = queries.venues_of(row)
    provider_uid = row.provider_agency_uid
    return render(
        "interventions/intervention.html",
        row=row,
        how=queries.commissioning(row, on),
        states=shown.STATES,
        provider=partnership.agency_name(provider_uid) if provider_uid else None,
        provider_url=url_for("providers.provider", agency_uid=provider_uid)
        if provider_uid and actor.may(Permission.PROVIDER_VIEW)
        else None,
        lapsed=providers.lapsed_items(provider_uid, on) if provider_uid else (),
        places=shown.places(row, uses.linked_now(actor)) if actor.may(Permission.CASE_VIEW) else None,
        lead=shown.lead_name(actor, row),
        facts=facts_of(row.code),
        venues=at,
        kept_away={one.venue_uid for one in venues.restrictions_of(venue.uid for venue in at)},
        named=queries.takes_named_people(row),
        doing=panels.render("intervention-doing", intervention=row),
        may_change=commands.may_change(actor, row.area_code),
        panels=panels.render("intervention", intervention=row),
        shown=shown,
        on=on,
        place_name=queries.place_name,
        ages=ages_in_words,
        label=partnership.code_label,
        labels=partnership.code_labels,
    )
