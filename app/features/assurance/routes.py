"""Pages of assurance."""

from flask import Blueprint

bp = Blueprint("assurance", __name__, url_prefix="/assurance", template_folder="templates")
