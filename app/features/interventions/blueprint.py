"""The blueprint of interventions, apart from the routes so that these may be in more than one file."""

from flask import Blueprint

bp = Blueprint("interventions", __name__, url_prefix="/interventions", template_folder="templates")
