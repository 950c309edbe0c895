"""The blueprint of cases, apart from the routes so that these may be in more than one file."""

from flask import Blueprint

bp = Blueprint("cases", __name__, url_prefix="/cases", template_folder="templates")
