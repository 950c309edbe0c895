"""Pages of match: what is asked, what was given, and what shows it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.features.funding import forms, matching, queries, yearly
from app.features.funding.blueprint import bp
from app.features.funding.seeing import seeing
from app.features.funding.shown import area_names, intervention_choices, step, tabs
from app.features.partnership import interface as partnership
from app.kernel.money import pounds
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

VIEW, MANAGE = Permission.FUNDING_VIEW, Permission.FUNDING_MANAGE


@bp.get("/match")
@permits(VIEW)
def match() -> str:
    """Match by grant, asked against given, and every row of it."""
    actor = current_actor()
    with seeing(actor) as reader:
        grants = queries.list_grants()
        given = queries.list_match(grant.uid for grant in grants)
        brought = yearly.match_of(grants, given, reader.area_uids)
        several = len(reader.area_uids) > 1
    return render(
        "funding/match.html",
        tabs=tabs("funding.match"),
        brought=brought,
        given=given,
        reversed={one.reverses_uid for one in given if one.reverses_uid},
        grants={grant.uid: grant for grant in grants},
        areas=area_names(),
        several=several,
        label=partnership.code_label,
        may_manage=actor.may(MANAGE),
    )


@bp.route("/match/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_match() -> ResponseReturnValue:
    """What a partner gave."""
    actor = current_actor()
    area_uid = actor.area_uid
    grants = {one.uid: one for one in queries.list_grants() if queries.money_in(one, [area_uid]) is not None}
    form = forms.MatchForm(data={"grant_uid": request.args.get("grant")})
    form.grant_uid.choices = [choice(one.uid, one.name) for one in grants.values()]
    form.intervention_uid.choices = intervention_choices(actor)
    if form.validate_on_submit():
        values = form.values
        of = grants[values.pop("grant_uid")]
        with form.catching():
            matching.add_match(actor=actor, grant=of, area_uid=area_uid, once=form.once.data, **values)
            return see_other("funding.match", flash="Match entered")
    return step(form, "Enter match", url_for("funding.match"), caption=partnership.area_name(area_uid), button="Enter")


@bp.route("/match/<uid:match_uid>/reverse", methods=["GET", "POST"])
@permits(MANAGE)
def reverse_match(match_uid: str) -> ResponseReturnValue:
    """Take a wrong row off by another."""
    actor, form = current_actor(), forms.ReverseForm()
    row = queries.get_match(actor, match_uid)
    if form.validate_on_submit():
        with form.catching():
            matching.reverse_match(actor=actor, match=row, **form.values)
            return see_other("funding.match", flash="Match reversed. Enter the right figure if there is one")
    return step(form, "Reverse match", url_for("funding.match"), caption=f"{pounds(row.amount)}, {row.contributor}")
