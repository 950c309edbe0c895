"""Changes that begin today or later, which can still be taken back."""

from flask.typing import ResponseReturnValue

from app.features.partnership import commands, queries
from app.features.partnership.routes import MANAGE, VIEW, bp, must_change
from app.features.partnership.terms import area_of, get_term, list_planned
from app.kernel.clock import today
from app.platform.access import current_actor
from app.web.access import permits
from app.web.rendering import render, see_other


@bp.get("/changes")
@permits(VIEW)
def planned() -> str:
    actor = current_actor()
    return render(
        "partnership/planned.html",
        rows=[(one, commands.may_change(actor, one.area_uid)) for one in list_planned(today())],
        areas={area.uid: area.name for area in queries.list_areas()},
    )


@bp.post("/changes/<kind>/<uid:term_uid>/withdraw")
@permits(MANAGE)
def withdraw(kind: str, term_uid: str) -> ResponseReturnValue:
    must_change(area_of(kind, get_term(kind, term_uid)))
    commands.withdraw(actor=current_actor(), kind=kind, uid=term_uid)
    return see_other("partnership.planned", flash="Change withdrawn")
