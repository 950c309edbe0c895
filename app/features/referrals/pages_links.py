"""Linking a person to an intervention, and the steps of the link, for those who see the case."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.incidents import interface as incidents
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.features.referrals import commands, domain, forms, queries, wording
from app.features.referrals.blueprint import bp
from app.features.referrals.domain import Status
from app.features.referrals.models import Referral
from app.features.subjects.interface import Person
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.forms import Form
from app.web.rendering import render, see_other

LINK = Permission.INTERVENTION_LINK
EITHER = (Permission.INTERVENTION_LINK, Permission.REFERRAL_VIEW)


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
            return see_other("referrals.linked", link_uid=made.uid, flash="Intervention suggested")
    warnings = queries.warnings_for(case, chosen) if chosen else ()
    return render("referrals/link.html", form=form, case=case, chosen=chosen, warnings=warnings)


@bp.route("/interventions/<uid:intervention_uid>/link", methods=["GET", "POST"])
@permits(Permission.INTERVENTION_LINK)
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


@bp.get("/links/<uid:link_uid>")
@permits(Permission.CASE_VIEW)
def linked(link_uid: str) -> str:
    """One link: why, what was said, where it stands, and what may follow."""
    actor = current_actor()
    found = queries.get_link(actor, link_uid)
    case = _case_of(found)
    status = domain.link_status(found)
    waits = status in (Status.SUGGESTED, Status.OFFERED)
    return render(
        "referrals/linked.html",
        link=found,
        status=status,
        words=wording.status_words(found),
        colour=wording.status_colour(found),
        steps=domain.possible_steps(found) if actor.may(LINK) else frozenset(),
        may_refer=found.consent == domain.CONSENTED,
        warnings=queries.warnings_for(case, found.intervention) if waits else (),
        answer_by=queries.answer_by(found),
        provider=partnership.agency_name(found.agency_uid) if found.agency_uid else None,
        end_words=wording.end_words(found) if found.ended_on else None,
        label=partnership.code_label,
        labels=partnership.code_labels,
    )


@bp.route("/links/<uid:link_uid>/offer", methods=["GET", "POST"])
@permits(LINK)
def offer(link_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.link_for_change(actor, link_uid)
    form = forms.OfferForm(data={"consent": found.consent})
    if form.validate_on_submit():
        with form.catching():
            commands.offer(actor=actor, link=found, **form.values)
            return see_other("referrals.linked", link_uid=found.uid, flash="Offer recorded")
    return _step(actor, found, form, "Record the offer", "Save")


@bp.route("/links/<uid:link_uid>/refer", methods=["GET", "POST"])
@permits(LINK)
def refer(link_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.link_for_change(actor, link_uid)
    subject = _case_of(found).subject
    names = (subject.given_names or "").split() if isinstance(subject, Person) else []
    form = forms.ReferForm(data={"agency_uid": found.agency_uid, "first_name": names[0] if names else ""})
    providers = interventions.providers_in(frozenset({found.area_uid}))
    form.agency_uid.choices = [choice(one.uid, one.name) for one in providers]
    pairs, warned = _warned(actor, found, form)
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            incidents.go_on(
                actor=actor, pairs=pairs, step="referral", row=found, reason=values.pop(incidents.REASON, None)
            )
            commands.refer(actor=actor, link=found, **values)
            return see_other("referrals.linked", link_uid=found.uid, flash="Person referred")
    intro = "The provider sees the first name and what you write here. It does not see the case."
    if not providers:
        intro = "No provider is in the partnership yet. Add one under Partnership before referring anybody."
    return _step(actor, found, form, "Refer to a provider", "Refer", intro=intro, warned=warned)


def _warned(actor: Actor, found: Referral, form: forms.ReferForm) -> tuple[list[incidents.Between], Any]:
    """Who of those linked to the same intervention this person must not meet without thought."""
    subject_uid = _case_of(found).subject_uid
    there = queries.people_in(found.intervention_uid)
    pairs = [pair for pair in incidents.between(actor, {subject_uid, *there}) if subject_uid in pair.people]
    if not pairs:
        del form.between_reason
    return pairs, incidents.warnings(pairs, "Somebody who should not meet them is linked to this intervention")


# Steps the provider takes too ---------------------------------------------------------------------------------------


@bp.post("/links/<uid:link_uid>/accept")
@permits(*EITHER)
def accept(link_uid: str) -> ResponseReturnValue:
    return _press(link_uid, commands.accept, "Referral accepted")


@bp.post("/links/<uid:link_uid>/start")
@permits(*EITHER)
def start(link_uid: str) -> ResponseReturnValue:
    return _press(link_uid, commands.start, "Start recorded")


@bp.route("/links/<uid:link_uid>/decline", methods=["GET", "POST"])
@permits(*EITHER)
def decline(link_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = _reachable(actor, link_uid)
    form = forms.DeclineForm()
    if form.validate_on_submit():
        with form.catching():
            commands.decline(actor=actor, link=found, **form.values)
            return see_other(**_page_of(actor, found), flash="Referral declined")
    return _step(actor, found, form, "Decline the referral", "Decline", look="warning")


@bp.route("/links/<uid:link_uid>/end", methods=["GET", "POST"])
@permits(*EITHER)
def end(link_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = _reachable(actor, link_uid)
    form = forms.EndForm()
    form.reason.choices = [choice(item.code, item.label) for item in commands.end_reasons(found)]
    if form.validate_on_submit():
        with form.catching():
            commands.end(actor=actor, link=found, **form.values)
            return see_other(**_page_of(actor, found), flash="End recorded")
    return _step(actor, found, form, "Record the end", "Save")


def _press(link_uid: str, command: Callable[..., None], flash: str) -> ResponseReturnValue:
    actor = current_actor()
    found = _reachable(actor, link_uid)
    command(actor=actor, link=found)
    return see_other(**_page_of(actor, found), flash=flash)


def _reachable(actor: Actor, link_uid: str) -> Referral:
    """The link, for somebody who sees its case, or its own provider."""
    return queries.link_for_change(actor, link_uid)


def _case_of(found: Referral) -> Case:
    """The case of a link. Raises NotFound when the actor may not see it."""
    case: Case | None = found.case
    if case is None:
        raise NotFound("Referral")
    return case


def _page_of(actor: Actor, found: Referral) -> dict[str, str]:
    if actor.may(LINK):
        return {"endpoint": "referrals.linked", "link_uid": found.uid}
    return {"endpoint": "referrals.referral", "link_uid": found.uid}


def _step(
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
    page = _page_of(actor, found)
    back_url = url_for(page["endpoint"], link_uid=found.uid)
    return render(
        "referrals/step.html",
        form=form,
        step_heading=heading,
        button=button,
        look=look,
        intro=intro,
        back_url=back_url,
        link=found,
        warned=warned,
    )
