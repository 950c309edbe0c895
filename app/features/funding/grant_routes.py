"""Pages of grants, and of sharing one out over the areas."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.funding import forms, granting, queries, yearly
from app.features.funding.alerts import grant_words
from app.features.funding.allowing import may_manage
from app.features.funding.blueprint import bp
from app.features.funding.domain import sums, years
from app.features.funding.granting import Basis
from app.features.funding.models import Grant
from app.features.funding.seeing import seeing, sees_every_area
from app.features.funding.shown import area_names, step, tabs
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

VIEW, MANAGE, ALLOCATE = Permission.FUNDING_VIEW, Permission.FUNDING_MANAGE, Permission.FUNDING_ALLOCATE


@bp.get("/grants")
@permits(VIEW)
def grants() -> str:
    """The grants of the area and of the force area."""
    actor, on = current_actor(), today()
    with seeing(actor) as reader:
        area_uids = reader.area_uids
        rows = [
            (one, grant_words(one, area_uids, on), queries.money_in(one, area_uids)) for one in queries.list_grants()
        ]
    return render(
        "funding/grants.html",
        tabs=tabs("funding.grants"),
        rows=rows,
        label=partnership.code_label,
        areas=area_names(),
        whole=sees_every_area(actor),
        may_add=actor.may(MANAGE) or actor.may(ALLOCATE),
    )


@bp.get("/grants/<uid:grant_uid>")
@permits(VIEW)
def grant(grant_uid: str) -> str:
    """A grant: its days, how it is shared out, its lines and the match it asks for."""
    actor, on = current_actor(), today()
    with seeing(actor) as reader:
        row = queries.get_grant(reader, grant_uid)
        lines = queries.list_lines(on, grant_uid=row.uid)
        given = queries.list_match([row.uid])
        (match,) = yearly.match_of([row], given, reader.area_uids) or (None,)
        state = grant_words(row, reader.area_uids, on)
        own = queries.money_in(row, reader.area_uids)
    area_uid = actor.area_uid
    return render(
        "funding/grant.html",
        row=row,
        state=state,
        own=own,
        lines=lines,
        total=yearly.total(lines),
        match=match,
        areas=area_names(),
        percent=sums.percent,
        label=partnership.code_label,
        year_words=years.year_words,
        may_change=granting.may_change(actor, row),
        may_add_line=may_manage(actor, area_uid) and row.code is None and own is not None,
        whole=sees_every_area(actor),
    )


@bp.route("/grants/new", methods=["GET", "POST"])
@permits(MANAGE, ALLOCATE)
def new_grant() -> ResponseReturnValue:
    """A grant of the area, or by the hub one of the whole force area."""
    actor, form = current_actor(), forms.GrantForm()
    of_area_uid = None if actor.may(ALLOCATE) else actor.area_uid
    if form.validate_on_submit():
        with form.catching():
            once = form.once.data
            row = granting.record_grant(actor=actor, of_area_uid=of_area_uid, once=once, **form.values)
            return see_other("funding.grant", grant_uid=row.uid if row else once, flash="Grant recorded")
    intro = (
        "A grant to the whole force area. Share it out over the areas afterwards."
        if of_area_uid is None
        else f"A grant to {partnership.area_name(of_area_uid)} alone. Grants of the force area are recorded by the hub."
    )
    return step(form, "Record a grant", url_for("funding.grants"), intro=intro)


def _mine(grant_uid: str) -> Grant:
    return queries.get_grant(current_actor(), grant_uid)


@bp.route("/grants/<uid:grant_uid>/settle", methods=["GET", "POST"])
@permits(MANAGE, ALLOCATE)
def settle_grant(grant_uid: str) -> ResponseReturnValue:
    """When the agreement was signed and the money confirmed."""
    row = _mine(grant_uid)
    form = forms.SettleForm(data={"signed_on": row.signed_on, "confirmed_on": row.confirmed_on})
    if form.validate_on_submit():
        with form.catching():
            granting.settle_grant(actor=current_actor(), grant=row, **form.values)
            return see_other("funding.grant", grant_uid=row.uid, flash="Days saved")
    return step(form, "Signed and confirmed", url_for("funding.grant", grant_uid=row.uid), caption=row.name)


@bp.route("/grants/<uid:grant_uid>/extend", methods=["GET", "POST"])
@permits(MANAGE, ALLOCATE)
def extend_grant(grant_uid: str) -> ResponseReturnValue:
    """The money may be spent for longer."""
    row, form = _mine(grant_uid), forms.ExtendForm()
    if form.validate_on_submit():
        with form.catching():
            granting.extend_grant(actor=current_actor(), grant=row, **form.values)
            return see_other("funding.grant", grant_uid=row.uid, flash="Grant extended")
    return step(form, "A longer time", url_for("funding.grant", grant_uid=row.uid), caption=row.name)


def _start(row: Grant, areas: list[partnership.AreaItem]) -> dict[str, Any]:
    """What the form of the shares begins with: those there are, an entry for each area."""
    there = {one.to_area_uid: one for one in row.allocations}
    basis = next((one.basis for one in row.allocations if one.basis), None)
    weight = basis["weight"] if basis else partnership.number("funding.population_weight")
    return {
        "how": None if not there else forms.WORKED_OUT if basis else forms.AMOUNTS,
        "weight": weight,
        "period": basis["period"] if basis else "",
        "areas": [
            {
                "amount": there[area.uid].amount,
                "population": there[area.uid].basis.get("population"),
                "crimes": there[area.uid].basis.get("crimes"),
                "agreed_on": there[area.uid].agreed_on,
            }
            if area.uid in there
            else {}
            for area in areas
        ],
    }


@bp.route("/grants/<uid:grant_uid>/shares", methods=["GET", "POST"])
@permits(ALLOCATE)
def share_out(grant_uid: str) -> ResponseReturnValue:
    """Share a grant of the force area out over the areas, to the penny."""
    row = _mine(grant_uid)
    areas = partnership.list_areas()
    form = forms.SharesForm(data=_start(row, areas))
    while len(form.areas) < len(areas):
        form.areas.append_entry()
    if form.validate_on_submit():
        data = form.values
        shares = {area.uid: Basis(**typed) for area, typed in zip(areas, data["areas"], strict=False)}
        weight = (data["weight"] or 0) if data["how"] == forms.WORKED_OUT else None
        with form.catching():
            granting.share_out(actor=current_actor(), grant=row, shares=shares, period=data["period"], weight=weight)
            return see_other("funding.grant", grant_uid=row.uid, flash="Shares saved")
    return render("funding/shares.html", form=form, row=row, areas=areas)
