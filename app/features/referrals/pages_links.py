"""Linking a person to an intervention, and referring them, for those who see the case."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.incidents import interface as incidents
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.features.referrals import commands, domain, forms, queries, showing, suiting, wording
from app.features.referrals.blueprint import bp
from app.features.referrals.domain import Status
from app.features.referrals.models import Referral
from app.features.referrals.pages_steps import step_page
from app.features.subjects.interface import Person
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

LINK = Permission.INTERVENTION_LINK


@bp.route("/cases/<uid:case_uid>/link", methods=["GET", "POST"])
@permits(LINK)
def link(case_uid: str) -> ResponseReturnValue:
    """Suggest an intervention for the person of a case."""
    actor = current_actor()
    case = cases.case_for_change(actor, case_uid)
    if not cases.is_open(case):
        raise NotFound("case")
    rows = interventions.list_catalogue(actor)
    chosen = next((row for row in rows if row.uid == request.args.get("intervention")), None)
    form = forms.LinkForm(data={"intervention_uid": chosen.uid if chosen else None})
    form.intervention_uid.choices = [
        choice(row.uid, f"{row.name} ({row.provider_name})", group=interventions.place_name(row.area_code))
        for row in rows
    ]
    factors = queries.recorded_factors(actor, case.uid)
    form.factors.choices = [choice(code, partnership.code_label("risk_factor", code)) for code in factors]
    if form.validate_on_submit():
        with form.catching():
            made = commands.link_person(actor=actor, case=case, **form.values)
            return see_other("referrals.linked", referral_uid=made.uid, flash="Intervention suggested")
    warnings = suiting.warnings_for(case, chosen) if chosen else ()
    return render("referrals/link.html", form=form, case=case, chosen=chosen, warnings=warnings)


@bp.route("/interventions/<uid:intervention_uid>/link", methods=["GET", "POST"])
@permits(LINK)
def find_case(intervention_uid: str) -> ResponseReturnValue:
    """From the catalogue: whose case is it? Then on to the link itself."""
    row = interventions.get_intervention(current_actor(), intervention_uid)
    form = forms.FindCaseForm()
    if form.validate_on_submit():
        reference = (form.reference.data or "").upper().replace(" ", "")
        case_uid = queries.open_case_by_reference(current_actor(), reference)
        if case_uid is not None:
            return see_other("referrals.link", case_uid=case_uid, intervention=row.uid)
        form.refuse("Enter the reference of a case that is open in your area", field="reference")
    return render("referrals/find_case.html", form=form, row=row)


@bp.get("/links/<uid:referral_uid>")
@permits(Permission.CASE_VIEW)
def linked(referral_uid: str) -> str:
    """One referral: why, what was said, where it stands, and what may follow."""
    actor = current_actor()
    found = queries.get_linked(actor, referral_uid)
    case = _case_of(found)
    waits = domain.referral_status(found) in (Status.SUGGESTED, Status.OFFERED)
    return render(
        "referrals/linked.html",
        **showing.standing(actor, found),
        steps=domain.possible_steps(found) if actor.may(LINK) else frozenset(),
        may_refer=found.consent == domain.CONSENTED,
        warnings=suiting.warnings_for(case, found.intervention) if waits else (),
        provider=wording.provider_words(found),
    )


@bp.route("/links/<uid:referral_uid>/offer", methods=["GET", "POST"])
@permits(LINK)
def offer(referral_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.referral_for_change(actor, referral_uid)
    form = forms.OfferForm(data={"consent": found.consent})
    if form.validate_on_submit():
        with form.catching():
            commands.offer(actor=actor, referral=found, **form.values)
            return see_other("referrals.linked", referral_uid=found.uid, flash="Offer recorded")
    return step_page(actor, found, form, "Record the offer", "Save")


@bp.route("/links/<uid:referral_uid>/refer", methods=["GET", "POST"])
@permits(LINK)
def refer(referral_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.referral_for_change(actor, referral_uid)
    subject = _case_of(found).subject
    names = (subject.given_names or "").split() if isinstance(subject, Person) else []
    form = forms.ReferForm(data={"agency_uid": found.agency_uid, "first_name": names[0] if names else ""})
    providers = commands.providers_for(found.area_uid)
    form.agency_uid.choices = [choice(one.uid, one.name) for one in providers]
    pairs, warned = _warned(actor, found, form)
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            incidents.go_on(
                actor=actor, pairs=pairs, step="referral", row=found, reason=values.pop(incidents.REASON, None)
            )
            commands.refer(actor=actor, referral=found, **values)
            return see_other("referrals.linked", referral_uid=found.uid, flash="Person referred")
    intro = (
        "The provider sees the first name, what you hope will change and what you write here. It does not see the case."
    )
    if not providers:
        intro = "No provider is in the partnership yet. Add one under Partnership before referring anybody."
    return step_page(actor, found, form, "Refer to a provider", "Refer", intro=intro, warned=warned)


def _warned(actor: Actor, found: Referral, form: forms.ReferForm) -> tuple[list[incidents.Between], Any]:
    """Who of those linked to the same intervention this person must not meet without thought."""
    subject_uid = _case_of(found).subject_uid
    there = queries.people_in(found.intervention_uid)
    pairs = [pair for pair in incidents.between(actor, {subject_uid, *there}) if subject_uid in pair.people]
    if not pairs:
        del form.between_reason
    return pairs, incidents.warnings(pairs, "Somebody who should not meet them is linked to this intervention")


def _case_of(found: Referral) -> Case:
    """The case of a referral. Raises NotFound when the actor may not see it."""
    case: Case | None = found.case
    if case is None:
        raise NotFound("Referral")
    return case
