"""Pages of cases that are read."""

from flask import request

from app.features.accounts import interface as accounts
from app.features.cases import (  # noqa: F401
    changes,
    gathering,
    history,
    leaving,
    lifecycle_routes,
    listing,
    lock_routes,
    locking,
    picture,
    progress,
    queries,
    search_routes,
    timeline,
)
from app.features.cases.blueprint import bp
from app.features.cases.contexts import about
from app.features.cases.domain import RANK
from app.features.cases.pages import KINDS, head, sees_restricted
from app.features.cases.queries import CaseFilter
from app.features.cases.visibility import EXCLUDED, NEED_TO_KNOW
from app.features.cases.wording import agency
from app.features.partnership.interface import code_label
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.paging import at_most, paging
from app.web.rendering import render

navigation.add("Cases", "cases.list_cases", Permission.CASE_VIEW, 30, section=navigation.PICTURE)

NEWEST = 10
"""How many rows of the timeline the case page shows before it leads to the whole."""


@bp.get("")
@permits(Permission.CASE_VIEW)
def list_cases() -> str:
    actor = current_actor()
    chosen = _chosen()
    counted = at_most()
    page = paging(queries.count_cases(actor, chosen, at_most=counted), counted=counted)
    cases = queries.list_cases(actor, chosen, limit=page.limit, offset=page.offset)
    return render(
        "cases/list.html",
        rows=listing.rows(cases),
        chosen=chosen,
        page=page,
        kinds=KINDS,
        ranks={code_label("band", code): rank for code, rank in RANK.items()} | {"Not set": 0},
        columns=progress.columns(actor, [case.uid for case in cases]),
        today_=today(),
    )


def _chosen() -> CaseFilter:
    """The filter in the address; anything odd is no filter."""
    kind = request.args.get("kind", "")
    level = request.args.get("level", "")
    return CaseFilter(
        closed=request.args.get("closed") == "1",
        kind=kind if kind in KINDS else None,
        band_rank=int(level) if level in {"0", "1", "2", "3"} else None,
    )


@bp.get("/<uid:case_uid>")
@permits(Permission.CASE_VIEW)
def case(case_uid: str) -> str:
    actor = current_actor()
    shown = queries.get_case(actor, case_uid)
    entries = queries.list_entries(actor, case_uid)
    view = picture.picture(shown, entries)
    rows = timeline.gathered(actor, shown, history.own_rows(shown, entries))
    restricted = sees_restricted(actor, shown)
    names = accounts.user_names(actor, [shown.lead_user_uid, *(level.by_uid for level in view.levels)])
    return render(
        "cases/case.html",
        head=head(actor, shown, "cases.case"),
        view=view,
        recorded=entries,
        protective=gathering.by_name(view.protective),
        roles=gathering.by_name(view.roles),
        factors=gathering.by_name(view.factors),
        incidents=gathering.incidents(view.incidents),
        situation=gathering.situation(view.blocks),
        rows=rows[:NEWEST],
        more=max(0, len(rows) - NEWEST),
        agencies=sorted(agency(uid) for uid in queries.agencies_with_need(case_uid)),
        names=names,
        only_harmed=picture.only_harmed(shown.roles),
        about=about(shown, entries, restricted=restricted),
        lead_agency=agency(shown.lead_agency_uid) if shown.lead_agency_uid else None,
        lead_name=shown.lead_name or names.get(shown.lead_user_uid or ""),
    )


@bp.get("/<uid:case_uid>/timeline")
@permits(Permission.CASE_VIEW)
def whole_timeline(case_uid: str) -> str:
    actor = current_actor()
    shown = queries.get_case(actor, case_uid, page="timeline")
    entries = queries.list_entries(actor, case_uid)
    rows = timeline.gathered(actor, shown, history.own_rows(shown, entries))
    page = paging(len(rows), per_page=50)
    return render(
        "cases/timeline.html",
        head=head(actor, shown, "cases.whole_timeline"),
        rows=rows[page.offset : page.offset + page.limit],
        page=page,
    )


@bp.get("/<uid:case_uid>/equality")
@permits(Permission.CASE_MANAGE)
def equality(case_uid: str) -> str:
    """The equality store, for those who run the month alone. PR-11."""
    actor = current_actor()
    shown = queries.get_case(actor, case_uid, page="equality")
    lines = picture.equality(queries.list_entries(actor, case_uid))
    return render("cases/equality.html", head=head(actor, shown, "cases.equality"), lines=lines)


@bp.get("/<uid:case_uid>/agencies")
@permits(Permission.CASE_MANAGE)
def agencies(case_uid: str) -> str:
    actor = current_actor()
    shown = queries.get_case(actor, case_uid, page="agencies")
    locked = locking.lock_outs_of(actor, shown)
    rows = sorted(queries.agencies_of(case_uid), key=lambda row: agency(row.agency_uid).casefold())
    return render(
        "cases/agencies.html",
        head=head(actor, shown, "cases.agencies"),
        known=[
            (agency(row.agency_uid), _WHY.get(row.why, row.why), row) for row in rows if row.standing == NEED_TO_KNOW
        ],
        excluded=[(agency(row.agency_uid), row) for row in rows if row.standing == EXCLUDED],
        locked=locked,
        names=accounts.user_names(actor, [uid for row in locked for uid in (row.user_uid, row.locked_by_uid)]),
    )


_WHY = {
    "NOTIFIED": "Notified the group",
    "ASKED": "Was asked for assurance",
    "RETURNED": "Works with them now, as it returned",
    "OWNS_ACTION": "Owns an action",
    "LEADS": "Leads",
    "ATTENDED": "Attended the discussion",
    "SHARED": "Was let in by somebody who runs the month",
}
