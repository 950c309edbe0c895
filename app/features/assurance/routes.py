"""Pages of assurance."""

from collections.abc import Sequence

from app.features.accounts import interface as accounts
from app.features.assurance import (
    queries,
    shown,
    step_routes,  # noqa: F401 - its pages are known by being imported
)
from app.features.assurance.blueprint import bp, tabs
from app.features.assurance.domain import STATUS_NAMES, Status, Step, may_take
from app.features.assurance.levels import stale_after
from app.features.assurance.models import Assurance
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render


@bp.get("")
@permits(Permission.ASSURANCE_VIEW)
def asked() -> str:
    """What my agency owes."""
    rows = queries.list_asked_of_my_agency(current_actor())
    return _list("asked", rows, "Assurance asked of my agency", "What your agency is asked to give assurance about")


@bp.get("/waiting")
@permits(Permission.ASSURANCE_VIEW)
def to_judge() -> str:
    rows = queries.list_to_judge(current_actor())
    return _list("to_judge", rows, "Assurance waiting for judgement", "Assurance that was given and not yet judged")


@bp.get("/lapsing")
@permits(Permission.ASSURANCE_VIEW)
def lapsing() -> str:
    rows = queries.list_lapsing(current_actor(), partnership.number("assurance.lapsing"))
    what = "Accepted assurance that has lapsed, or will soon"
    return _list("lapsing", rows, "Assurance lapsed or lapsing", what)


@bp.get("/owed")
@permits(Permission.ASSURANCE_VIEW)
def owed() -> str:
    rows = queries.list_owed(current_actor())
    return _list("owed", rows, "Assurance owed", "Assurance that an agency has still to give, or to give again")


def _list(endpoint: str, rows: Sequence[Assurance], heading: str, what: str) -> str:
    return render(
        "assurance/list.html",
        rows=shown.show(rows, today()),
        tabs=tabs(endpoint),
        heading=heading,
        what=what,
    )


@bp.get("/<uid:assurance_uid>")
@permits(Permission.ASSURANCE_VIEW)
def assurance(assurance_uid: str) -> str:
    actor, on = current_actor(), today()
    found = queries.view_assurance(actor, assurance_uid)
    (row,) = shown.show([found], on)
    return render(
        "assurance/assurance.html",
        row=row,
        assurance=found,
        names=accounts.user_names(actor, (found.given_by_uid, found.judged_by_uid)),
        judged_by_agency=partnership.agency_name(found.judged_by_agency_uid) if found.judged_by_agency_uid else None,
        level_given=shown.label("assurance_level", found.level_given),
        level_accepted=shown.label("assurance_level", found.level_accepted),
        confidence=shown.label("confidence", found.confidence),
        result=STATUS_NAMES[Status(found.result)] if found.result else None,
        pieces=shown.pieces(found, on),
        days=stale_after(found.area_uid, on),
        factors=partnership.code_labels("risk_factor", found.risk_factors),
        before=queries.renewed_by(found),
        after=queries.renewal_of(found),
        may_give=_may_give(actor, found),
        may_judge=shown.may_judge(actor, found, on),
        may_void=actor.may(Permission.ASSURANCE_SEEK) and may_take(Step.VOID, found, on),
        may_agree=actor.may(Permission.ACTION_AGREE),
    )


def _may_give(actor: Actor, found: Assurance) -> bool:
    mine = actor.agency_uid is not None and actor.agency_uid == found.agency_uid
    ready = any(may_take(step, found, today()) for step in (Step.GIVE, Step.RENEW))
    return mine and ready and actor.may(Permission.ASSURANCE_GIVE)
