"""The pages of requests and returns as one blueprint."""

from flask import Blueprint

from app.platform.access import Permission
from app.web import navigation

bp = Blueprint("returns", __name__, url_prefix="/returns", template_folder="templates")
navigation.add("Requests", "returns.mine", Permission.RETURN_GIVE, 45, section=navigation.MONTH)
