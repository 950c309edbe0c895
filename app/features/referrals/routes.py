"""Pages of referrals."""

from app.features.referrals import pages_fitting, pages_links, pages_provider, pages_steps
from app.features.referrals.blueprint import bp
from app.platform.access import Permission
from app.web import navigation

__all__ = ["bp", "pages_fitting", "pages_links", "pages_provider", "pages_steps"]

navigation.add(
    "Referrals",
    "referrals.referrals",
    Permission.REFERRAL_VIEW,
    75,
    pages=("referrals.referral", "referrals.waiting"),
    section=navigation.HELP,
)
