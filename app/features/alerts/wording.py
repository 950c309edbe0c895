"""How an alert is said on pages."""

from app.features.alerts.models import Alert
from app.features.partnership import interface as partnership
from app.platform.access import ROLE_NAMES, Role
from app.web.rendering import moment


def kind_words(alert: Alert) -> str:
    return partnership.code_label("alert_kind", alert.kind)


def heard_words(alert: Alert) -> str:
    """`Not heard yet`; `Heard by the coordinator on 2 November 2026 at 10:30am`. Nobody's name."""
    if alert.heard_at is None:
        return "Not heard yet"
    return f"Heard by the {_role(alert)} on {moment(alert.heard_at)}"


def _role(alert: Alert) -> str:
    return ROLE_NAMES[Role(alert.heard_as)].lower() if alert.heard_as else "group"
