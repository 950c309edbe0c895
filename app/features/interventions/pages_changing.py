"""Adding and changing rows of the catalogue."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.interventions import commands, forms, queries, terms
from app.features.interventions.blueprint import bp
from app.features.interventions.models import Intervention
from app.features.partnership import interface as partnership
from app.features.providers import interface as providers
from app.kernel.clock import today
from app.kernel.days import financial_year
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import SelectChoice, choice
from app.web.forms import Form
from app.web.rendering import render, see_other

MANAGE = Permission.INTERVENTION_MANAGE
PARTS: dict[str, tuple[str, type[forms.PartForm]]] = {
    "what": ("What it is", forms.WhatForm),
    "whom": ("Who it is for", forms.WhomForm),
    "helps": ("What it should help with", forms.HelpsForm),
    "much": ("How much, and who pays", forms.MuchForm),
    "evidence": ("Evidence", forms.EvidenceForm),
}
RATINGS = ("yef_cost", "yef_confidence", "nesta")
"""Numbers that are chosen from a list."""


def changeable(actor: Actor, uid: str) -> Intervention:
    """Raises NotFound, and NotPermitted for a row of somebody else's area."""
    row = queries.get_intervention(actor, uid)
    commands.check_may_change(actor, row.area_code)
    return row


def form_page(form: Form, heading: str, row: Intervention, **more: Any) -> str:
    back_url = url_for("interventions.intervention", intervention_uid=row.uid)
    return render("interventions/form.html", form=form, form_heading=heading, lead=row.name, back_url=back_url, **more)


@bp.route("/new", methods=["GET", "POST"])
@permits(MANAGE)
def new() -> ResponseReturnValue:
    """A row of one of the areas the actor keeps."""
    actor = current_actor()
    form = forms.NewForm()
    codes = [*(area.code for area in partnership.list_areas()), *queries.area_codes()]
    form.area_code.choices = [
        choice(code, queries.place_name(code)) for code in dict.fromkeys(codes) if commands.may_change(actor, code)
    ]
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            row = commands.add_intervention(actor=actor, area_code=values.pop("area_code"), values=values)
            return see_other("interventions.intervention", intervention_uid=row.uid, flash="Intervention added")
    return render(
        "interventions/form.html",
        form=form,
        form_heading="Add an intervention",
        lead="Say what it is. Who it is for, what it helps with and its contracts come after.",
        back_url=url_for("interventions.catalogue"),
        order=("area_code",),
    )


@bp.route("/<uid:intervention_uid>/change/<part>", methods=["GET", "POST"])
@permits(MANAGE)
def change(intervention_uid: str, part: str) -> ResponseReturnValue:
    """One part of a row."""
    actor = current_actor()
    row = changeable(actor, intervention_uid)
    if part not in PARTS:
        raise NotFound("Part")
    heading, form_class = PARTS[part]
    form = form_class(data=terms.values_of(row, part) | {"seen": terms.mark(row, part)})
    if isinstance(form, forms.MuchForm):
        people = commands.leads_of(actor, row)
        form.safeguarding_lead_uid.choices = [choice(user.uid, user.name) for user in people]
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            numbers = {name: int(values[name]) if values[name] else None for name in RATINGS if name in values}
            commands.change_part(
                actor=actor, intervention=row, part=part, values=values | numbers, seen=form.seen.data or ""
            )
            return see_other("interventions.intervention", intervention_uid=row.uid, flash="Changes saved")
    return form_page(form, heading, row)


@bp.route("/<uid:intervention_uid>/years/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_year(intervention_uid: str) -> ResponseReturnValue:
    """What happened in a financial year."""
    actor = current_actor()
    row = changeable(actor, intervention_uid)
    form = forms.YearForm(data={"year": financial_year(today())})
    if form.validate_on_submit():
        with form.catching():
            commands.add_year(actor=actor, intervention=row, **form.values)
            return see_other("interventions.intervention", intervention_uid=row.uid, flash="Year recorded")
    return form_page(form, "Record a year", row)


@bp.route("/<uid:intervention_uid>/provider", methods=["GET", "POST"])
@permits(MANAGE)
def provider(intervention_uid: str) -> ResponseReturnValue:
    """Say which agency of the partnership provides it."""
    actor = current_actor()
    row = changeable(actor, intervention_uid)
    form = forms.ProviderForm(data={"agency_uid": row.provider_agency_uid})
    form.agency_uid.choices = provider_choices(actor.area_uids)
    if form.validate_on_submit():
        with form.catching():
            commands.name_provider(actor=actor, intervention=row, **form.values)
            return see_other("interventions.intervention", intervention_uid=row.uid, flash="Provider saved")
    return form_page(form, "Choose the provider", row)


def provider_choices(area_uids: frozenset[str]) -> list[SelectChoice]:
    """The providers people can be referred to; of one that takes nobody new it says why (PR-53)."""
    found = commands.providers_in(area_uids)
    lapsed = providers.lapsed_by_agency((one.uid for one in found), today())
    return [
        choice(
            one.uid, f"{one.name} (no new referrals: {'; '.join(lapsed[one.uid])})" if one.uid in lapsed else one.name
        )
        for one in found
    ]
