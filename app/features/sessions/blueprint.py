"""The blueprint of sessions, apart from the routes so that these may be in more than one file."""

from flask import Blueprint

bp = Blueprint("sessions", __name__, url_prefix="/sessions", template_folder="templates")
