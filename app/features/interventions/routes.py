"""Pages of interventions."""

from app.features.interventions import pages_catalogue, pages_links, pages_referrals
from app.features.interventions.blueprint import bp
from app.platform.access import Permission
from app.web import navigation

__all__ = ["bp", "pages_catalogue", "pages_links", "pages_referrals"]

navigation.add("Interventions", "interventions.catalogue", Permission.INTERVENTION_VIEW, 70)
navigation.add("Referrals", "interventions.referrals", Permission.REFERRAL_VIEW, 75, pages=("interventions.referral",))
