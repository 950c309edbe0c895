"""Mails about referrals: a link only, since a provider has no reference of the case."""

from collections.abc import Iterable

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.referrals.clocks import Clock
from app.features.referrals.models import Referral
from app.platform.access import Role, current_actor
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

declare_mail(
    "referral.received",
    subject="Somebody has been referred to your service",
    body="Somebody has been referred to your service. Read what you need to know, and accept or decline:\n\n$link\n",
)
declare_mail(
    "referral.late",
    subject="Somebody referred to your service is waiting",
    body="Something is overdue for somebody who was referred to your service. See what, and by when it was due:"
    "\n\n$link\n",
)
declare_mail(
    "referral.late_group",
    subject="A referral is overdue with its provider",
    body="A provider has not done in time what is due for somebody you referred, and was reminded. See what, and by "
    "when it was due:\n\n$link\n",
)


def tell_provider(referral: Referral) -> None:
    """The leads of the provider. Once for each referral to it."""
    link = public_link("referrals.referral", referral_uid=referral.uid)
    _post("referral.received", referral, _leads(referral), link)


def remind_leads(referral: Referral, clock: Clock) -> int:
    """The leads of the provider, once for each thing that is late. Returns how many mails were put out."""
    link = public_link("referrals.referral", referral_uid=referral.uid)
    return _post("referral.late", referral, _leads(referral), link, clock)


def remind_coordinators(referral: Referral, clock: Clock) -> int:
    """The coordinators of the area, without whoever is locked out of the person; as above."""
    shut = cases.locked_out_of(current_actor(), [referral.case_uid]).get(referral.case_uid, set())
    to = [user for user in accounts.holders_of(referral.area_uid, Role.COORD) if user.uid not in shut]
    return _post("referral.late_group", referral, to, public_link("referrals.linked", referral_uid=referral.uid), clock)


def _leads(referral: Referral) -> list[User]:
    leads = accounts.holders_of(referral.area_uid, Role.PROV_LEAD)
    return [lead for lead in leads if lead.agency_uid == referral.agency_uid]


def _post(name: str, referral: Referral, to: Iterable[User], link: str, clock: Clock | None = None) -> int:
    what = f" {clock.waits} {clock.due_on.isoformat()}" if clock else ""
    sent = 0
    for user in to:
        mail = post(
            name,
            to_uid=user.uid,
            address=user.email,
            area_uid=referral.area_uid,
            once_key=f"{name} {referral.uid}{what} {user.uid}",
            link=link,
        )
        sent += mail is not None
    return sent
