"""The blueprint of referrals, apart from the routes so that these may be in more than one file."""

from flask import Blueprint

bp = Blueprint("referrals", __name__, url_prefix="/referrals", template_folder="templates")
