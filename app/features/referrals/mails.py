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


def tell_provider(referral: Referral) -> None:
    """The leads of the provider. Once for each referral to it."""
    for lead in accounts.holders_of(referral.area_uid, Role.PROV_LEAD):
        if lead.agency_uid == referral.agency_uid:
            post(
                "referral.received",
                to_uid=lead.uid,
                address=lead.email,
                area_uid=referral.area_uid,
                once_key=f"referral.received {referral.uid} {lead.uid}",
                link=public_link("referrals.referral", referral_uid=referral.uid),
            )
