"""What other rooms' pages show of alerts: home pages, the case and its timeline, the pages of a referral."""

from collections.abc import Iterator

from flask import url_for

from app.features.alerts import queries, wording
from app.features.alerts.models import Alert
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.referrals.interface import Referral
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import moment, part

FIRST = 10


def to_hear() -> str | None:
    """On the home page of whoever hears alerts: what waits, at the top. Nothing when nothing does."""
    actor = current_actor()
    if not actor.may(Permission.ALERT_HEAR):
        return None
    tasks = [_task(alert) for alert in queries.list_unheard(actor)]
    return part("alerts/home.html", tasks=tasks) if tasks else None


def to_raise() -> str | None:
    """At the top of a provider's home page: the button, and what was raised and not heard."""
    actor = current_actor()
    if not actor.may(Permission.ALERT_RAISE):
        return None
    unheard = sum(alert.heard_at is None for alert in queries.list_raised(actor))
    return part("alerts/portal.html", unheard=unheard)


def on_referral(referral: Referral, **_context: object) -> str | None:
    """On the page of one referral: what was raised about it. The provider raises one from there."""
    actor = current_actor()
    rows = [(row, *_words(row)) for row in queries.list_for_referral(actor, referral)]
    raises, hears = actor.may(Permission.ALERT_RAISE), actor.may(Permission.ALERT_HEAR)
    if not rows and not raises:
        return None
    return part("alerts/referral.html", referral=referral, rows=rows, raises=raises, hears=hears)


def on_case(case: Case, **_context: object) -> str | None:
    """On the case: every alert about the person, whichever provider raised it. Nothing when there was none."""
    actor = current_actor()
    rows = [(row, *_words(row)) for row in queries.list_for_case(actor, case.uid)]
    if not rows:
        return None
    return part("alerts/case.html", rows=rows, hears=actor.may(Permission.ALERT_HEAR))


def on_timeline(actor: Actor, case: Case) -> Iterator[cases.timeline.Row]:
    """Kind and whether it was heard; what was seen, for those who hear alerts."""
    hears = actor.may(Permission.ALERT_HEAR)
    for alert in queries.list_for_case(actor, case.uid):
        kind, heard = _words(alert)
        text = f"{kind}. {alert.words}" if hears and alert.words else kind
        url = url_for("alerts.alert", alert_uid=alert.uid) if hears else None
        yield cases.timeline.Row(at=alert.raised_at, what="Safeguarding alert of a provider", text=text, url=url)
        if alert.heard_at is not None:
            yield cases.timeline.Row(at=alert.heard_at, what="Safeguarding alert heard", text=heard, url=url)


def _words(alert: Alert) -> tuple[str, str]:
    return wording.kind_words(alert), wording.heard_words(alert)


def _task(alert: Alert) -> dict[str, str | None]:
    hint = f"{alert.referral.case.reference}, {alert.referral.intervention.name}"
    return {
        "title": wording.kind_words(alert),
        "href": url_for("alerts.alert", alert_uid=alert.uid),
        "hint": f"{hint}. Since {moment(alert.raised_at)}",
        "status": "Urgent" if alert.urgent else "Not heard yet",
        "colour": "red" if alert.urgent else "orange",
    }


panels.register("home", FIRST, to_hear)
panels.register("portal", FIRST, to_raise)
panels.register("referral", 90, on_referral)
panels.register("referral-case", 20, on_referral)
panels.register("case", 5, on_case)
cases.timeline.add_source(on_timeline)
