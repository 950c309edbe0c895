"""The catalogue: what there is, for whom, and what happened with it each year."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from app.features.interventions import commands, forms, queries, uses
from app.features.partnership import interface as partnership
from app.kernel.ages import ages_in_words
from app.platform.access import Permission, current_actor
from app.web import navigation, panels
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

bp = Blueprint("interventions", __name__, url_prefix="/interventions", template_folder="templates")

navigation.add("Interventions", "interventions.catalogue", Permission.INTERVENTION_VIEW, 70, section=navigation.HELP)

MANAGE = Permission.INTERVENTION_MANAGE


@bp.get("")
@permits(Permission.INTERVENTION_VIEW)
def catalogue() -> str:
    """The rows of the catalogue, by area and kind."""
    actor = current_actor()
    form = forms.FilterForm(formdata=request.args)
    codes = queries.area_codes()
    form.area.choices = [choice(code, queries.place_name(code)) for code in codes]
    kinds = {item.code: item.label for item in partnership.code_list("intervention_kind")}
    area = _known(form.area.data, set(codes))
    kind = _known(form.kind.data, set(kinds))
    selected = []
    if area:
        selected.append((f"Area: {queries.place_name(area)}", url_for("interventions.catalogue", kind=kind)))
    if kind:
        selected.append((f"Kind: {kinds[kind]}", url_for("interventions.catalogue", area=area)))
    return render(
        "interventions/catalogue.html",
        filters=form,
        rows=queries.list_catalogue(actor, area_code=area, kind=kind),
        linked=uses.linked_now(actor) if actor.may(Permission.CASE_VIEW) else {},
        selected=selected,
        kinds=kinds,
        place_name=queries.place_name,
        ages=ages_in_words,
        label=partnership.code_label,
    )


def _known(code: str | None, codes: set[str]) -> str | None:
    return code if code in codes else None


@bp.get("/<uid:intervention_uid>")
@permits(Permission.INTERVENTION_VIEW)
def intervention(intervention_uid: str) -> str:
    """One row of the catalogue."""
    actor = current_actor()
    row = queries.get_intervention(actor, intervention_uid)
    return render(
        "interventions/intervention.html",
        row=row,
        provider=partnership.agency_name(row.provider_agency_uid) if row.provider_agency_uid else None,
        named=queries.takes_named_people(row),
        doing=panels.render("intervention-doing", intervention=row),
        may_manage=actor.may(MANAGE),
        panels=panels.render("intervention", intervention=row),
        place_name=queries.place_name,
        ages=ages_in_words,
        label=partnership.code_label,
        labels=partnership.code_labels,
    )


@bp.route("/<uid:intervention_uid>/provider", methods=["GET", "POST"])
@permits(MANAGE)
def provider(intervention_uid: str) -> ResponseReturnValue:
    """Say which agency of the partnership provides it."""
    actor = current_actor()
    row = queries.get_intervention(actor, intervention_uid)
    form = forms.ProviderForm(data={"agency_uid": row.provider_agency_uid})
    form.agency_uid.choices = [choice(one.uid, one.name) for one in commands.providers_in(actor.area_uids)]
    if form.validate_on_submit():
        with form.catching():
            commands.name_provider(actor=actor, intervention=row, **form.values)
            return see_other("interventions.intervention", intervention_uid=row.uid, flash="Provider saved")
    return render("interventions/provider.html", form=form, row=row)
