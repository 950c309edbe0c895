"""The room's blueprint."""

from flask import Blueprint

bp = Blueprint("governance", __name__, url_prefix="/governance", template_folder="templates")
