"""Pages that say what links two people of a network."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.cases.models import Case, CaseEntry
from app.features.networks import forms, linking, membering
from app.features.networks.blueprint import bp
from app.features.networks.pages import change_case, form_page
from app.features.networks.seeing import see
from app.features.partnership import interface as partnership
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import see_other

MANAGE = Permission.CASE_MANAGE


@bp.route("/<uid:case_uid>/links/add", methods=["GET", "POST"])
@permits(MANAGE)
def add_link(case_uid: str) -> ResponseReturnValue:
    """A new link, or one that a notification told (`?told=`), with the basis it needs."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    told = _told(actor, case, request.args["told"]) if request.args.get("told") else None
    if told is None and request.args.get("told"):
        return _decided(case)
    people = [one for one in see(actor, case).people if not one.restricted]
    start: dict[str, Any] = {"expires_on": membering.latest_expiry(case, actor, linking.EXPIRY)}
    if told is not None:
        details = told.details
        start |= {name: details.get(name) for name in ("direction", "strength", "grade")}
        start |= {
            "kind": details.get("type"),
            "from_uid": linking.end_of(people, str(details.get("a") or "")),
            "to_uid": linking.end_of(people, str(details.get("b") or "")),
            "evidenced_on": told.happened_on,
        }
    form = forms.LinkForm(data=start)
    form.from_uid.choices = form.to_uid.choices = [choice(one.uid, one.name) for one in people]
    if form.validate_on_submit():
        with form.catching():
            linking.add_link(actor=actor, case=case, told=told, **form.values)
            return see_other("networks.network", case_uid=case.uid, flash="Link added")
    intro = "Both have to be members of the network, or mentioned with it. Nothing links two people without a basis."
    about = told_words(told) if told else ""
    return form_page(case, form, "Add a link between two people", "Add the link", intro=intro, about=about)


@bp.route("/<uid:case_uid>/links/told/<uid:entry_uid>/leave-out", methods=["GET", "POST"])
@permits(MANAGE)
def leave_out_link(case_uid: str, entry_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    told = _told(actor, case, entry_uid)
    if told is None:
        return _decided(case)
    form = forms.EndForm()
    if form.validate_on_submit():
        with form.catching():
            linking.leave_out(actor=actor, case=case, told=told, reason=form.reason.data or "")
            return see_other("networks.network", case_uid=case.uid, flash="Left out")
    return form_page(case, form, "Leave a link out", "Leave it out", about=told_words(told))


@bp.route("/<uid:case_uid>/links/<uid:link_uid>/renew", methods=["GET", "POST"])
@permits(MANAGE)
def renew_link(case_uid: str, link_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    link = linking.get_link(actor, case, link_uid)
    form = forms.RenewLinkForm(
        data={"strength": link.strength, "expires_on": membering.latest_expiry(case, actor, linking.EXPIRY)}
    )
    if form.validate_on_submit():
        with form.catching():
            linking.renew_link(actor=actor, case=case, link=link, **form.values)
            return see_other("networks.network", case_uid=case.uid, flash="Link renewed")
    intro = "Only evidence later than what is there renews it."
    about = _between(actor, case, link_uid)
    return form_page(case, form, "Renew a link with fresh evidence", "Renew", intro=intro, about=about)


@bp.route("/<uid:case_uid>/links/<uid:link_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_link(case_uid: str, link_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    link = linking.get_link(actor, case, link_uid)
    form = forms.EndForm()
    if form.validate_on_submit():
        with form.catching():
            linking.end_link(actor=actor, case=case, link=link, reason=form.reason.data or "")
            return see_other("networks.network", case_uid=case.uid, flash="The link ended")
    return form_page(case, form, "End a link", "End the link", about=_between(actor, case, link_uid))


def told_words(told: CaseEntry) -> str:
    details = told.details
    kind = partnership.code_label("link_type", str(details.get("type"))) if details.get("type") else "Link"
    return f"As told: {details.get('a') or 'somebody'} and {details.get('b') or 'somebody'}. {kind}"


def _told(actor: Actor, case: Case, entry_uid: str) -> CaseEntry | None:
    """What a notification told; None when it was decided already, as by a form that is sent twice."""
    return next((row for row in linking.told_links(actor, case) if row.uid == entry_uid), None)


def _decided(case: Case) -> ResponseReturnValue:
    return see_other("networks.network", case_uid=case.uid, flash="Decided already")


def _between(actor: Actor, case: Case, link_uid: str) -> str:
    seen = see(actor, case)
    tie = next(tie for tie in (*seen.ties, *seen.ended) if tie.link.uid == link_uid)
    return f"{tie.a.name} and {tie.b.name}: {partnership.code_label('link_type', tie.link.kind or '')}"
