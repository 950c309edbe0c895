"""The room's blueprint."""

from flask import Blueprint

bp = Blueprint("escalation", __name__, url_prefix="/escalations", template_folder="templates")
