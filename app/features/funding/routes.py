"""Pages of money: the year as a whole, what is to be looked at, and the figures of the documents."""

from flask import request
from flask.typing import ResponseReturnValue

from app.features.funding import exporting, fund_routes, grant_routes, line_routes, match_routes, queries, yearly
from app.features.funding.alerts import list_alerts
from app.features.funding.allowing import may_manage
from app.features.funding.blueprint import bp
from app.features.funding.domain import drawing, sums, years
from app.features.funding.seeing import seeing, sees_every_area
from app.features.funding.shown import area_names, chosen_areas, chosen_year, tabs
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.money import pounds
from app.platform.access import Permission, current_actor
from app.web import navigation, panels
from app.web.access import permits
from app.web.rendering import render

__all__ = ["bp", "exporting", "fund_routes", "grant_routes", "line_routes", "match_routes"]

VIEW = Permission.FUNDING_VIEW

navigation.add("Funding", "funding.overview", VIEW, 72, section=navigation.HELP)


@bp.get("")
@permits(VIEW)
def overview() -> str:
    """A year: budget, promised, spent and left by line, as a picture and as a table."""
    actor, on = current_actor(), today()
    year, area_uids = chosen_year(), chosen_areas(actor)
    with seeing(actor):
        loaded = queries.load_money(area_uids, on)
        money = yearly.year_of_money(year, loaded)
        alerts = list_alerts(loaded)
    names = area_names()
    several = len(area_uids) > 1
    rows = [
        (
            f"{names[one.row.area_uid]}: {one.row.name}" if several else one.row.name,
            f"{pounds(one.standing.spent)} spent, {pounds(one.standing.owed)} promised of {pounds(one.row.amount)}",
            one.row.amount,
            one.standing.spent,
            one.standing.owed,
        )
        for one in money.lines
    ]
    bars, height = drawing.bars(rows)
    return render(
        "funding/overview.html",
        tabs=tabs("funding.overview"),
        money=money,
        bars=bars,
        height=height,
        width=drawing.WIDTH,
        alerts=alerts,
        year_words=years.year_words,
        years_there=(year - 1, year + 1),
        this_year=years.year_of(on),
        areas=names,
        area_code=request.args.get("area", "") if several or sees_every_area(actor) else "",
        area_list=partnership.list_areas() if sees_every_area(actor) else [],
        one_area=None if several else next(iter(area_uids)),
        several=several,
        label=partnership.code_label,
        may_manage=may_manage(actor, next(iter(area_uids))) and not sees_every_area(actor),
        further=panels.render("funding", year=year, area_uids=area_uids),
    )


@bp.get("/alerts")
@permits(VIEW)
def alerts() -> ResponseReturnValue:
    """Confirmations that are late, ends that are near, reports that are owed, and lines that are off their budget."""
    actor = current_actor()
    area_uids = chosen_areas(actor)
    with seeing(actor):
        rows = list_alerts(queries.load_money(area_uids, today()))
    return render(
        "funding/alerts.html",
        tabs=tabs("funding.alerts"),
        rows=rows,
        areas=area_names(),
        several=len(area_uids) > 1,
        notice=partnership.number("funding.ends_notice"),
        underspend=partnership.number("funding.underspend"),
    )


@bp.get("/figures")
@permits(VIEW)
def figures() -> str:
    """What published documents say, with their contradictions. Nothing here is changed."""
    grants = queries.list_grants(published=True)
    match = {grant.uid: (yearly.match_per_cent(grant), yearly.match_asked(grant)) for grant in grants}
    return render(
        "funding/figures.html",
        tabs=tabs("funding.figures"),
        grants=grants,
        match=match,
        by_total=any(yearly.match_base(grant) == sums.TOTAL for grant in grants if grant.match_year),
        areas=area_names(),
        percent=sums.percent,
        label=partnership.code_label,
        year_words=years.year_words,
        year_of=years.year_of,
    )
