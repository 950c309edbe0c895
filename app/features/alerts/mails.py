"""Mails about alerts: a link only, nothing of the person and nothing of what was seen."""

from app.features.accounts import interface as accounts
from app.features.alerts.models import Alert
from app.features.cases import interface as cases
from app.platform.access import Permission, Role, beside, system_actor
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

declare_mail(
    "alert.raised",
    subject="URGENT: a provider has raised a safeguarding alert",
    body="A provider has raised a safeguarding alert about somebody the group knows. Read it now, and say what is "
    "done:\n\n$link\n",
)
declare_mail(
    "alert.unheard",
    subject="URGENT: a safeguarding alert has not been heard",
    body="A provider raised a safeguarding alert, and nobody of the group has heard it yet. Read it now, and say what "
    "is done:\n\n$link\n",
)
declare_mail(
    "alert.unheard_provider",
    subject="Your safeguarding alert has not been heard yet",
    body="Nobody of the group has heard an alert that your service raised. Phone the coordinator. If somebody is in "
    "danger now, call 999.\n\n$link\n",
)


def tell_group(alert: Alert) -> None:
    """Everybody who hears alerts, at once."""
    for to in _hearers(alert):
        _post("alert.raised", alert, to, public_link("alerts.alert", alert_uid=alert.uid))


def tell_again(alert: Alert, time: int) -> int:
    """The `time`th time that nobody heard it: those who hear alerts, and the lead of the provider. Each is told once
    for each time. Returns how many mails were put out."""
    link, raised = public_link("alerts.alert", alert_uid=alert.uid), public_link("alerts.raised")
    leads = [one for one in accounts.holders_of(alert.area_uid, Role.PROV_LEAD) if one.agency_uid == alert.agency_uid]
    told = [_post("alert.unheard", alert, to, link, time) for to in _hearers(alert)]
    told += [_post("alert.unheard_provider", alert, (one.uid, one.email), raised, time) for one in leads]
    return sum(told)


def _hearers(alert: Alert) -> list[tuple[str, str]]:
    """Uid and address of those of the area who hear alerts, without whoever is locked out of the person. The provider
    that raises one sees none of them."""
    with beside(system_actor("alerts", frozenset({alert.area_uid}))) as actor:
        shut = cases.locked_out_of(actor, [alert.case_uid]).get(alert.case_uid, set())
        users = accounts.people_who_may(alert.area_uid, Permission.ALERT_HEAR)
        return [(user.uid, user.email) for user in users if user.uid not in shut]


def _post(name: str, alert: Alert, to: tuple[str, str], link: str, time: int = 0) -> bool:
    to_uid, address = to
    once_key, area_uid = f"{name} {alert.uid} {time} {to_uid}", alert.area_uid
    return post(name, to_uid=to_uid, address=address, area_uid=area_uid, once_key=once_key, link=link) is not None
