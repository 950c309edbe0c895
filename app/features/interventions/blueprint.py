"""The pages of the catalogue."""

from flask import Blueprint

bp = Blueprint("interventions", __name__, url_prefix="/interventions", template_folder="templates")
