"""The pages of the return."""

from app.features.reach.blueprint import bp
from app.features.reach.pages import counting, listing, sending
from app.platform.access import Permission
from app.web import navigation

__all__ = ["bp", "counting", "listing", "sending"]

navigation.add("Reach", "reach.returns", Permission.REACH_VIEW, 75, section=navigation.HELP)
