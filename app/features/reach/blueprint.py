"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("reach", __name__, url_prefix="/reach", template_folder="templates")
