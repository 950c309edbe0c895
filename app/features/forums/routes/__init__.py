"""Pages of forums."""

from app.features.forums.blueprint import bp
from app.features.forums.routes import case, lists, overview, transfers
from app.platform.access import Permission
from app.web import navigation

__all__ = ["bp", "case", "lists", "overview", "transfers"]

navigation.add("Other groups", "forums.overview", Permission.CASE_MANAGE, 45, section=navigation.PICTURE)
