"""Pages of reporting."""

from flask import Blueprint

bp = Blueprint("reporting", __name__, url_prefix="/reporting", template_folder="templates")
