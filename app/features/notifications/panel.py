"""What the case page shows of notifications: which ones are behind the case, for those who may see them."""

from app.features.cases.interface import Case
from app.features.notifications import leaving, queries  # noqa: F401 - leaving says what a leaver has in hand
from app.features.notifications.presenting import standing
from app.features.partnership import interface as partnership
from app.platform.access import Permission, current_actor
from app.web import panels
from app.web.rendering import part


def on_case(case: Case, **_context: object) -> str | None:
    actor = current_actor()
    if not actor.may(Permission.NOTIFICATION_TRIAGE):
        return None
    rows = queries.list_for_case(actor, case.uid)
    if not rows:
        return None
    return part(
        "notifications/panel.html",
        rows=[(row, partnership.agency_name(row.agency_uid or ""), standing(row)) for row in rows],
    )


panels.register("case", 80, on_case)
