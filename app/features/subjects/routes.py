"""Pages of subjects."""

from flask import Blueprint

bp = Blueprint("subjects", __name__, url_prefix="/subjects", template_folder="templates")
