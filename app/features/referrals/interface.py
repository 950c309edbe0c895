"""What other rooms may use of referrals."""

from app.features.referrals.commands import accept, decline, end, link_person, offer, refer, start
from app.features.referrals.domain import Status, link_status
from app.features.referrals.models import Referral
from app.features.referrals.queries import list_for_case, list_referrals
from app.features.referrals.visibility import of_visible_referral
from app.features.referrals.wording import status_words

__all__ = [
    "Referral",
    "Status",
    "accept",
    "decline",
    "end",
    "link_person",
    "link_status",
    "list_for_case",
    "list_referrals",
    "of_visible_referral",
    "offer",
    "refer",
    "start",
    "status_words",
]
