"""Mails about referrals: a link only, since a provider has no reference of the case."""

from app.features.accounts import interface as accounts
from app.features.referrals.models import Referral
from app.platform.access import Role
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

declare_mail(
    "referral.received",
    subject="Somebody has been referred to your service",
    body="Somebody has been referred to your service. Read what you need to know, and accept or decline:\n\n$link\n",
)


def tell_provider(link: Referral) -> None:
    """The leads of the provider. Once for each referral to it."""
    for lead in accounts.holders_of(link.area_uid, Role.PROV_LEAD):
        if lead.agency_uid == link.agency_uid:
            post(
                "referral.received",
                to_uid=lead.uid,
                address=lead.email,
                area_uid=link.area_uid,
                once_key=f"referral.received {link.uid} {lead.uid}",
                link=public_link("referrals.referral", link_uid=link.uid),
            )
