"""The blueprint of networks, apart from the routes so that these may be in more than one file."""

from flask import Blueprint

bp = Blueprint("networks", __name__, url_prefix="/networks", template_folder="templates")
