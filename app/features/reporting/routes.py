"""Pages of reporting."""

from app.features.cases import interface as cases
from app.features.reporting import audit_pages, queries
from app.features.reporting.blueprint import audit_bp, bp
from app.features.reporting.home import gather
from app.kernel.clock import today
from app.platform.access import RUNS_THE_MONTH, Permission, current_actor
from app.web import navigation
from app.web.access import permits, signed_in
from app.web.rendering import render

__all__ = ["audit_pages", "bp"]

navigation.add("Home", "reporting.home", None, 0)
navigation.add("Audit", "reporting.audit.entries", Permission.AUDIT_VIEW, 95, section=navigation.RUNNING)


@bp.get("/")
@signed_in
def home() -> str:
    """What there is to look at today."""
    actor = current_actor()
    return render("reporting/home.html", runs=actor.is_any(RUNS_THE_MONTH), **gather(actor))


@bp.get("/reviews")
@permits(Permission.CASE_MANAGE)
def reviews() -> str:
    """Cases whose review is due, and those somebody proposed to step down."""
    actor = current_actor()
    on = today()
    return render(
        "reporting/reviews.html",
        due=cases.due_for_review(actor, on),
        proposed=queries.list_step_down_proposed(actor),
        on=on,
    )


bp.register_blueprint(audit_bp)
